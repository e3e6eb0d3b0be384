import Basics
import Networks
import TestSupport
import Testing

@Suite struct NetworkTests {
  /// The text of the error for some layers.
  func mistake(_ input: Shape, _ layers: [any Layer]) -> String? {
    message { _ = try Network(input: input, layers: layers) }
  }

  @Test("Given weights of the wrong shape are named with their layer")
  func givenWeights() {
    func network(_ weights: [[Scalar]], _ biases: [Scalar]?) -> String? {
      mistake(
        [2], [Dense(5, activation: .tanh), Dense(4), Dense(weights: weights, biases: biases)])
    }
    let start = "layer 3 (dense): expected initial weights of 4 rows, one per input, with 2 columns"
    #expect(
      network([[1, 2], [3, 4], [5, 6]], [0, 0])
        == start + " each, found 3 rows with 2 columns each")
    #expect(
      network([[1, 2], [3], [5, 6], [7, 8]], nil)
        == start + " each, found rows of different lengths")
    #expect(
      network([[1, 2], [3, 4], [5, 6], [7, 8]], [0])
        == "layer 3 (dense): expected 2 initial biases, one per unit, found 1")
    #expect(network([], nil) == "layer 3 (dense): expected at least 1 unit, found 0")
    #expect(network([[1, 2], [3, 4], [5, 6], [7, 8]], [0, 0]) == nil)
  }

  @Test("Settings that a layer can't take are named with their layer")
  func settings() {
    #expect(
      mistake([3], [Dense(4), Dense(0), Dense(2)])
        == "layer 2 (dense): expected at least 1 unit, found 0")
    #expect(
      mistake([3], [Dense(4), Dense(-7)])
        == "layer 2 (dense): expected at least 1 unit, found -7")
    #expect(
      mistake([3], [Dense(4), Dropout(1), Dense(2)])
        == "layer 2 (dropout): expected a dropout rate from 0 to below 1, found 1.0")
    #expect(
      mistake([3], [BatchNormalization(momentum: 2)])
        == "layer 1 (batch-normalization): expected a momentum from 0 to 1, found 2.0")
    #expect(
      mistake([3], [Flatten(), LayerNormalization(epsilon: 0)])
        == "layer 2 (layer-normalization): expected an epsilon from 1e-30 to 1, found 0.0")
  }

  @Test("There must be layers")
  func noLayers() {
    #expect(mistake([3], []) == "expected at least one layer, found none")
  }

  @Test(
    "There must be something to read",
    arguments: [
      ([0], "0"), ([], "scalar"), ([-1], "-1"), ([-2, -3], "-2x-3"), ([3, 0, 2], "3x0x2"),
      ([1 << 40], "1099511627776"), ([1 << 32, 1 << 32], "4294967296x4294967296"),
    ])
  func badInput(dimensions: [Int], found: String) {
    #expect(
      mistake(Shape(dimensions), [Dense(2)])
        == "expected an input with at least one number per row, found \(found)")
  }

  @Test("More parameters than any machine holds are refused before memory is asked for")
  func tooLarge() {
    let end = "expected fewer than 2^40 parameters, found more"
    #expect(mistake([1], [Dense(2), Dense(1 << 39)]) == "layer 2 (dense): " + end)
    #expect(mistake([1 << 20], [Dense(1 << 20)]) == "layer 1 (dense): " + end)
    #expect(mistake([3], [Dense(Int.max)]) == "layer 1 (dense): " + end)
    // No single layer is too large here.
    let half = Dense(1 << 19, useBias: false)
    #expect(mistake([1 << 20], [half, Dense(1 << 20)]) == "layer 2 (dense): " + end)
    #expect(mistake([1 << 20], [half]) == nil)
  }

  @Test("Shapes go from layer to layer")
  func shapes() throws {
    let network = try Network(
      input: [4, 3, 2],
      layers: [
        BatchNormalization(), Dropout(0.5), Flatten(), Dense(7), LayerNormalization(), Dense(5),
      ])
    #expect(network.input == [4, 3, 2])
    #expect(network.output == [5])
    let shapes: [Shape] = [[4, 3, 2], [4, 3, 2], [24], [7], [7], [5]]
    #expect(network.plans.map(\.output) == shapes)
    #expect(try Network(input: [4, 3], layers: [Dropout(0.1)]).output == [4, 3])
  }

  static let layers: [any Layer] = [Dense(6), Dense(6), LayerNormalization(), Dense(6), Dense(2)]

  @Test("The same seed gives the same parameters, another gives others")
  func seeds() throws {
    let network = try Network(input: [6], layers: Self.layers)
    let parameters = network.initialParameters(seed: 1)
    #expect(parameters.values.count == network.layout.count)
    #expect(parameters == network.initialParameters(seed: 1))
    let others = network.initialParameters(seed: 2)
    for entry in network.layout.entries {
      let same = parameters.values[entry.range] == others.values[entry.range]
      #expect(same == (entry.spec.role != .weight), "\(entry.name)")
    }
  }

  @Test("Parameters of one shape start with different numbers")
  func differentParameters() throws {
    let network = try Network(input: [6], layers: Self.layers)
    let values = network.initialParameters(seed: 1).values
    let weights = network.layout.entries.filter { $0.spec.shape == [6, 6] }
    #expect(weights.count == 3)
    #expect(Set(weights.map { Array(values[$0.range]) }).count == 3)
  }

  @Test("A parameter starts the same whatever the initializers and sizes of others are")
  func independentParameters() throws {
    func start(_ first: Dense, _ last: Int) throws -> ContiguousArray<Scalar>.SubSequence {
      let network = try Network(input: [3], layers: [first, Dense(5), Dense(last)])
      let entry = try #require(network.layout["layers.1.weight"])
      return network.initialParameters(seed: 9).values[entry.range]
    }
    let expected = Array(try start(Dense(4), 2))
    #expect(expected.contains { $0 != 0 })
    #expect(Array(try start(Dense(4, initializer: Normal()), 2)) == expected)
    #expect(Array(try start(Dense(4, initializer: Zeros()), 2)) == expected)
    #expect(Array(try start(Dense(4), 30)) == expected)
  }

  @Test("Given values stand where the layout says, as stored")
  func givenValues() throws {
    let network = try Network(
      input: [2],
      layers: [Dense(weights: [[1, 2, 3], [4, 5, 6]], biases: [7, 8, 9]), BatchNormalization()])
    let values = network.initialParameters(seed: 1).values
    #expect(values == [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1])
  }
}

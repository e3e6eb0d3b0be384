import Basics
import Networks
import TestSupport
import Testing

@Suite struct DenseTests {
  @Test("Outputs and gradients agree with PyTorch, for every activation")
  func golden() throws {
    var kinds: Set<String> = []
    for line in try Fixture.cases("dense", .module) {
      let layer = try expectGolden(line)
      if let layer = layer as? Dense { kinds.insert(type(of: layer.activation).kind) }
    }
    #expect(kinds == Set(ActivationCatalog.standard.kinds))
  }

  @Test("Given weights are where it starts, and must fit the input")
  func givenWeights() throws {
    let layer = Dense(weights: [[1, 2], [3, 4]], biases: [5, 6])
    let runner = try LayerRunner(layer, input: [2])
    #expect(runner.forward([1, 10]).output == [36, 48])
    #expect(
      message { _ = try layer.plan(for: [3]) }
        == "expected initial weights of 3 rows, one per input, with 2 columns each, "
        + "found 2 rows with 2 columns each")
    #expect(
      message { _ = try Dense(weights: [[1, 2]], biases: [1]).plan(for: [1]) }
        == "expected 2 initial biases, one per unit, found 1")
  }

  @Test("Memory before the function is kept only where the derivative reads it")
  func saved() throws {
    #expect(try Dense(4, activation: .relu).plan(for: [3]).savedPerRow == 0)
    #expect(try Dense(4, activation: .gelu).plan(for: [3]).savedPerRow == 4)
  }

  @Test("Sizes below 1 are refused, in code and in files")
  func noUnits() {
    #expect(message { _ = try Dense(0).plan(for: [3]) } == "expected at least 1 unit, found 0")
    #expect(
      message {
        _ = try LayerCatalog.standard.make(
          .table(["kind": "dense", "units": 0]), path: "layers[0]")
      } == "layers[0].units: expected a whole number of 1 or more, found 0")
  }
}

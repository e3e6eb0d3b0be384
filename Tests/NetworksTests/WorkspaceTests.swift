import Basics
import Kernels
import Networks
import TestSupport
import Testing

@Suite struct WorkspaceTests {
  /// y = relu(x W + b) V, by hand below.
  static let layers: [any Layer] = [
    Dense(weights: [[1, -2, 0.5], [3, 1, -1]], biases: [0.25, 0, 1], activation: .relu),
    Dense(weights: [[2], [-1], [4]], biases: nil),
  ]

  func runner() throws -> NetworkRunner {
    var runner = try NetworkRunner([2], Self.layers)
    runner.parameters = runner.network.initialParameters(seed: 1)
    return runner
  }

  @Test("Outputs and the activations of every layer can be read")
  func activations() throws {
    let runner = try runner()
    let workspace = Workspace(for: runner.network, capacity: 2)
    runner.forward([1, 2, -1, 0.5], in: workspace)
    // Before relu: 7.25, 0, -0.5 and 0.75, 2.5, 0.
    #expect(workspace.activation(ofLayer: -1, rows: 2) == [1, 2, -1, 0.5])
    #expect(workspace.activation(ofLayer: 0, rows: 2) == [7.25, 0, 0, 0.75, 2.5, 0])
    #expect(workspace.activation(ofLayer: 1, rows: 2) == [14.5, -1])
    #expect(workspace.outputs(rows: 2) == [14.5, -1])
    #expect(workspace.outputs(rows: 1) == [14.5])
    #expect(workspace.activation(ofLayer: 0, rows: 1) == [7.25, 0, 0])
  }

  @Test("Losses and gradients can be read")
  func gradients() throws {
    let runner = try runner()
    let workspace = Workspace(for: runner.network, capacity: 2, inputGradient: true)
    let step = runner.step([1, 2, -1, 0.5], targets: [12.5, 0], in: workspace)
    // Errors 2 and -1 give losses 4 and 1, and 2 error / 2 rows for gradients: 2 and -1.
    #expect(workspace.rowLosses(rows: 2) == [4, 1])
    #expect(workspace.rowLosses(rows: 1) == [4])
    #expect((step.lossSum, step.weightSum) == (5, 2))
    // Behind relu: 4, 0, 0 and -2, 1, 0.
    #expect(workspace.inputGradient(rows: 2) == [4, 12, -4, -5])
    #expect(workspace.inputGradient(rows: 1) == [4, 12])
    let expected: ContiguousArray<Scalar> = [6, -1, 0, 7, 0.5, 0, 2, 1, 0, 13.75, -2.5, 0]
    #expect(workspace.gradient == expected)
  }

  @Test("The input's gradient is there only where it is wanted, and changes nothing else")
  func inputGradient() throws {
    let runner = try runner()
    let batch = runner.batch(4)
    let without = runner.step(
      batch, targets: [1, 2, 3, 4], in: Workspace(for: runner.network, capacity: 4))
    let with = runner.step(
      batch, targets: [1, 2, 3, 4],
      in: Workspace(for: runner.network, capacity: 4, inputGradient: true))
    #expect(without.inputGradient.isEmpty)
    #expect(with.inputGradient.count == 8)
    #expect(with.gradient == without.gradient)
    #expect(with.outputs == without.outputs)
  }

  @Test("A workspace for inference has no room for gradients, and the same outputs")
  func inference() throws {
    var runner = try NetworkRunner(
      [3], [Dense(4, activation: .gelu), BatchNormalization(), LayerNormalization(), Dropout(0.5)])
    runner.mode = .inference
    let batch = runner.batch(5)
    let small = Workspace(for: runner.network, capacity: 5, training: false, inputGradient: true)
    let large = Workspace(for: runner.network, capacity: 5)
    runner.forward(batch, in: small)
    runner.forward(batch, in: large)
    #expect(small.outputs(rows: 5) == large.outputs(rows: 5))
    #expect(small.outputs(rows: 5).contains { $0 != 0 })
    #expect(small.gradient.isEmpty)
    #expect(small.inputGradient(rows: 5).isEmpty)
    // Memory for it is taken when it is to be kept.
    #expect(large.gradient.isEmpty)
  }

  @Test("A batch may be smaller than the capacity, whatever went before", arguments: [1, 2, 3])
  func smallBatch(threads: Int) throws {
    let runner = try NetworkRunner(
      [3],
      [
        Dense(6, activation: .gelu), BatchNormalization(), Dropout(0.3), LayerNormalization(),
        Dense(2),
      ])
    let workspace = Workspace(
      for: runner.network, capacity: 64, workers: Workers(threads), inputGradient: true)
    for rows in [64, 25, 1, 40, 13] {
      let batch = runner.batch(rows)
      let targets = points(2 * rows, seed: 4)
      let weights = ContiguousArray(unevenWeights(rows).map(\.magnitude))
      let reused = runner.step(batch, targets: targets, weights: weights, in: workspace)
      let fresh = runner.step(batch, targets: targets, weights: weights)
      #expect(reused.bits == fresh.bits, "\(rows) rows")
      #expect(reused.outputs.count == 2 * rows)
      #expect(reused.inputGradient.count == 3 * rows)
    }
  }

  @Test("There is room for one row at least", arguments: [0, -3, 1])
  func capacity(asked: Int) throws {
    let runner = try runner()
    let workspace = Workspace(for: runner.network, capacity: asked)
    #expect(workspace.capacity == 1)
    runner.forward([1, 2], in: workspace)
    #expect(workspace.outputs(rows: 1) == [14.5])
  }

  @Test("Memory is aligned to cache lines and starts at 0", arguments: [0, 1, 17, 1000])
  func region(count: Int) {
    let region = Region(count)
    #expect(region.count == count)
    #expect(Int(bitPattern: region.part(0..<0)) % 64 == 0)
    #expect(region.array(count) == ContiguousArray(repeating: 0, count: count))
    #expect(region.array(count + 5).count == count)
  }
}

import Basics
import Kernels
import Networks
import TestSupport
import Testing

@Suite struct NetworkBackwardTests {
  /// A network, its loss and what it should say of a batch.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var input: Shape
    var layers: [any Layer]
    var loss: any Loss = MeanSquaredError()
    /// [rows][target width]
    var targets: ContiguousArray<Scalar>
  }

  static let rows = 7
  static let classes: ContiguousArray<Scalar> = [0, 2, 1, 1, 0, 2, 2]
  static let bits: ContiguousArray<Scalar> = [0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1]
  /// So far from the outputs that no difference gets near the kinks.
  static let far: ContiguousArray<Scalar> = [
    -9, 9, 9, 9, -9, 9, -9, -9, 9, -9, -9, 9, 9, -9,
  ]

  static let cases: [Case] = [
    Case(
      testDescription: "dense layers, squared error", input: [4],
      layers: [Dense(5, activation: .tanh), Dense(4, activation: .gelu, useBias: false), Dense(3)],
      targets: points(21, seed: 1)),
    Case(
      testDescription: "every layer, cross-entropy", input: [2, 3],
      layers: [
        Flatten(), Dense(6, activation: .tanh), BatchNormalization(), Dropout(0.3),
        LayerNormalization(), Dense(4, activation: .gelu), Activation(.softplus), Dense(3),
      ], loss: .crossEntropy(labelSmoothing: 0.1), targets: classes),
    Case(
      testDescription: "batch normalization first, binary cross-entropy", input: [4],
      layers: [
        BatchNormalization(), Dense(5, activation: .softplus), LayerNormalization(), Dense(2),
      ], loss: .binaryCrossEntropy, targets: bits),
    Case(
      testDescription: "dropout first, half squared error", input: [6],
      layers: [
        Dropout(0.4), Dense(5, activation: .sigmoid), BatchNormalization(), Activation(.silu),
        Dropout(0.2), Dense(2),
      ], loss: .halfSquaredError, targets: points(14, seed: 1)),
    Case(
      testDescription: "pictures, absolute error", input: [2, 2, 2],
      layers: [BatchNormalization(), LayerNormalization(), Dense(4, activation: .tanh), Dense(2)],
      loss: .meanAbsoluteError, targets: far),
    Case(
      testDescription: "two batch normalizations, Huber", input: [3],
      layers: [
        Dense(4), BatchNormalization(), Activation(.tanh), Dense(4), BatchNormalization(),
        Activation(.gelu), Dense(2),
      ], loss: .huber, targets: far),
    Case(
      testDescription: "connections within connections", input: [3],
      layers: [
        Dense(4, activation: .tanh),
        Residual([
          Dense(5), BatchNormalization(), Residual([Activation(.tanh), Dense(5)]),
          Activation(.softplus), Dropout(0.2), Dense(4, activation: .gelu),
        ]),
        Residual([LayerNormalization()]), Dense(3),
      ], loss: .crossEntropy, targets: classes),
    Case(
      testDescription: "a connection around everything", input: [3],
      layers: [Residual([Dense(4, activation: .tanh), Dense(3)])],
      targets: points(21, seed: 1)),
  ]

  /// Up to which whole networks agree: errors of several layers add up.
  static let tolerance = Scalar.self == Float.self ? 4e-3 : 2e-8

  @Test("The way back from inference agrees with central differences", arguments: cases)
  func inference(line: Case) throws {
    var runner = try NetworkRunner(line.input, line.layers)
    runner.mode = .inference
    let batch = runner.batch(Self.rows)
    let workspace = Workspace(for: runner.network, capacity: Self.rows, inputGradient: true)
    let start = unevenWeights(Self.rows * runner.network.output.count)
    // What a training step left behind must not matter.
    var training = runner
    (training.mode, training.loss) = (.training(seed: 1, step: 2), line.loss)
    _ = training.step(batch, targets: line.targets, in: workspace)
    runner.forward(batch, in: workspace)
    let outputs = workspace.outputs(rows: Self.rows)
    runner.network.backward(
      from: start.span, rows: Self.rows, parameters: runner.parameters, in: workspace,
      mode: .inference)
    let small = Workspace(for: runner.network, capacity: Self.rows, training: false)
    runner.forward(batch, in: small)
    #expect(small.outputs(rows: Self.rows) == outputs)
    let error = gradientError(at: batch, workspace.inputGradient(rows: Self.rows)) {
      runner.forward($0, in: small)
      return zip(small.outputs(rows: Self.rows), start).reduce(0.0) {
        $0 + Double($1.0) * Double($1.1)
      }
    }
    #expect(error < Self.tolerance)
  }

  @Test("Gradients of whole networks agree with central differences", arguments: cases)
  func gradients(line: Case) throws {
    var runner = try NetworkRunner(line.input, line.layers)
    runner.loss = line.loss
    let batch = runner.batch(Self.rows)
    let weights = ContiguousArray(unevenWeights(Self.rows).map { $0.magnitude + 0.25 })
    let step = runner.step(batch, targets: line.targets, weights: weights)
    let ofInput = gradientError(at: batch, step.inputGradient) {
      runner.step($0, targets: line.targets, weights: weights).loss
    }
    #expect(ofInput < Self.tolerance)
    for entry in runner.network.layout.entries {
      if case .statistic = entry.spec.role { continue }
      let point = ContiguousArray(runner.parameters.values[entry.range])
      let gradient = ContiguousArray(step.gradient[entry.range])
      let error = gradientError(at: point, gradient) { moved in
        var copy = runner
        copy.parameters.values.replaceSubrange(entry.range, with: moved)
        return copy.step(batch, targets: line.targets, weights: weights).loss
      }
      #expect(error < Self.tolerance, "\(entry.name)")
    }
  }

  /// Weights of several tiles, rows of several blocks.
  static let threaded: [Case] = [
    Case(
      testDescription: "batch normalization", input: [60],
      layers: [
        BatchNormalization(), Dense(200, activation: .relu), BatchNormalization(), Dense(90),
        BatchNormalization(), Dense(5),
      ], loss: .crossEntropy, targets: []),
    Case(
      testDescription: "dropout", input: [60],
      layers: [
        Dropout(0.2), Dense(200, activation: .gelu), Dropout(0.5), Dense(90, activation: .tanh),
        Dropout(0.1), Dense(5),
      ], loss: .crossEntropy, targets: []),
    Case(
      testDescription: "layer normalization", input: [4, 5, 3],
      layers: [
        LayerNormalization(), Flatten(), Dense(200, activation: .selu), LayerNormalization(),
        Dense(90), Activation(.sigmoid), Dense(5),
      ], loss: .crossEntropy, targets: []),
    Case(
      testDescription: "everything", input: [4, 5, 3],
      layers: [
        BatchNormalization(), Flatten(), Dense(200, activation: .silu), Dropout(0.3),
        BatchNormalization(), Dense(90, activation: .elu), LayerNormalization(), Dense(5),
      ], loss: .crossEntropy(labelSmoothing: 0.1), targets: []),
  ]

  @Test(
    "Any number of threads gives the same bits", arguments: threaded, [1, 8, 37, 100])
  func threads(line: Case, rows: Int) throws {
    var runner = try NetworkRunner(line.input, line.layers, scale: 0.2)
    runner.loss = line.loss
    let batch = runner.batch(rows)
    let targets = ContiguousArray((0..<rows).map { Scalar($0 * 7 % 5) })
    let weights = ContiguousArray(unevenWeights(rows).map(\.magnitude))
    let alone = runner.step(batch, targets: targets, weights: weights)
    #expect(allFinite(alone.gradient) && allFinite(alone.inputGradient))
    #expect(alone.outputs.contains { $0 != 0 } && alone.gradient.contains { $0 != 0 })
    runner.mode = .inference
    let predicted = outputs(runner, batch, threads: 1)
    for threads in [2, 3, 8] {
      #expect(outputs(runner, batch, threads: threads) == predicted, "\(threads) threads")
      var training = runner
      training.mode = .training(seed: 5, step: 3)
      let step = training.step(batch, targets: targets, weights: weights, threads: threads)
      #expect(step.bits == alone.bits, "\(threads) threads")
    }
  }

  /// The outputs of a workspace for inference.
  func outputs(
    _ runner: NetworkRunner, _ batch: ContiguousArray<Scalar>, threads: Int
  ) -> [Scalar] {
    let rows = batch.count / runner.network.input.count
    let workspace = Workspace(
      for: runner.network, capacity: rows, workers: Workers(threads), training: false)
    runner.forward(batch, in: workspace)
    return Array(workspace.outputs(rows: rows))
  }

  @Test("In inference a row's result doesn't depend on the others", arguments: threaded)
  func rowsAlone(line: Case) throws {
    var runner = try NetworkRunner(line.input, line.layers, scale: 0.2)
    runner.mode = .inference
    let (rows, width) = (29, line.input.count)
    let batch = runner.batch(rows)
    let together = outputs(runner, batch, threads: 2)
    for row in 0..<rows {
      let one = ContiguousArray(batch[(row * width)..<((row + 1) * width)])
      #expect(outputs(runner, one, threads: 1) == Array(together[(row * 5)..<((row + 1) * 5)]))
    }
  }

  @Test("The loss is the weighted mean; a weight of 2 is a row that comes twice")
  func weightedMean() throws {
    let runner = try NetworkRunner([3], [Dense(4, activation: .tanh), Dense(2)])
    let batch = runner.batch(3)
    let targets = points(6, seed: 3)
    let weighted = runner.step(batch, targets: targets, weights: [1, 2, 1])
    let twice = runner.step(
      ContiguousArray(batch[0..<6] + batch[3..<9]),
      targets: ContiguousArray(targets[0..<4] + targets[2..<6]))
    #expect(weighted.weightSum == 4)
    #expect((weighted.loss - twice.loss).magnitude < 1e-6)
    #expect(difference(weighted.gradient, twice.gradient) < goldenTolerance)
    let doubled = runner.step(batch, targets: targets, weights: [2, 4, 2])
    #expect(difference(doubled.gradient, weighted.gradient) < goldenTolerance)
    let plain = runner.step(batch, targets: targets)
    #expect(plain.bits == runner.step(batch, targets: targets, weights: [1, 1, 1]).bits)
  }

  @Test("A row without weight changes nothing, whatever its loss")
  func weightless() throws {
    let runner = try NetworkRunner([3], [Dense(4, activation: .tanh), Dense(2)])
    let batch = runner.batch(3)
    var targets = points(6, seed: 3)
    let without = runner.step(
      ContiguousArray(batch[0..<6]), targets: ContiguousArray(targets[0..<4]))
    targets[4] = .nan
    targets[5] = .infinity
    let with = runner.step(batch, targets: targets, weights: [1, 1, 0])
    #expect(with.rowLosses[2].isNaN)
    #expect((with.lossSum, with.weightSum) == (without.lossSum, 2))
    #expect(with.gradient == without.gradient)
    #expect(with.inputGradient == without.inputGradient + [0, 0, 0])
    let none = runner.step(batch, targets: targets, weights: [0, 0, 0])
    #expect((none.lossSum, none.weightSum) == (0, 0))
    #expect(none.gradient.allSatisfy { $0 == 0 } && none.inputGradient.allSatisfy { $0 == 0 })
  }

  @Test("Row losses can be had without starting the way back")
  func rowLosses() throws {
    let runner = try NetworkRunner([3], [Dense(2)])
    let workspace = Workspace(for: runner.network, capacity: 4)
    let targets = points(8, seed: 3)
    let step = runner.step(runner.batch(4), targets: targets, in: workspace)
    let losses = runner.network.rowLosses(
      runner.loss, targets: targets.span, rows: 4, in: workspace)
    #expect(losses == step.rowLosses)
    #expect(losses.reduce(0) { $0 + Double($1) } == step.lossSum)
    // Nor is a workspace for training needed.
    let small = Workspace(for: runner.network, capacity: 4, training: false)
    runner.forward(runner.batch(4), in: small)
    #expect(
      runner.network.rowLosses(runner.loss, targets: targets.span, rows: 4, in: small) == losses)
  }

  @Test(
    "Every tile is finished once, with its gradient, and keeps what is changed", arguments: [1, 3])
  func finish(threads: Int) throws {
    let runner = try NetworkRunner([100], [Dense(200), BatchNormalization(), Dense(3)])
    let network = runner.network
    let workspace = Workspace(for: network, capacity: 5, workers: Workers(threads))
    let (batch, targets) = (runner.batch(5), points(15, seed: 3))
    let before = runner.step(batch, targets: targets, in: workspace).gradient
    let visits = Locked<[Int: [ContiguousArray<Scalar>]]>([:])
    func double(_ tile: Int, _ gradient: inout MutableSpan<Scalar>) {
      var copy = ContiguousArray<Scalar>()
      for i in 0..<gradient.count {
        copy.append(gradient[i])
        gradient[i] *= 2
      }
      visits.withLock { [copy] in $0[tile, default: []].append(copy) }
    }
    func check(_ values: ContiguousArray<Scalar>) {
      let visits = visits.withLock { $0 }
      #expect(visits.count == network.layout.tiles.count)
      for (index, tile) in network.layout.tiles.enumerated() {
        #expect(visits[index] == [ContiguousArray(values[tile.range])])
      }
    }
    network.parameterGradients(rows: 5, in: workspace, mode: runner.mode) { double($0, &$1) }
    check(before)
    let twice = ContiguousArray(before.map { 2 * $0 })
    #expect(workspace.gradient == twice)
    visits.withLock { $0 = [:] }
    network.eachGradientTile(in: workspace) { double($0, &$1) }
    check(twice)
    #expect(workspace.gradient == ContiguousArray(twice.map { 2 * $0 }))
    // One that isn't kept is the same, and leaves the kept one alone.
    visits.withLock { $0 = [:] }
    network.parameterGradients(rows: 5, in: workspace, mode: runner.mode, isKept: false) {
      double($0, &$1)
    }
    check(before)
    #expect(workspace.gradient == ContiguousArray(twice.map { 2 * $0 }))
  }

  @Test("No rows have no gradient, whatever went before")
  func noRows() throws {
    let runner = try NetworkRunner([3], [Dense(4, activation: .tanh), Dense(2)])
    let workspace = Workspace(for: runner.network, capacity: 4)
    _ = runner.step(runner.batch(4), targets: points(8, seed: 3), in: workspace)
    let empty = runner.step([], targets: [], in: workspace)
    #expect((empty.lossSum, empty.weightSum) == (0, 0))
    #expect(empty.gradient.allSatisfy { $0 == 0 })
  }
}

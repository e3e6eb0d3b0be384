import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

/// What histograms are taken of, and that the training doesn't notice.
@Suite struct LayerProbeTests {
  /// Trainings in which looking could leave a trace.
  enum Case: String, CaseIterable {
    case plain, dropout, normalized, weighted, sampled, onDisk, threads, averaged, residual, numbers
  }

  private func run(_ kind: Case) throws -> TrainingRun {
    var layers: [any Layer] = [Dense(5, activation: .relu), Dense(2)]
    var data = try twoClasses(rows: 200)
    switch kind {
    case .dropout: layers.insert(Dropout(0.5), at: 1)
    case .normalized: layers.insert(BatchNormalization(), at: 1)
    case .residual: layers.insert(Residual([Dense(5, activation: .tanh)]), at: 1)
    case .weighted:
      data = try twoClasses(rows: 200, weights: ContiguousArray((0..<200).map { Scalar($0 % 3) }))
    case .onDisk:
      data = try data.subset(Array(0..<200), memory: MemoryLimit(bytes: 0, folder: "/tmp"))
    case .numbers: (data, layers) = (try numberTargets(rows: 200, targets: 2), [Dense(2)])
    case .plain, .sampled, .threads, .averaged: break
    }
    let network = try Network(input: data.shape, layers: layers)
    let loss: any Loss = kind == .numbers ? MeanSquaredError() : CategoricalCrossEntropy()
    var configuration = TrainingConfiguration(
      loss: loss, learningRate: 0.05, epochs: 4, batchSize: 16, seed: 3,
      threads: kind == .threads ? 3 : 1)
    if kind == .sampled { configuration.sampling = .oversample }
    if kind == .averaged { configuration.regularization.averageDecay = 0.9 }
    return try TrainingRun(
      network, configuration,
      training: TrainingData(data, rows: Array(0..<150), network: network, loss: loss),
      validation: TrainingData(data, rows: Array(150..<200), network: network, loss: loss),
      stopWatch: CountingWatch())
  }

  @Test(arguments: Case.allCases) func theTrainingDoesNotNotice(_ kind: Case) throws {
    let (alone, watched) = (try self.run(kind), try self.run(kind))
    try alone.complete()
    var taken: [LayerHistograms] = []
    while let event = try watched.next() {
      switch event {
      case .stepEnded(let step) where step.step % 3 == 0: taken.append(watched.histograms())
      case .started, .epochEnded, .finished: taken.append(watched.histograms())
      case .stepEnded: break
      }
    }
    #expect(sameBits(alone.trainer.parameters, watched.trainer.parameters))
    #expect(sameBits(alone.parameters, watched.parameters))
    for name in ["loss", "val_loss", "accuracy"] {
      #expect(alone.history.column(name) == watched.history.column(name))
    }
    #expect(try alone.checkpoint() == watched.checkpoint())
    #expect(taken.first?.epoch == 0 && taken.last?.epoch == 4)
    #expect(taken.allSatisfy { $0.rows == 8 && !$0.entries.isEmpty })
  }

  @Test func everyLayerIsSeenInOrder() throws {
    let names = try run(.residual).histograms().entries.map { "\($0.kind) \($0.name)" }
    #expect(
      names == [
        "weights layers.0.weight", "gradients layers.0.weight", "weights layers.0.bias",
        "gradients layers.0.bias", "activations layer 1 (dense)",
        "weights layers.1.layers.0.weight", "gradients layers.1.layers.0.weight",
        "weights layers.1.layers.0.bias", "gradients layers.1.layers.0.bias",
        "activations layer 2.1 (dense)", "activations layer 2 (residual)",
        "weights layers.2.weight", "gradients layers.2.weight", "weights layers.2.bias",
        "gradients layers.2.bias", "activations layer 3 (dense)",
      ])
    // Statistics follow no gradient; what dropout leaves are the numbers of the layer before.
    let normalized = try run(.normalized).histograms().entries.map(\.name)
    #expect(normalized.contains("layers.1.weight") && !normalized.contains("layers.1.running_mean"))
    #expect(!(try run(.dropout)).histograms().entries.contains { $0.layer == "layer 2 (dropout)" })
  }

  /// A layer of one unit with weight 2 and bias 1, by hand.
  @Test func numbersAreThoseOfTheFormulas() throws {
    let data = try Dataset(
      name: "line", shape: [1], features: .scalars([1, 2, -3, -4]), targets: [4, 5, 0, 0],
      task: .regression(targets: ["y"]))
    let network = try Network(input: [1], layers: [Dense(1, activation: .relu)])
    let loss = MeanSquaredError()
    let run = try TrainingRun(
      network, TrainingConfiguration(loss: loss, epochs: 1),
      training: TrainingData(data, network: network, loss: loss), parameters: Parameters([2, 1]))
    let entries = run.histograms(HistogramPlan(epochs: [1], rows: 4, numbers: 100)).entries
    // Outputs 3, 5, 0, 0; (3 - 4)^2 makes the only slope: 2 (3 - 4) / 4 times 1.
    let outputs = entries[4].histogram
    #expect(entries[4].kind == .activations && entries[4].units == 1 && entries[4].dead == 0)
    #expect(outputs.count == 4 && outputs.zeros == 2 && outputs.greatest == 5 && outputs.mean == 2)
    #expect(entries[0].histogram.mean == 2 && entries[1].histogram.mean == -0.5)
    #expect(entries[2].histogram.mean == 1 && entries[3].histogram.mean == -0.5)
  }

  @Test func deadUnitsAreCounted() throws {
    let data = try twoClasses(rows: 40)
    let network = try Network(input: [2], layers: [Dense(3, activation: .relu), Dense(2)])
    var parameters = network.initialParameters(seed: 1)
    let bias = try #require(network.layout["layers.0.bias"]).range
    parameters.values[bias.lowerBound + 1] = -100
    let loss = CategoricalCrossEntropy()
    let run = try TrainingRun(
      network, TrainingConfiguration(loss: loss, epochs: 1),
      training: TrainingData(data, network: network, loss: loss), parameters: parameters)
    let entries = run.histograms(HistogramPlan(epochs: [1], rows: 40, numbers: 1000)).entries
    let first = try #require(entries.first { $0.kind == .activations })
    #expect(first.units == 3 && first.dead == 1 && first.histogram.zeros >= 40)
  }

  @Test func ofLargeTensorsSomeNumbersOfEveryColumnAreSeen() throws {
    let data = try twoClasses(rows: 40)
    let network = try Network(
      input: [2], layers: [Dense(64, activation: .tanh), Dense(64), Dense(2)])
    // Column c of the second layer's weights holds c: all of them must turn up.
    var parameters = network.initialParameters(seed: 1)
    let weight = try #require(network.layout["layers.1.weight"]).range
    for i in weight { parameters.values[i] = Scalar((i - weight.lowerBound) % 64) }
    let loss = CategoricalCrossEntropy()
    let run = try TrainingRun(
      network, TrainingConfiguration(loss: loss, epochs: 1),
      training: TrainingData(data, network: network, loss: loss), parameters: parameters)
    let found = run.histograms(HistogramPlan(epochs: [1], rows: 8, numbers: 256)).entries
    let seen = try #require(found.first { $0.name == "layers.1.weight" }).histogram
    #expect(seen.count == 4096 && (256...300).contains(seen.sampled))
    #expect(seen.least == 0 && seen.greatest == 63 && seen.counts.allSatisfy { $0 > 0 })
    // And the gradient is sampled at the same places, tile by tile.
    let all = run.histograms(HistogramPlan(epochs: [1], rows: 8, numbers: 10_000)).entries
    let (some, every) = (found[6].histogram, all[6].histogram)
    #expect(found[6].kind == .gradients && found[6].name == "layers.1.weight")
    #expect(every.sampled == 4096 && some.sampled < 300 && some.deviation > 0)
    #expect((some.mean - every.mean).magnitude < every.deviation / 5)
    #expect((some.deviation - every.deviation).magnitude < every.deviation / 5)
  }

  @Test func sameForAnyNumberOfThreads() throws {
    let (one, three) = (try run(.plain), try run(.threads))
    #expect(one.histograms() == three.histograms())
  }
}

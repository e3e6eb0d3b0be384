import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

@Suite struct TrainingRunTests {
  /// What a run is made of, with everything that tests change.
  struct Setup {
    var network: Network
    var configuration: TrainingConfiguration
    var training: TrainingData
    var validation: TrainingData?

    init(
      epochs: Int = 3, batchSize: Int? = 8, seed: UInt64 = 1, threads: Int = 1,
      layers: [any Layer]? = nil
    ) throws {
      let layers = layers ?? [Dense(5, activation: .tanh), Dense(2)]
      network = try Network(input: [2], layers: layers)
      configuration = TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: Adam(), learningRate: 0.05, epochs: epochs,
        batchSize: batchSize, seed: seed, threads: threads)
      let data = try twoClasses(rows: 40)
      training = try TrainingData(
        data, rows: Array(0..<27), network: network, loss: configuration.loss)
      validation = try TrainingData(
        data, rows: Array(27..<40), network: network, loss: configuration.loss)
    }

    func run(from parameters: Parameters? = nil) throws -> TrainingRun {
      try TrainingRun(
        network, configuration, training: training, validation: validation,
        parameters: parameters, stopWatch: CountingWatch())
    }
  }

  static func trained(_ setup: Setup, from parameters: Parameters? = nil) throws -> TrainingRun {
    let run = try setup.run(from: parameters)
    try run.complete()
    return run
  }

  // MARK: Events

  @Test func eventsComeInOrder() throws {
    let run = try Setup(epochs: 2).run()
    let events = try events(of: run)
    let names = events.map { event in
      switch event {
      case .started: "started"
      case .stepEnded(let step): "step \(step.epoch).\(step.step) \(step.rows)"
      case .epochEnded(let epoch): "epoch \(epoch.epoch)"
      case .finished(let outcome): "finished \(outcome.reason) \(outcome.keptEpoch)"
      }
    }
    // 27 rows by 8: the last batch has 3 and is kept.
    let epochs = [1, 2].flatMap {
      ["step \($0).1 8", "step \($0).2 8", "step \($0).3 8", "step \($0).4 3", "epoch \($0)"]
    }
    #expect(names == ["started"] + epochs + ["finished completed 2"])
    #expect(try run.next() == nil)
    #expect(try run.next() == nil)
    guard case .started(let plan) = events[0] else { return }
    #expect(plan.epochs == 2 && plan.stepsPerEpoch == 4 && plan.batchSize == 8)
    #expect(plan.trainingRows == 27 && plan.validationRows == 13 && plan.threads == 1)
  }

  @Test func epochsSumUpTheirSteps() throws {
    let run = try Setup(epochs: 2).run()
    var steps: [StepSummary] = []
    for event in try events(of: run) {
      if case .stepEnded(let step) = event { steps.append(step) }
      guard case .epochEnded(let epoch) = event else { continue }
      let sum = steps.reduce(0) { $0 + $1.loss * Double($1.rows) }
      #expect((epoch.loss - sum / 27).magnitude < 1e-12)
      #expect(epoch.loss == steps.last?.runningLoss)
      #expect(epoch.accuracy == steps.last?.runningAccuracy)
      #expect(epoch.learningRate == 0.05 && epoch.steps == 4)
      steps = []
    }
  }

  @Test func historyIsComplete() throws {
    var setup = try Setup(epochs: 3)
    setup.configuration.metrics = [Accuracy(), ROCAUC(), LossMetric()]
    setup.configuration.regularization.l2 = 0.125
    let run = try Self.trained(setup)
    let columns = [
      "loss", "accuracy", "penalty", "learning_rate", "gradient_norm", "seconds", "val_loss",
      "val_accuracy", "val_roc_auc",
    ]
    for name in columns {
      let column = run.history.column(name)
      #expect(column.count == 3 && column.allSatisfy(\.isFinite), "\(name)")
    }
    #expect(run.history.epochs.allSatisfy { $0["val_f1_macro"] == nil && $0["lost"] == nil })
    #expect(run.monitors == ["loss", "accuracy", "val_loss", "val_accuracy", "val_roc_auc"])
    let last = try #require(run.history.epochs.last)
    #expect(run.history.epochs.map(\.epoch) == [1, 2, 3])
    #expect(last.validation.map(\.name) == ["loss", "accuracy", "roc_auc"])
    #expect(last.weightChanges.map(\.name) == ["layers.0.weight", "layers.1.weight"])
    #expect(last.weightChanges.allSatisfy { $0.value > 0 })
    // What was validated is what is kept.
    let measured = run.evaluate(try #require(setup.validation))
    #expect(LossMetric().value(measured) == last["val_loss"])
    #expect(Accuracy().value(measured) == last["val_accuracy"])
    #expect(run.validationPredictions?.outputs == measured.outputs)
    #expect(run.validationPredictions?.rowLosses == measured.rowLosses)
    #expect(try setup.run().validationPredictions == nil)
    #expect(last.penalty == run.trainer.penalty && last.penalty > 0)
    // One look at the watch before and one after the start, each step and the validation.
    #expect(last.seconds == Double(1 + run.plan.stepsPerEpoch) && last.validationSeconds == 1)
  }

  @Test func runningAccuracyIsThatOfThePredictions() throws {
    // A rate of almost nothing: what is counted while training is what evaluation finds.
    for outputs in [1, 2] {
      let network = try classifier(outputs: outputs)
      let loss: any Loss = outputs == 1 ? BinaryCrossEntropy() : CategoricalCrossEntropy()
      let data = try TrainingData(try twoClasses(), network: network, loss: loss)
      let run = try TrainingRun(
        network,
        TrainingConfiguration(
          loss: loss, optimizer: SGD(), learningRate: 1e-12, epochs: 1, batchSize: 7, seed: 3),
        training: data)
      try run.complete()
      let found = run.evaluate(data)
      #expect(run.history.column("accuracy") == [Accuracy().value(found)])
      let loss2 = try #require(LossMetric().value(found))
      #expect((run.history.column("loss")[0] - loss2).magnitude < 1e-5)
    }
  }

  @Test func regressionHasNoAccuracy() throws {
    let network = try classifier(3, outputs: 1)
    let data = try TrainingData(try numberTargets(), network: network, loss: .huber)
    let run = try TrainingRun(
      network, TrainingConfiguration(loss: .huber, epochs: 2), training: data)
    try run.complete()
    #expect(run.history.column("loss").count == 2)
    #expect(run.history.epochs.allSatisfy { $0.accuracy == nil } && run.monitors == ["loss"])
  }

  @Test func everyEpochHasItsPlaceInAColumn() throws {
    var run = try Self.trained(try Setup(epochs: 3)).history
    run.epochs[1].accuracy = nil
    let column = run.column("accuracy")
    #expect(column.map(\.isNaN) == [false, true, false])
    #expect(run.column("lost").isEmpty)
  }

  // MARK: Reproducibility

  @Test func sameSeedSameBits() throws {
    let layers: [any Layer] = [
      Dense(6, activation: .relu), BatchNormalization(), Dropout(0.25), Dense(2),
    ]
    let first = try Self.trained(try Setup(layers: layers))
    let second = try Self.trained(try Setup(layers: layers))
    #expect(sameBits(first.parameters, second.parameters))
    #expect(first.history == second.history)
    for threads in [2, 3, 8] {
      let other = try Self.trained(try Setup(threads: threads, layers: layers))
      #expect(sameBits(first.parameters, other.parameters), "\(threads) threads")
      #expect(first.history == other.history, "\(threads) threads")
    }
    let stranger = try Self.trained(try Setup(seed: 2, layers: layers))
    #expect(!sameBits(first.parameters, stranger.parameters))
  }

  @Test func bitsDontDependOnThreadsWithEverythingSwitchedOn() throws {
    func run(_ threads: Int) throws -> TrainingRun {
      var setup = try Setup(threads: threads)
      setup.configuration.optimizer = AdamW()
      setup.configuration.schedule = WarmUp(then: CosineSchedule())
      setup.configuration.regularization.l1 = 0.01
      setup.configuration.regularization.clipNorm = 0.125
      setup.configuration.regularization.clipValue = 0.0625
      setup.configuration.regularization.maxNorm = 1
      setup.configuration.regularization.averageDecay = 0.75
      return try Self.trained(setup)
    }
    let one = try run(1)
    for threads in [2, 3, 8] {
      let other = try run(threads)
      #expect(sameBits(one.parameters, other.parameters) && one.history == other.history)
    }
  }

  /// The order shows in the losses of batches of one row at a rate of almost nothing.
  @Test func orderDiffersByEpochAndCoversAllRows() throws {
    func losses(shuffle: Bool, seed: UInt64) throws -> [[Double]] {
      var setup = try Setup(epochs: 3, batchSize: 1, seed: seed)
      setup.configuration.optimizer = SGD()
      setup.configuration.learningRate = 1e-30
      setup.configuration.shuffle = shuffle
      let start = setup.network.initialParameters(seed: 1)
      var epochs: [[Double]] = [[], [], []]
      let run = try setup.run(from: start)
      while let event = try run.next() {
        if case .stepEnded(let step) = event { epochs[step.epoch - 1].append(step.loss) }
      }
      return epochs
    }
    let plain = try losses(shuffle: false, seed: 1)
    #expect(plain[0] == plain[1] && plain[1] == plain[2])
    let mixed = try losses(shuffle: true, seed: 1)
    #expect(Set(mixed).count == 3 && !mixed.contains(plain[0]))
    for epoch in mixed { #expect(epoch.sorted() == plain[0].sorted()) }
    let other = try losses(shuffle: true, seed: 2)
    #expect(other[0] != mixed[0])
  }

  @Test func allRowsAtOnce() throws {
    for size in [nil, 27, 1000] {
      let run = try Setup(batchSize: size).run()
      #expect(run.plan.batchSize == 27 && run.plan.stepsPerEpoch == 1)
    }
  }

  // MARK: Going on and stopping

  @Test func continuesFromParameters() throws {
    var setup = try Setup(epochs: 4)
    setup.configuration.optimizer = SGD()  // no state, so two halves are the whole
    setup.configuration.shuffle = false
    let whole = try Self.trained(setup)
    setup.configuration.epochs = 2
    let half = try Self.trained(setup)
    let rest = try Self.trained(setup, from: half.parameters)
    #expect(sameBits(rest.parameters, whole.parameters))
    #expect(!sameBits(half.parameters, whole.parameters))
    #expect(rest.history.column("loss") == Array(whole.history.column("loss").suffix(2)))
  }

  @Test func stopsEarlyWithTheBestWeights() throws {
    var setup = try Setup(epochs: 60)
    setup.configuration.optimizer = SGD()
    setup.configuration.learningRate = 12  // far too large: the loss goes up and down
    setup.configuration.earlyStopping = EarlyStopping(patience: 3)
    let run = try setup.run()
    var snapshots: [Parameters] = []
    var outcome: TrainingOutcome?
    while let event = try run.next() {
      if case .epochEnded = event { snapshots.append(run.trainer.finalParameters) }
      if case .finished(let end) = event { outcome = end }
    }
    let losses = run.history.column("val_loss")
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(outcome?.reason == .stoppedEarly && outcome?.keptEpoch == best + 1)
    #expect(losses.count == best + 4 && losses.count < 60)
    #expect(sameBits(run.parameters, snapshots[best]))
    #expect(!sameBits(run.parameters, run.trainer.parameters))
    #expect(LossMetric().value(run.evaluate(try #require(setup.validation))) == losses[best])
    // Asked again, it still says the same.
    #expect(try run.complete() == outcome)
  }

  @Test func bestWeightsAreKeptWithoutStopping() throws {
    var setup = try Setup(epochs: 6)
    setup.configuration.earlyStopping = EarlyStopping(monitor: "val_accuracy", patience: 100)
    setup.configuration.metrics = [Accuracy()]
    let run = try setup.run()
    let outcome = try run.complete()
    let values = run.history.column("val_accuracy")
    let best = try #require(values.max())
    #expect(outcome.reason == .completed)
    #expect(outcome.keptEpoch == (values.firstIndex(of: best) ?? -2) + 1)
  }

  @Test func monitorThatIsNotDefinedIsRefused() throws {
    var setup = try Setup(epochs: 6)
    setup.configuration.earlyStopping = EarlyStopping(monitor: "val_roc_auc")
    setup.configuration.metrics = [ROCAUC()]
    let data = setup.training.dataset
    let lone = (0..<40).filter { data.targets[$0] == 1 }
    setup.validation = try TrainingData(
      data, rows: lone, network: setup.network, loss: setup.configuration.loss)
    let run = try setup.run()
    #expect(
      refusal(.badData) { try run.complete() }
        == "early stopping can't watch \"val_roc_auc\": it isn't defined for the validation rows. "
        + "Watch val_loss, or validate on rows of every class.")
  }

  // MARK: Divergence

  @Test func lossThatDivergesIsTracedToItsLayer() throws {
    var setup = try Setup()
    setup.configuration.optimizer = SGD()
    var start = setup.network.initialParameters(seed: 1)
    let weights = setup.network.layout.entries[2].range
    for i in weights { start.values[i] = Scalar.greatestFiniteMagnitude }
    let run = try setup.run(from: start)
    let text = try #require(refusal(.badData) { try run.complete() })
    #expect(
      text.hasPrefix("training diverged in epoch 1, batch 1: the loss is "), "\(text)")
    #expect(
      text.contains("the first value that is not finite is in the output of layer 2 (dense)"),
      "\(text)")
    #expect(text.contains("Lower the learning rate"))
    #expect(sameBits(run.parameters, start))  // what led there is kept
  }

  @Test func gradientThatDivergesIsTracedToItsParameter() throws {
    // The outputs are finite, their gradient times the features is not.
    let huge = Scalar.greatestFiniteMagnitude
    let data = try Dataset(
      name: "huge", shape: [1], features: .scalars([1, huge / 2]), targets: [0, 0],
      task: .regression(targets: ["t"]))
    let network = try Network(input: [1], layers: [Dense(1)])
    let loss = Huber(delta: 4)
    let run = try TrainingRun(
      network,
      TrainingConfiguration(loss: loss, optimizer: SGD(), epochs: 2, batchSize: 1, shuffle: false),
      training: try TrainingData(data, network: network, loss: loss),
      parameters: Parameters([0x1p-20, 1]))
    let text = try #require(refusal(.badData) { try run.complete() })
    #expect(text.contains("in the gradient of the weight of layer 1 (dense)"), "\(text)")
  }

  /// On the way back the last layer comes first.
  @Test func gradientsThatDivergeTogetherAreTracedToTheLast() throws {
    let half = Scalar.greatestFiniteMagnitude / 2
    let data = try Dataset(
      name: "huge", shape: [1], features: .scalars([half]), targets: [0],
      task: .regression(targets: ["t"]))
    let network = try Network(input: [1], layers: [Dense(1), Dense(1)])
    let loss = Huber(delta: 512)
    // The loss is 512 half / 4096; both weights' gradients are 8 times half.
    let run = try TrainingRun(
      network, TrainingConfiguration(loss: loss, optimizer: SGD(), epochs: 1),
      training: try TrainingData(data, network: network, loss: loss),
      parameters: Parameters([0x1p-6, 0, 0x1p-6, 0]))
    let text = try #require(refusal(.badData) { try run.complete() })
    #expect(text.contains("in the gradient of the weight of layer 2 (dense)"), "\(text)")
  }

  @Test func laterBatchesAndEpochsAreNamed() throws {
    var setup = try Setup(epochs: 50)
    setup.configuration.optimizer = Grower()
    setup.configuration.shuffle = false
    let run = try setup.run()
    let text = try #require(refusal(.badData) { try run.complete() })
    // It grows in step 6, which is the second of epoch 2, and shows in the next.
    #expect(text.hasPrefix("training diverged in epoch 2, batch 3: "), "\(text)")
    #expect(text.contains("in the weight of layer 1 (dense)"), "\(text)")
  }

  @Test func lastStepOfAnEpochIsLookedAtToo() throws {
    var setup = try Setup(epochs: 1)
    setup.configuration.optimizer = Grower(at: 4)
    let run = try setup.run()
    let text = try #require(refusal(.badData) { try run.complete() })
    #expect(text.hasPrefix("training diverged in epoch 1, batch 4: "), "\(text)")
    #expect(text.contains("in the weight of layer 1 (dense)"), "\(text)")
  }

  // MARK: What can't be trained

  @Test func refusals() throws {
    func text(_ kind: DescentError.Kind, _ change: (inout Setup) throws -> Void) throws -> String? {
      var setup = try Setup()
      try change(&setup)
      return refusal(kind) { _ = try setup.run() }
    }
    #expect(try text(.usage) { _ in } == nil)
    #expect(
      try text(.usage) { $0.configuration.learningRate = 0 }
        == "learning rate: expected a number above 0, found 0.0")
    #expect(
      try text(.usage) { $0.configuration.learningRate = .nan }
        == "learning rate: expected a number above 0, found nan")
    #expect(
      try text(.usage) { $0.configuration.epochs = 0 } == "epochs: expected 1 or more, found 0")
    #expect(
      try text(.usage) { $0.configuration.batchSize = 0 }
        == "batch size: expected 1 or more, found 0")
    #expect(
      try text(.usage) { $0.configuration.threads = 0 } == "threads: expected 1 or more, found 0")
    #expect(
      try text(.usage) { $0.configuration.regularization.clipNorm = 0 }
        == "clip norm: expected a number above 0, found 0.0")
    #expect(
      try text(.usage) {
        $0.configuration.earlyStopping = EarlyStopping()
        $0.validation = nil
      }
        == "early stopping can't watch \"val_loss\". There is no validation. "
        + "Known: loss, accuracy.")
    #expect(
      try text(.badData) {
        $0.training = try TrainingData(
          $0.training.dataset, rows: [], network: $0.network, loss: $0.configuration.loss)
      } == "two: no rows to train on")
    #expect(
      try text(.badData) {
        $0.training = try TrainingData(
          $0.training.dataset, network: $0.network, loss: $0.configuration.loss,
          classWeights: [0, 0])
      } == "two: every row has weight 0")
    #expect(
      try text(.usage) { $0.network = try classifier(3) }
        == "two was prepared for another network or another loss")
    #expect(
      try text(.usage) { $0.configuration.loss = MeanSquaredError() }
        == "two was prepared for another network or another loss")
    let setup = try Setup()
    #expect(
      refusal(.badData) { _ = try setup.run(from: Parameters([1, 2])) }
        == "2 parameters to start from for a network with 27")
  }

  @Test func emptyValidationIsNone() throws {
    var setup = try Setup()
    setup.validation = try TrainingData(
      setup.training.dataset, rows: [], network: setup.network, loss: setup.configuration.loss)
    let run = try Self.trained(setup)
    #expect(
      run.monitors == ["loss", "accuracy"]
        && run.history.epochs.allSatisfy { $0["val_loss"] == nil })
  }
}

/// Plain gradient descent that makes all parameters infinite in one step.
struct Grower: Optimizer {
  static let kind = "grower"
  var step = 6
  var stateSlots: Int { 0 }

  init(at step: Int = 6) { self.step = step }
  init(from reader: inout SettingsReader) throws {}

  func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    for i in 0..<parameters.count {
      parameters[i] -= step.number == self.step ? .infinity : 0.01 * gradient[i]
    }
  }

  @Test(arguments: [3, 5]) func nothingFollowsAFault(_ batchSize: Int) throws {
    let data = try Dataset(
      name: "far", shape: [1], features: .scalars([1, 1, 1, 1, 1, 1, 1, 1, 1, 1e30]),
      targets: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1e30], task: .regression(targets: ["y"]))
    let network = try Network(input: [1], layers: [Dense(1)])
    let loss = MeanSquaredError()
    let run = try TrainingRun(
      network,
      TrainingConfiguration(
        loss: loss, optimizer: SGD(), learningRate: 1e30, epochs: 3, batchSize: batchSize,
        shuffle: false),
      training: try TrainingData(data, network: network, loss: loss))
    #expect(throws: DescentError.self) { while try run.next() != nil {} }
    #expect(try run.next() == nil)
    #expect(try run.next() == nil)
  }

  @Test func batchNormalizationNeedsABatch() throws {
    let data = try twoClasses()
    let network = try Network(input: [2], layers: [Dense(3), BatchNormalization(), Dense(2)])
    let loss = CategoricalCrossEntropy()
    let rows = try TrainingData(data, network: network, loss: loss)
    #expect(
      message {
        _ = try TrainingRun(
          network, TrainingConfiguration(loss: loss, batchSize: 1), training: rows)
      }
        == "layer 2 (batch-normalization) compares the rows of a batch, but batches have a single "
        + "row. Use a batch size of 2 or more.")
  }
}

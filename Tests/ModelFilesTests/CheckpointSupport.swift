import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing
import Training

/// A short training of which everything can be changed.
struct TrainingCase: Sendable, CustomTestStringConvertible {
  var name: String
  var configuration: TrainingConfiguration
  var layers: [any Layer]
  var isRegression = false
  var weights: ContiguousArray<Scalar>?
  var classWeights: [Double]?
  var isValidated = true
  var shape: Shape = [3]

  var testDescription: String { name }

  init(_ name: String, _ change: (inout TrainingCase) -> Void = { _ in }) {
    self.name = name
    layers = [Dense(4, activation: .tanh), Dense(2)]
    configuration = TrainingConfiguration(
      loss: CategoricalCrossEntropy(), learningRate: 0.05, epochs: 3, batchSize: 6,
      metrics: [Accuracy()], seed: 3)
    change(&self)
  }

  private func data() throws -> Dataset {
    let features = points(24 * 3, seed: 5)
    let targets = ContiguousArray(
      (0..<24).map { features[3 * $0] + features[3 * $0 + 1] > 0 ? Scalar(1) : 0 })
    return try Dataset(
      name: "rows", shape: shape, features: .scalars(features),
      targets: isRegression ? points(24 * 2, seed: 6) : targets,
      task: isRegression
        ? .regression(targets: ["x", "y"]) : .classification(classes: ["a", "b"]),
      sampleWeights: weights)
  }

  func run(threads: Int = 1) throws -> TrainingRun {
    let network = try Network(input: [3], layers: layers)
    let data = try data()
    func part(_ rows: Range<Int>, _ weights: [Double]? = nil) throws -> TrainingData {
      try TrainingData(
        data, rows: Array(rows), network: network, loss: configuration.loss, classWeights: weights)
    }
    var configuration = configuration
    configuration.threads = threads
    return try TrainingRun(
      network, configuration, training: try part(0..<17, classWeights),
      validation: isValidated ? try part(17..<24) : nil)
  }

  /// The run as a file keeps it.
  func checkpoint(_ run: TrainingRun) throws -> Checkpoint {
    Checkpoint(
      program: "1.2.3",
      model: try Model(
        network: run.trainer.network, parameters: run.trainer.parameters,
        loss: configuration.loss, task: try data().task, dataset: "rows"),
      training: try run.checkpoint(), configuration: ["epochs": 3, "rate": 0.05],
      data: [Checkpoint.Data(name: "rows.csv", sha256: try data().fingerprint)],
      remarks: ["folder": "/somewhere", "seconds": 1.25])
  }

  /// A run after so many events.
  func run(after events: Int) throws -> TrainingRun {
    let run = try run()
    for _ in 0..<events { _ = try run.next() }
    return run
  }
}

/// Everything that a training came to, without what clocks said.
struct Ending: Equatable {
  var parameters: [Scalar.Bits]
  var kept: [Scalar.Bits]
  var history: [EpochSummary]
  var outcome: TrainingOutcome

  init(_ run: TrainingRun) throws {
    outcome = try run.complete()
    parameters = run.trainer.parameters.values.map(\.bitPattern)
    kept = run.parameters.values.map(\.bitPattern)
    history = run.history.epochs.map { epoch in
      var epoch = epoch
      (epoch.seconds, epoch.validationSeconds) = (0, 0)
      return epoch
    }
  }
}

extension Scalar {
  typealias Bits = Scalar.RawSignificand
}

/// One of every kind of thing that a training can be made of.
let trainingCases: [TrainingCase] = {
  var cases: [TrainingCase] = []
  for kind in OptimizerCatalog.standard.kinds {
    guard let optimizer = try? OptimizerCatalog.standard.make(.text(kind), path: "optimizer") else {
      continue
    }
    cases.append(TrainingCase("optimizer \(kind)") { $0.configuration.optimizer = optimizer })
  }
  for kind in ScheduleCatalog.standard.kinds {
    let value: Value =
      kind == Piecewise.kind
      ? .table(["kind": .text(kind), "after": [1, 2], "factors": [0.5, 0.1]]) : .text(kind)
    guard let schedule = try? ScheduleCatalog.standard.make(value, path: "schedule") else {
      continue
    }
    cases.append(TrainingCase("schedule \(kind)") { $0.configuration.schedule = schedule })
  }
  cases.append(
    TrainingCase("plateau at once") {
      $0.configuration.schedule = ReduceOnPlateau(gamma: 0.5, patience: 0)
      $0.configuration.learningRate = 2
      $0.configuration.epochs = 6
    })
  cases.append(
    TrainingCase("moving average") { $0.configuration.regularization.averageDecay = 0.9 })
  for patience in [1, 2] {
    cases.append(
      TrainingCase("early stopping \(patience)") {
        $0.configuration.earlyStopping = EarlyStopping(monitor: "val_accuracy", patience: patience)
        $0.configuration.learningRate = 0.5
        $0.configuration.epochs = 6
        $0.configuration.regularization.averageDecay = 0.5
      })
  }
  cases.append(
    TrainingCase("row and class weights") {
      $0.weights = ContiguousArray((0..<24).map { Scalar($0 % 4) / 2 })
      $0.classWeights = [0.5, 2]
    })
  for sampling in [Sampling.oversample, .undersample] {
    cases.append(TrainingCase("sampling \(sampling)") { $0.configuration.sampling = sampling })
  }
  cases.append(
    TrainingCase("batch normalization and dropout") {
      $0.layers = [Dense(4), BatchNormalization(), Activation(.relu), Dropout(0.4), Dense(2)]
    })
  cases.append(
    TrainingCase("everything that is added to the gradient") {
      $0.configuration.regularization.clipNorm = 0.1
      $0.configuration.regularization.l1 = 0.01
      $0.configuration.regularization.l2 = 0.01
      $0.configuration.regularization.weightDecay = 0.01
      $0.configuration.regularization.maxNorm = 0.5
    })
  cases.append(
    TrainingCase("augmentation") {
      $0.shape = [1, 3, 1]
      $0.configuration.augmentation.flip = .horizontal
      $0.configuration.augmentation.rotate = 30
      $0.configuration.augmentation.noise = 0.1
      $0.configuration.augmentation.mixup = 0.4
    })
  cases.append(
    TrainingCase("all rows at once, in order") {
      $0.configuration.batchSize = nil
      $0.configuration.shuffle = false
    })
  cases.append(
    TrainingCase("numbers without validation") {
      $0.isRegression = true
      $0.isValidated = false
      $0.configuration.loss = MeanSquaredError()
      $0.configuration.metrics = []
    })
  return cases
}()

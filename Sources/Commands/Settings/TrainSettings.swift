import Descent

/// Which rows the final figures are measured on.
enum TestChoice: Sendable, Equatable {
  /// The test rows that come with the data set.
  case given
  /// A share of the rows, held out before anything else.
  case share(Double)
  /// The rows that were trained on: for data so small that nothing can be held out.
  case training
}

/// Weights of the classes.
enum ClassWeightChoice: Sendable, Equatable {
  case none
  case balanced
  case list([Double])
}

/// Every setting of a training, resolved: what `config.yaml` says.
struct TrainSettings: Sendable {
  // Data
  var data = "digits"
  var target: [String] = []
  var task = TaskChoice.automatic
  var classes: [String]?
  var rows: Int?
  var noise: Double?
  var classCount: Int?
  var scale = Scaling.standardize
  var validation = 0.1
  var test = TestChoice.share(0.2)
  var from: String?

  // Network
  var hidden: [Int] = [64, 32]
  var activation: any ActivationFunction = ReLU()
  var batchNorm = false
  var layerNorm = false
  var dropout: [Double] = []
  var initializer: (any Initializer)?
  var outputInitializer: (any Initializer)?
  var outputActivation: any ActivationFunction = Linear()
  var layers: Value?

  // Training
  var loss: any Loss = CategoricalCrossEntropy()
  var optimizer: any Optimizer = Adam()
  var learningRate: Double?
  var schedule: any Schedule = ConstantSchedule()
  var epochs = 20
  var batchSize: Int? = 32
  var shuffle = true
  var earlyStopping = 0
  var monitor: String?
  var metrics: [any Metric] = []
  var classWeight = ClassWeightChoice.none
  var seed: UInt64 = 0
  var threads: Int?
  var precision = Precision.full

  var regularization = Regularization()

  // Run
  var name: String?
  var output: String?
  var saveJSON = false
  var json = false
  var quiet = false
  var showEvery = 1
  var checkpointEvery = CheckpointInterval.automatic

  /// What early stopping watches.
  var resolvedMonitor: String { monitor ?? (validation > 0 ? "val_loss" : "loss") }

  /// The learning rate, the optimizer's own where none is set.
  var resolvedLearningRate: Double { learningRate ?? optimizer.defaultLearningRate }
}

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

/// What is done about empty cells, as it is written in settings.
struct MissingChoice: Sendable, Equatable {
  var policy: MissingPolicy

  init(policy: MissingPolicy) { self.policy = policy }

  /// Reads `mean` or `constant=0`; nil where it is neither.
  init?(_ text: String) {
    switch text {
    case "error": policy = .error
    case "mean": policy = .mean
    case "median": policy = .median
    case "drop": policy = .drop
    default:
      guard text.hasPrefix("constant="), let value = Double(text.dropFirst(9)),
        Scalar(value).isFinite
      else { return nil }
      policy = .constant(value)
    }
  }

  var text: String {
    switch policy {
    case .error: "error"
    case .mean: "mean"
    case .median: "median"
    case .drop: "drop"
    case .constant(let value): "constant=" + shortNumber(value)
    }
  }
}

/// What becomes of pictures that can't be read.
enum UnreadableChoice: String, CaseIterable, Sendable {
  /// They are refused.
  case error
  /// They are left out, and named.
  case skip
}

/// How targets that are numbers are scaled for the loss.
enum TargetScaleChoice: String, CaseIterable, Sendable {
  case none
  case minMax = "min-max"
  case standardize
  case log

  var scaling: Scaling {
    switch self {
    case .none: .none
    case .minMax: .minMax
    case .standardize: .standardize
    case .log: .log
    }
  }
}

/// Every setting of a training, resolved: what `config.yaml` says.
struct TrainSettings: Sendable {
  // Data
  var data = "digits"
  var target: [String] = []
  var x: String?
  var y: String?
  var task = TaskChoice.automatic
  var classes: [String]?
  var rows: Int?
  var noise: Double?
  var classCount: Int?
  /// Nil until the pictures are known, and for other data.
  var pictureSize: PictureSize?
  var pictureColor: PictureColor?
  var unreadable: UnreadableChoice?
  var scale = Scaling.standardize
  var missing = MissingChoice(policy: .error)
  var missingIndicator = false
  /// Nil to find out.
  var header: Bool?
  var delimiter: Character?
  var ignore: [String] = []
  var columnTypes: [ColumnChoice] = []
  /// Nil for none.
  var embeddingAbove: Int? = defaultEmbedding
  /// Nil until the data is known.
  var targetScale: TargetScaleChoice?
  var validation = 0.1
  /// Whether the rows that validate are those that come with the data.
  var validationIsGiven = false
  var test = TestChoice.share(0.2)
  var from: String?

  // Rows
  var splitBy: SplitColumn?
  var splitFeature = false
  var folds: Int?
  var fold: Int?
  var sampleWeight: String?
  var sampling = Sampling.none

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
  /// The most bytes that the rows may take in memory; nil: half of the machine's.
  var memory: Int?
  var precision = Precision.full

  var regularization = Regularization()
  var augmentation = Augmentation.none

  // Run
  var name: String?
  var output: String?
  var saveJSON = false
  var report = true
  var tensorBoard = false
  var json = false
  var quiet = false
  var showEvery = 1
  var checkpointEvery = CheckpointInterval.automatic

  /// Categories with more levels are embedded.
  static let defaultEmbedding = 50

  /// What early stopping watches.
  var resolvedMonitor: String { monitor ?? (isValidated ? "val_loss" : "loss") }

  /// Whether some rows validate.
  var isValidated: Bool { validationIsGiven || validation > 0 }

  /// The learning rate, the optimizer's own where none is set.
  var resolvedLearningRate: Double { learningRate ?? optimizer.defaultLearningRate }
}

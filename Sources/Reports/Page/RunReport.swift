import Basics
import Charts
import Datasets
import ModelFiles
import Networks
import Training

/// Everything that is known of a training, and the page that shows it.
public struct RunReport: Sendable {
  /// What was predicted of some rows, and which rows of which data they are.
  public struct Judged: Sendable {
    /// What they are called: `test rows`.
    public var name: String
    /// The predictions.
    public var predictions: Predictions
    /// The data as the model takes it but for the scaling; nil where it is not at hand.
    public var dataset: Dataset?
    /// Which of its rows.
    public var rows: [Int]
    /// Whether the training saw them.
    public var wereTrainedOn = false

    /// Judged rows.
    public init(
      _ name: String, _ predictions: Predictions, dataset: Dataset? = nil, rows: [Int] = []
    ) {
      self.name = name
      self.predictions = predictions
      self.dataset = dataset
      self.rows = rows
    }
  }

  /// Rows of a data set.
  public struct Rows: Sendable {
    /// The data before any scaling.
    public var dataset: Dataset
    /// Which of its rows.
    public var rows: [Int]

    /// Rows of a data set.
    public init(_ dataset: Dataset, rows: [Int]) {
      self.dataset = dataset
      self.rows = rows
    }
  }

  /// How maps are made.
  public struct Maps: Sendable, Hashable {
    /// So many rows are points, evenly chosen; none for no maps.
    public var points: Int
    /// The threads; they change nothing.
    public var threads: Int

    /// How maps are made.
    public init(points: Int = 500, threads: Int = 1) {
      self.points = points
      self.threads = threads
    }
  }

  /// What the run is called.
  public var name: String
  /// The trained model.
  public var model: Model
  /// What was measured epoch by epoch.
  public var history: History
  /// The epoch whose weights were kept.
  public var keptEpoch: Int?
  /// Rows that the training did not see; those that judge the model come first.
  public var judged: [Judged] {
    didSet { measured = judged.map { Measured($0.predictions) } }
  }
  /// How long it took, on what, since when: names with what they stand for.
  public var facts: [(name: String, value: String)]
  /// What was dropped, filled, clipped or unknown.
  public var notes: [String]
  /// The settings as YAML.
  public var configuration: String
  /// Commands that do the same again.
  public var commands: [String]
  /// The SHA-256 of the data; empty where it isn't known.
  public var fingerprint = ""
  /// The rows that it was trained on, which are looked at; nil where they are not at hand.
  public var trainedOn: Rows?
  /// How many rows are points of the maps, and how many threads make them.
  public var maps = Maps()
  /// What is said first, of a run that has not come to its end; nil for others.
  public var warning: String?
  /// How weights, gradients and outputs were distributed on the way; empty where nobody looked.
  public var histograms: [LayerHistograms] = []
  /// What was measured of the judged rows, once for the page and the card.
  private(set) var measured: [Measured]

  /// What takes long to measure.
  struct Measured {
    /// The rows whose curves are drawn: each class sorts them.
    let fewer: Predictions
    let figures: Figures

    init(_ predictions: Predictions) {
      fewer = predictions.thinned(most: 500_000 / max(predictions.classes, 1))
      figures = Figures(predictions, curves: fewer)
    }
  }

  /// A report.
  public init(
    name: String, model: Model, history: History, keptEpoch: Int? = nil, judged: [Judged] = [],
    facts: [(name: String, value: String)] = [], notes: [String] = [], configuration: String = "",
    commands: [String] = []
  ) {
    self.name = name
    self.model = model
    self.history = history
    self.keptEpoch = keptEpoch
    self.judged = judged
    measured = judged.map { Measured($0.predictions) }
    self.facts = facts
    self.notes = notes
    self.configuration = configuration
    self.commands = commands
  }
}

extension Predictions {
  /// So many of the rows at most, evenly chosen.
  func thinned(most: Int) -> Predictions {
    guard rows > most, most > 0 else { return self }
    let chosen = evenly(rows, most: most)
    let (outputWidth, targetWidth) = (width, task.targetWidth)
    func pick(_ values: ContiguousArray<Scalar>, _ width: Int) -> ContiguousArray<Scalar> {
      var picked = ContiguousArray<Scalar>()
      picked.reserveCapacity(chosen.count * width)
      for row in chosen { picked += values[(row * width)..<((row + 1) * width)] }
      return picked
    }
    return Predictions(
      task: task, outputs: pick(outputs, outputWidth), targets: pick(targets, targetWidth),
      weights: weights.map { pick($0, 1) }, rowLosses: rowLosses.map { pick($0, 1) })
  }
}

import Basics
import Charts
import Training

/// Several runs beside each other: the settings in which they differ, and their figures.
public struct RunComparison: Sendable {
  /// One run.
  public struct Run: Sendable {
    /// What it is called here, which no other run is.
    public var name: String
    /// The path of its folder.
    public var folder: String
    /// Whether it goes on.
    public var state: RunRecord.State
    /// What was measured epoch by epoch; empty for a cross-validation.
    public var history: History
    /// The settings by name: `optimizer.beta1`, with their values as text.
    public var settings: [(name: String, value: String)]
    /// The data: what it is called, and what tells it from other data of that name.
    public var dataset: (name: String, identity: String)
    /// What was measured, by name.
    public var figures: [NamedFigure]

    /// A run.
    public init(
      name: String, folder: String, state: RunRecord.State, history: History,
      settings: [(name: String, value: String)], dataset: (name: String, identity: String),
      figures: [NamedFigure]
    ) {
      self.name = name
      self.folder = folder
      self.state = state
      self.history = history
      self.settings = settings
      self.dataset = dataset
      self.figures = figures
    }

    /// A figure by name.
    public func figure(_ name: String) -> Double? { figures.first { $0.name == name }?.value }
    func setting(_ name: String) -> String? { settings.first { $0.name == name }?.value }
  }

  /// The runs in the order in which they were named.
  public let runs: [Run]
  /// The settings in which they differ.
  public let differing: [String]
  /// The figures that any of them has, those of the test first.
  public let figures: [String]

  /// Settings that say nothing about the training.
  private static let skipped: Set = ["output", "name", "threads", "quiet", "json", "report"]

  /// Compares runs.
  public init(_ runs: [Run]) {
    self.runs = runs
    var names: [String] = []
    for run in runs {
      for entry in run.settings where !names.contains(entry.name) { names.append(entry.name) }
    }
    differing = names.filter { name in
      !Self.skipped.contains(name) && Set(runs.map { $0.setting(name) }).count > 1
    }
    var figures: [String] = []
    for run in runs {
      for figure in run.figures where !figures.contains(figure.name) { figures.append(figure.name) }
    }
    let order = ["test_", "val_", ""]
    self.figures = order.flatMap { prefix in
      figures.filter { name in order.first { name.hasPrefix($0) } == prefix }
    }
  }

  /// Whether all runs were trained on the same data.
  public var isOfOneDataset: Bool { Set(runs.map(\.dataset.identity)).count < 2 }

  /// Whether a run has the best value of a figure among those on the same data, of which there are at least
  /// two with different values.
  public func isBest(_ name: String, _ run: Run) -> Bool {
    guard let value = run.figure(name), value.isFinite,
      let isMore = FigureSense.isMoreBetter(name)
    else { return false }
    let values = runs.filter { $0.dataset.identity == run.dataset.identity }
      .compactMap { $0.figure(name) }.filter(\.isFinite)
    guard let low = values.min(), let high = values.max(), low < high else { return false }
    return value == (isMore ? high : low)
  }

  /// A figure as people read it; empty where the run has none.
  public func text(_ name: String, _ run: Run) -> String {
    guard let value = run.figure(name) else { return "" }
    if FigureSense.isShare(name) { return fixed(value * 100, 2) + " %" }
    if name == "seconds" { return fixed(value, value < 10 ? 2 : value < 100 ? 1 : 0) }
    if let whole = Int(exactly: value) { return grouped(whole) }
    return shortNumber(value)
  }

  /// A setting as text; empty where the run has none.
  public func setting(_ name: String, _ run: Run) -> String { run.setting(name) ?? "" }

  /// The figures that people look at first: how good it is on rows that were not trained on, and what it
  /// took.
  public var mainFigures: [String] {
    let measured = ["accuracy", "r2", "mean_absolute_error", "loss"]
    let wanted =
      ["test_", "val_"].flatMap { part in measured.map { part + $0 } }
      + ["loss", "epochs", "seconds", "parameters"]
    return wanted.filter(figures.contains)
  }

  /// The runs by the data that they were trained on, in the order of the first of each.
  public var groups: [[Run]] {
    var groups: [[Run]] = []
    for run in runs {
      if let place = groups.firstIndex(where: {
        $0.first?.dataset.identity == run.dataset.identity
      }) {
        groups[place].append(run)
      } else {
        groups.append([run])
      }
    }
    return groups
  }
}

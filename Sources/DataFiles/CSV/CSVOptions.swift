import Datasets

/// What kind of target a column is.
public enum TaskChoice: String, CaseIterable, Sendable {
  /// Found out from the column.
  case automatic
  /// Classes.
  case classification
  /// Numbers.
  case regression
}

/// What is to be made of a CSV file.
public struct CSVOptions: Sendable, Hashable {
  /// Delimiter and header.
  public var layout: CSVLayout
  /// The target columns, by name or by number from 1; the last column where empty.
  public var targets: [String]
  /// Whether somebody chose the targets, so that a column which isn't there was asked for by a wrong name;
  /// otherwise those of a model are missing in the data.
  public var targetsAreChosen = false
  /// Whether the target is a class or a number.
  public var task: TaskChoice
  /// The feature columns in this order, as a model that is to be evaluated needs them; all columns
  /// but the targets where empty.
  public var features: [String]
  /// The classes in this order, as a model that is to be evaluated has them; those in the column
  /// where empty.
  public var classes: [String]

  /// What is done about empty cells of features.
  public var missing = MissingPolicy.error
  /// Columns that are neither feature nor target, by name or by number from 1.
  public var ignore: [String] = []
  /// What columns hold, by name or by number from 1, where it shall not be found out.
  public var types: [ColumnChoice] = []
  /// The columns in this order, as a model that is to be evaluated was trained on; found out where
  /// empty.
  public var columns: [TableEncoding.Column] = []
  /// The column that divides the rows; it gives the data set its `splitKeys`.
  public var splitBy: SplitColumn?
  /// Whether the column that divides the rows is a feature, too.
  public var splitIsFeature = false
  /// The column that gives the data set its `sampleWeights`, by name or by number from 1; never a
  /// feature.
  public var sampleWeight: String?

  /// Options; whatever is left out is the default.
  public init(
    layout: CSVLayout = CSVLayout(), targets: [String] = [], task: TaskChoice = .automatic,
    features: [String] = [], classes: [String] = []
  ) {
    self.layout = layout
    self.targets = targets
    self.task = task
    self.features = features
    self.classes = classes
  }
}

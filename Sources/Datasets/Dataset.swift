import Basics

/// What the target of a data set is.
public enum Task: Sendable, Hashable {
  /// One of several named classes; targets are class indices 0, 1, 2, …
  case classification(classes: [String])
  /// One or several numbers per row, in columns with these names.
  case regression(targets: [String])

  /// The class names; empty for a regression.
  public var classes: [String] {
    if case .classification(let classes) = self { classes } else { [] }
  }

  /// The scalars that a row's target takes: 1 for a class index, the number of columns otherwise.
  public var targetWidth: Int {
    switch self {
    case .classification: 1
    case .regression(let targets): targets.count
    }
  }
}

/// The numbers of all rows: bytes stay bytes until a batch is made of them.
public enum FeatureStorage: Sendable {
  /// Pixels 0 to 255, row-major, [rows][shape.count].
  case bytes(Numbers<UInt8>)
  /// Scalars, row-major, [rows][shape.count].
  case scalars(Numbers<Scalar>)

  /// How many numbers are stored.
  public var count: Int {
    switch self {
    case .bytes(let values): values.count
    case .scalars(let values): values.count
    }
  }

  /// Bytes in memory.
  public static func bytes(_ array: ContiguousArray<UInt8>) -> FeatureStorage {
    .bytes(Numbers(array))
  }

  /// Scalars in memory.
  public static func scalars(_ array: ContiguousArray<Scalar>) -> FeatureStorage {
    .scalars(Numbers(array))
  }

  /// Whether the numbers lie in a file.
  public var isOnDisk: Bool {
    switch self {
    case .bytes(let values): values.isOnDisk
    case .scalars(let values): values.isOnDisk
    }
  }

  /// Some of the numbers as Doubles, one after the other in an array of as many.
  package func read(_ part: Range<Int>, into numbers: inout ContiguousArray<Double>) {
    switch self {
    case .bytes(let values):
      values.withSpan { span in
        for (index, place) in part.enumerated() { numbers[index] = Double(span[place]) }
      }
    case .scalars(let values):
      values.withSpan { span in
        for (index, place) in part.enumerated() { numbers[index] = Double(span[place]) }
      }
    }
  }
}

/// Rows with features and targets, in memory or, the features, in a file, before any scaling.
public struct Dataset: Sendable {
  /// What the data is called: `mnist`, or the name of the file.
  public var name: String
  /// The shape of one row's features: `[28, 28, 1]`, `[4]`.
  public var shape: Shape
  /// All features, row-major, [rows][shape.count].
  public var features: FeatureStorage
  /// Column names, where there are any; as many as `shape.count`, or empty.
  public var featureNames: [String]
  /// All targets, row-major, [rows][task.targetWidth]; class indices for a classification.
  public var targets: ContiguousArray<Scalar>
  /// What the target is.
  public var task: Task
  /// For a table that isn't encoded yet: what its columns hold. Features are cells then, and empty ones
  /// are NaN; `TableEncoding` makes features of them.
  public var columns: [TableColumn]?
  /// A weight per row, or nil where all rows count the same.
  public var sampleWeights: ContiguousArray<Scalar>?
  /// What decides to which part each row belongs, where a column does; nil otherwise.
  public var splitKeys: SplitKeys?
  /// What each row is called, the file of a picture for instance; empty where rows have no names. Neither
  /// trained on nor part of the fingerprint.
  public var rowNames: [String] = []

  /// A data set. Counts must agree: `features.count == rows * shape.count`,
  /// `targets.count == rows * task.targetWidth`.
  ///
  /// Throws `DescentError` (bad data) where they don't, where a class index is out of range, or
  /// where a value is not finite; the error names the row.
  public init(
    name: String, shape: Shape, features: FeatureStorage, featureNames: [String] = [],
    targets: ContiguousArray<Scalar>, task: Task, columns: [TableColumn]? = nil,
    sampleWeights: ContiguousArray<Scalar>? = nil, splitKeys: SplitKeys? = nil
  ) throws {
    self.name = name
    self.columns = columns
    self.shape = shape
    self.features = features
    self.featureNames = featureNames
    self.targets = targets
    self.task = task
    self.sampleWeights = sampleWeights
    self.splitKeys = splitKeys
    try check()
  }

  /// What to call a row, counted from 0: the last part of its name, or its number from 1.
  public func called(_ row: Int) -> String {
    rowNames.isEmpty ? "row \(grouped(row + 1))" : splitPath(rowNames[row]).name
  }

  /// The number of rows.
  public var rows: Int { task.targetWidth == 0 ? 0 : targets.count / task.targetWidth }

  private func check() throws {
    let width = shape.count
    guard width > 0, width < Int.max, task.targetWidth > 0 else {
      throw DescentError(.badData, "\(name): a row must have at least one feature and one target")
    }
    guard targets.count == rows * task.targetWidth,
      !rows.multipliedReportingOverflow(by: width).overflow, features.count == rows * width
    else {
      throw DescentError(
        .badData,
        "\(name): \(features.count) numbers make \(features.count / width) rows of \(shape), "
          + "but there are targets for \(rows)")
    }
    if let sampleWeights, sampleWeights.count != rows {
      throw DescentError(
        .badData, "\(name): \(sampleWeights.count) sample weights for \(counted(rows, "row"))")
    }
    if let splitKeys, splitKeys.count != rows {
      throw DescentError(
        .badData, "\(name): \(counted(splitKeys.count, "key")) to split \(counted(rows, "row")) by")
    }
    if let sampleWeights, let row = sampleWeights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw DescentError(
        .badData,
        "\(name): row \(row + 1): the sample weight \(sampleWeights[row]) is not 0 or more")
    }
    if columns == nil, case .scalars(let values) = features, !values.allFinite,
      let at = values.firstIndex(where: { !$0.isFinite })
    {
      throw DescentError(
        .badData,
        "\(name): row \(at / width + 1), feature \(at % width + 1) is \(values[at]), "
          + "not a finite number")
    }
    try checkTargets()
  }

  private func checkTargets() throws {
    let width = task.targetWidth
    var isClassified = false
    if case .classification = task { isClassified = true }
    let classes = Scalar(task.classes.count)
    for (index, target) in targets.enumerated() {
      if target.isFinite,
        !isClassified || target >= 0 && target < classes && Scalar(Int(target)) == target
      {
        continue
      }
      let row = index / width + 1
      guard target.isFinite else {
        throw DescentError(.badData, "\(name): row \(row): the target is \(target), not finite")
      }
      throw DescentError(
        .badData, "\(name): row \(row): class index \(target) is outside 0 to \(classes - 1)")
    }
  }
}

import Basics

/// A data set made of a CSV file, and what was decided on the way.
public struct CSVData: Sendable {
  /// The data set.
  public var dataset: Dataset
  /// The target columns: their names, or their numbers from 1 where there is no header.
  public var targetNames: [String]
  /// The columns that are not used at all.
  public var ignored: [String]
  /// What was found out and what was left out, for people to read.
  public var notes: [String]
}

extension CSVData {
  /// Reads a data set out of CSV text or rows of JSON, plain or gzip.
  ///
  /// All columns but the targets are features and must hold numbers. A single target column is a
  /// class if it holds text, or whole numbers of which there are few (at most 20, or a twentieth of
  /// the rows, and never above 1,000), and a number otherwise; `options.task` overrides that. Several
  /// targets are numbers. Classes are sorted as numbers if all are, byte-wise otherwise.
  ///
  /// Throws `DescentError`: usage for columns that don't exist or are feature and target at once,
  /// bad data with line and column for everything in the text that is wrong.
  public init(
    _ bytes: ContiguousArray<UInt8>, name: String, file: String, options: CSVOptions = CSVOptions()
  ) throws {
    var layout = options.layout
    let named =
      !options.features.isEmpty
      || (options.targets + options.rowColumns).contains { Int($0) == nil }
    if named, layout.hasHeader == nil { layout.hasHeader = true }
    let table = try CSVTable(bytes, name: file, layout: layout) { columns in
      let numbers = (options.targets + options.rowColumns).compactMap { Int($0).map { $0 &- 1 } }
      return Set(options.targets.isEmpty ? numbers + [columns - 1] : numbers)
    }
    let targets = try Self.targetColumns(table, options)
    let rowColumns = try CSVRowColumns(table, options, targets: targets)
    let features = try Self.featureColumns(
      table, options, targets: targets, others: rowColumns.withoutFeature)
    let read = try Self.read(table, features, options)
    var notes: [String] = []
    if table.header != nil, layout.hasHeader == nil, !table.isJSON {
      notes.append("The first row was taken for the names of the columns.")
    }
    if table.blankLines > 0 {
      notes.append("\(counted(table.blankLines, "blank line")) around the rows left out.")
    }
    let target = try Self.target(table, targets, options)
    let used = Set(read.places + targets).union(rowColumns.withoutFeature)
    let names = (0..<table.columns).map { table.header?[$0] ?? String($0 + 1) }
    ignored = names.indices.filter { !used.contains($0) }.map { names[$0] }
    let reasons = Dictionary(uniqueKeysWithValues: read.ignored.map { ($0.place, $0.reason) })
    let unused = names.indices.filter { !used.contains($0) }.map { reasons[$0] ?? names[$0] }
    if !unused.isEmpty { notes.append("Columns not used: \(list(unused)).") }
    if let columns = read.columns {
      notes.append(
        "Columns: \(list(columns.map { "\($0.name) (\($0.summary))" })).")
    }
    self.notes = notes + rowColumns.notes(table)
    targetNames = targets.map { names[$0] }
    let whole = try Dataset(
      name: name, shape: Shape([read.places.count]), features: .scalars(read.values),
      featureNames: table.header == nil && read.columns == nil ? [] : read.places.map { names[$0] },
      targets: target.values, task: target.task, columns: read.columns,
      sampleWeights: try rowColumns.sampleWeights(table), splitKeys: try rowColumns.keys(table))
    dataset = whole
    guard options.missing == .drop, options.columns.isEmpty else { return }
    let width = read.places.count
    let kept = (0..<whole.rows).filter { row in
      !read.values[(row * width)..<((row + 1) * width)].contains(where: \.isNaN)
    }
    guard kept.count < whole.rows else { return }
    guard !kept.isEmpty else {
      throw DescentError(
        .badData, "every row has a missing value; none is left", at: Position(file: table.name),
        fix: "Use --missing mean, median or constant=X.")
    }
    dataset = whole.subset(kept)
    self.notes.append("\(counted(whole.rows - kept.count, "row")) with missing values left out.")
  }

  /// The cells of the features, and what they mean where not all are numbers.
  private struct Read {
    var places: [Int]
    var values: ContiguousArray<Scalar>
    var columns: [TableColumn]?
    var ignored: [CSVSurvey.Ignored] = []
  }

  private static func read(
    _ table: CSVTable, _ places: [Int], _ options: CSVOptions
  ) throws -> Read {
    guard options.columns.isEmpty else {
      let known = Array(zip(places, options.columns.map(\.source)))
      return Read(
        places: places,
        values: try table.cells(
          of: known.map { ($0, $1) }, mayBeEmpty: options.columns.map { $0.fill != nil }),
        columns: options.columns.map(\.source))
    }
    func numbers() throws -> Read {
      Read(
        places: places,
        values: try table.numbers(
          in: places, purpose: "Features must be numbers; if the column is the target, name it."))
    }
    let types = try Self.types(table, options, among: places)
    let survey: CSVSurvey
    do {
      if types.isEmpty { return try numbers() }
      survey = try CSVSurvey(table, places, types: types)
    } catch  where types.isEmpty {
      survey = try CSVSurvey(table, places)
      if survey.isNumeric, options.missing == .error {
        guard survey.empty.contains(where: { $0 > 0 }) else { throw error }
        throw empty(survey, table)
      }
    }
    // Its error tells how many cells are wrong.
    if !survey.faulty.isEmpty {
      _ = try table.numbers(
        in: survey.faulty, purpose: "Most cells of this column are numbers; correct it.")
    }
    if options.missing == .error, survey.empty.contains(where: { $0 > 0 }) {
      throw empty(survey, table)
    }
    guard !survey.columns.isEmpty else {
      throw DescentError(
        .badData, "no column can be learned from: \(list(survey.ignored.map(\.reason)))",
        at: Position(file: table.name))
    }
    let columns = survey.columns.map(\.column)
    return Read(
      places: survey.columns.map(\.place),
      values: try table.cells(
        of: survey.columns, mayBeEmpty: columns.map { _ in options.missing != .error }),
      columns: columns, ignored: survey.ignored)
  }

  /// What columns are said to be, by place.
  private static func types(
    _ table: CSVTable, _ options: CSVOptions, among places: [Int]
  ) throws -> [Int: ColumnType] {
    var types: [Int: ColumnType] = [:]
    for choice in options.types {
      let place = try table.column(choice.column, "typed")
      guard places.contains(place) else {
        throw DescentError(
          .usage, "\(table.describe(column: place)) is no feature; its type can't be chosen",
          at: Position(file: table.name), fix: "Of a target, --task chooses the type.")
      }
      guard types.updateValue(choice.type, forKey: place) == nil else {
        throw DescentError(
          .usage, "\(table.describe(column: place)) is given two types",
          at: Position(file: table.name))
      }
    }
    return types
  }

  /// Empty cells that nothing was said about, by column.
  private static func empty(_ survey: CSVSurvey, _ table: CSVTable) -> DescentError {
    let counts = zip(survey.columns, survey.empty).filter { $0.1 > 0 }
    let total = counts.reduce(0) { $0 + $1.1 }
    let first = table.firstEmpty(in: counts.map(\.0.place))
    let names = counts.map {
      (table.header == nil ? "column " : "") + "\($0.0.column.name) (\(grouped($0.1)))"
    }
    return DescentError(
      .badData,
      "\(counted(total, "missing value")) in \(counted(counts.count, "column")): \(list(names))",
      at: first,
      fix: "Say what stands for them: --missing mean, median, constant=X, or drop to leave out "
        + "their rows.")
  }

  private static func targetColumns(_ table: CSVTable, _ options: CSVOptions) throws -> [Int] {
    guard table.columns > 1 else {
      throw DescentError(
        .badData, "there is one column only; expected features and a target",
        at: Position(file: table.name),
        fix: "Columns are separated by commas, semicolons or tabs.")
    }
    guard !options.targets.isEmpty else { return [table.columns - 1] }
    try checkPresent(table, options)
    var columns: [Int] = []
    for target in options.targets {
      let column = try table.column(target, "target")
      guard !columns.contains(column) else {
        throw DescentError(
          .usage, "\(table.describe(column: column)) is named twice as a target",
          at: Position(file: table.name))
      }
      columns.append(column)
    }
    return columns
  }

  /// Refuses a table for a known model that lacks the target of that name, listing both sides.
  private static func checkPresent(_ table: CSVTable, _ options: CSVOptions) throws {
    let header = table.header ?? []
    let missing = options.targets.filter { !header.contains($0) && Int($0) == nil }
    guard !options.features.isEmpty, !missing.isEmpty else { return }
    throw DescentError(
      .badData, "the target is missing: \(missing.joined(separator: ", "))",
      at: Position(file: table.name),
      fix: "The file has: \(list(header)). Name the target if it is called otherwise.")
  }

  private static func featureColumns(
    _ table: CSVTable, _ options: CSVOptions, targets: [Int], others: Set<Int>
  ) throws -> [Int] {
    guard options.features.isEmpty else {
      let features = try table.columns(named: options.features)
      if let both = features.first(where: { targets.contains($0) }) {
        throw DescentError(
          .usage, "\(table.describe(column: both)) is a feature; it can't be the target, too",
          at: Position(file: table.name), fix: "Name the column that holds the target.")
      }
      return features
    }
    var ignored = others
    for name in options.ignore {
      let column = try table.column(name, "ignored")
      guard !targets.contains(column) else {
        throw DescentError(
          .usage, "\(table.describe(column: column)) is the target; it can't be ignored",
          at: Position(file: table.name))
      }
      ignored.insert(column)
    }
    let columns = (0..<table.columns).filter { !targets.contains($0) && !ignored.contains($0) }
    guard !columns.isEmpty else {
      throw DescentError(
        .usage,
        "every column is \(ignored.isEmpty ? "a target" : "ignored or a target"); nothing is left to "
          + "learn from",
        at: Position(file: table.name))
    }
    return columns
  }

  static func target(
    _ table: CSVTable, _ columns: [Int], _ options: CSVOptions
  ) throws -> (values: ContiguousArray<Scalar>, task: Task) {
    let column = columns[0]
    if columns.count > 1 {
      guard options.task != .classification else {
        throw DescentError(
          .usage, "a classification has one target column; \(columns.count) are named")
      }
    } else if options.task != .regression {
      let survey = try CSVColumnSurvey(
        table, column: column, keepsSpelling: !options.classes.isEmpty)
      if survey.decimalCommas > 0, survey.decimalCommas + survey.numbers == table.rows,
        options.task != .classification, options.classes.isEmpty
      {
        _ = try table.numbers(in: [column], purpose: "")
      }
      if options.task == .classification || !options.classes.isEmpty
        || survey.looksLikeClasses(rows: table.rows)
      {
        let labels =
          options.classes.isEmpty
          ? try survey.labels(table, column: column)
          : try survey.labels(table, column: column, known: options.classes)
        return (labels.indices, .classification(classes: labels.classes))
      }
    }
    let values = try table.numbers(
      in: columns, purpose: "A target of numbers must hold numbers only.")
    let names = columns.map { table.header?[$0] ?? "column \($0 + 1)" }
    return (values, .regression(targets: names))
  }
}

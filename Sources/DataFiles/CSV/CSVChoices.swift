import Basics
import Datasets

/// What the columns of a CSV file are for, as the options say.
struct CSVChoices {
  let targets: [Int]
  let rowColumns: CSVRowColumns
  /// The columns to learn from.
  let features: [Int]
  /// What features are said to be, by place.
  let types: [Int: ColumnType]

  /// Throws `DescentError`: usage for columns that don't exist or are two things at once, bad data where there
  /// are too few of them.
  init(_ sheet: CSVSheet, _ options: CSVOptions) throws {
    targets = try Self.targets(sheet, options)
    rowColumns = try CSVRowColumns(sheet, options, targets: targets)
    features = try Self.features(
      sheet, options, targets: targets, others: rowColumns.withoutFeature)
    types = options.columns.isEmpty ? try Self.types(sheet, options.types, among: features) : [:]
  }

  private static func targets(_ sheet: CSVSheet, _ options: CSVOptions) throws -> [Int] {
    guard sheet.columns > 1 else {
      throw DescentError(
        .badData, "there is one column only; expected features and a target",
        at: Position(file: sheet.name),
        fix: "Columns are separated by commas, semicolons or tabs.")
    }
    guard !options.targets.isEmpty else { return [sheet.columns - 1] }
    try checkPresent(sheet, options)
    var columns: [Int] = []
    for target in options.targets {
      let column = try sheet.column(target, "target")
      guard !columns.contains(column) else {
        throw DescentError(
          .usage, "\(sheet.describe(column: column)) is named twice as a target",
          at: Position(file: sheet.name))
      }
      columns.append(column)
    }
    return columns
  }

  /// Refuses a table for a known model that lacks the target of that name, listing both sides.
  private static func checkPresent(_ sheet: CSVSheet, _ options: CSVOptions) throws {
    let header = sheet.header ?? []
    let missing = options.targets.filter { !header.contains($0) && Int($0) == nil }
    guard !options.features.isEmpty, !options.targetsAreChosen, !missing.isEmpty else { return }
    throw DescentError(
      .badData, "the target is missing: \(missing.joined(separator: ", "))",
      at: Position(file: sheet.name),
      fix: "The file has: \(list(header)). Name the target if it is called otherwise.")
  }

  private static func features(
    _ sheet: CSVSheet, _ options: CSVOptions, targets: [Int], others: Set<Int>
  ) throws -> [Int] {
    guard options.features.isEmpty else {
      let features = try sheet.columns(named: options.features)
      if let both = features.first(where: { targets.contains($0) }) {
        throw DescentError(
          .usage, "\(sheet.describe(column: both)) is a feature; it can't be the target, too",
          at: Position(file: sheet.name), fix: "Name the column that holds the target.")
      }
      return features
    }
    var ignored = others
    for name in options.ignore {
      let column = try sheet.column(name, "ignored")
      guard !targets.contains(column) else {
        throw DescentError(
          .usage, "\(sheet.describe(column: column)) is the target; it can't be ignored",
          at: Position(file: sheet.name))
      }
      ignored.insert(column)
    }
    let columns = (0..<sheet.columns).filter { !targets.contains($0) && !ignored.contains($0) }
    guard !columns.isEmpty else {
      throw DescentError(
        .usage,
        "every column is \(ignored.isEmpty ? "a target" : "ignored or a target"); nothing is left to "
          + "learn from",
        at: Position(file: sheet.name))
    }
    return columns
  }

  /// What columns are said to be, by place; only these may be said.
  static func types(
    _ sheet: CSVSheet, _ choices: [ColumnChoice], among places: [Int]
  ) throws -> [Int: ColumnType] {
    var types: [Int: ColumnType] = [:]
    for choice in choices {
      let place = try sheet.column(choice.column, "typed")
      guard places.contains(place) else {
        throw DescentError(
          .usage, "\(sheet.describe(column: place)) is no feature; its type can't be chosen",
          at: Position(file: sheet.name), fix: "Of a target, --task chooses the type.")
      }
      guard types.updateValue(choice.type, forKey: place) == nil else {
        throw DescentError(
          .usage, "\(sheet.describe(column: place)) is given two types",
          at: Position(file: sheet.name))
      }
    }
    return types
  }
}

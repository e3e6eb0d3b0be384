import Basics

/// The columns of a CSV file that say something about its rows instead of being learned from: the one
/// that divides them and the one that weighs them.
struct CSVRowColumns {
  private let split: (place: Int, column: SplitColumn)?
  private let weight: Int?
  private let splitIsFeature: Bool

  /// Finds the columns.
  ///
  /// Throws `DescentError` (usage) where there is no such column, and where it is the target.
  init(_ table: CSVTable, _ options: CSVOptions, targets: [Int]) throws {
    splitIsFeature = options.splitIsFeature
    func place(_ name: String, _ role: String, _ purpose: String) throws -> Int {
      let place = try table.column(name, role)
      guard !targets.contains(place) else {
        throw DescentError(
          .usage, "\(table.describe(column: place)) is the target; it can't \(purpose), too",
          at: Position(file: table.name))
      }
      return place
    }
    split = try options.splitBy.map {
      (try place($0.column, "splitting", "divide the rows"), $0)
    }
    weight = try options.sampleWeight.map { try place($0, "weight", "weigh the rows") }
    if splitIsFeature, let split, weight == split.place {
      throw DescentError(
        .usage,
        "\(table.describe(column: split.place)) weighs the rows; it can't be a feature, too",
        at: Position(file: table.name))
    }
    if splitIsFeature, let split,
      try options.ignore.contains(where: { try table.column($0, "ignored") == split.place })
    {
      throw DescentError(
        .usage, "\(table.describe(column: split.place)) is ignored; it can't be a feature, too",
        at: Position(file: table.name))
    }
  }

  /// The columns that are no features because of what they are.
  var withoutFeature: Set<Int> {
    var places: Set<Int> = []
    if let split, !splitIsFeature { places.insert(split.place) }
    if let weight { places.insert(weight) }
    return places
  }

  /// What the columns were taken for, for people to read.
  func notes(_ table: CSVTable) -> [String] {
    func text(_ place: Int, _ purpose: String) -> String {
      let name = table.describe(column: place)
      return name.prefix(1).uppercased() + name.dropFirst() + " \(purpose)."
    }
    var notes: [String] = []
    if let split {
      notes.append(
        text(split.place, "divides the rows" + (splitIsFeature ? "" : " and is no feature")))
    }
    if let weight { notes.append(text(weight, "weighs the rows and is no feature")) }
    return notes
  }

  /// The weight of each row; nil where no column says it.
  ///
  /// Throws `DescentError` (bad data) for a cell that is no finite number of 0 or more.
  func sampleWeights(_ table: CSVTable) throws -> ContiguousArray<Scalar>? {
    guard let weight else { return nil }
    let values = try table.numbers(
      in: [weight], purpose: "The weight of a row is a number of 0 or more.")
    guard let row = values.firstIndex(where: { $0 < 0 }) else { return values }
    throw DescentError(
      .badData,
      "\(table.describe(column: weight)): the weight \(shown(table.text(row: row, column: weight))) "
        + "is below 0", at: table.position(row: row, column: weight),
      fix: "The weight of a row is a number of 0 or more.")
  }

  /// The key of each row; nil where no column divides them.
  ///
  /// Throws `DescentError` (bad data) for an empty cell, and for one that is no key of its rule.
  func keys(_ table: CSVTable) throws -> SplitKeys? {
    guard let split else { return nil }
    let place = split.place
    switch split.column.rule {
    case .group: return .groups(try table.texts(in: place) { $1 })
    case .hash: return SplitKeys(.ids(try table.texts(in: place) { SplitKeys.hash(of: $1) }))
    case .column:
      return SplitKeys(
        .parts(
          try table.texts(in: place) { cell, text in
            guard let part = Split.Part(named: text) else {
              var error = Split.Part.unknown(text)
              error.message = "\(table.describe(column: place)): " + error.message
              error.position = table.position(of: cell)
              throw error
            }
            return part
          }))
    case .time:
      var form: CSVTimeForm?
      let times = try table.texts(in: place) { cell, text in
        try table.time(cell, text, in: place, &form)
      }
      return SplitKeys(.times(times, areDates: form != .number))
    }
  }
}

extension CSVOptions {
  /// The columns that say something about the rows, as they are named.
  var rowColumns: [String] { [splitBy?.column, sampleWeight].compactMap { $0 } }
}

/// How the times of a column are written, which must be the same in all rows.
private enum CSVTimeForm {
  case number
  case date
  case dateWithZone

  var text: String {
    switch self {
    case .number: "a number"
    case .date: "a date without time zone"
    case .dateWithZone: "a date with time zone"
    }
  }
}

extension CSVTable {
  /// What is made of the text of each cell of a column.
  ///
  /// Throws `DescentError` (bad data) for the first empty cell.
  fileprivate func texts<Key>(
    in column: Int, _ key: (CSVCell, String) throws -> Key
  ) throws -> [Key] {
    var keys: [Key] = []
    keys.reserveCapacity(rows)
    var cells: [CSVCell] = []
    var offset = offset(of: 0)
    for _ in 0..<rows {
      let cell = readCell(column, fromOffset: &offset, &cells)
      let text = text(cell)
      guard !TableColumn.isMissing(text) else {
        throw DescentError(
          .badData, "\(describe(column: column)): the cell is empty", at: position(of: cell),
          fix: "It decides about the row: fill it in, or delete the row.")
      }
      keys.append(try key(cell, text))
    }
    return keys
  }

  /// A number, or a date in seconds since 1970.
  fileprivate func time(
    _ cell: CSVCell, _ text: String, in column: Int, _ form: inout CSVTimeForm?
  ) throws -> Double {
    var found: (form: CSVTimeForm, time: Double)?
    if case .number(let value) = number(cell), value.isFinite {
      found = (.number, value)
    } else if let date = ISOTime(text) {
      found = (date.hasZone ? .dateWithZone : .date, date.seconds)
    }
    guard let found else {
      throw DescentError(
        .badData, "\(describe(column: column)): \(shown(text)) is neither a number nor a date",
        at: position(of: cell),
        fix: "Write times as numbers, or as 2026-11-21 or 2026-11-21T05:30:00.")
    }
    guard found.form == form ?? found.form else {
      throw DescentError(
        .badData,
        "\(describe(column: column)): expected \(form?.text ?? "") as in the rows before, found "
          + shown(text), at: position(of: cell), fix: "Write all times in the same form.")
    }
    form = found.form
    return found.time
  }
}

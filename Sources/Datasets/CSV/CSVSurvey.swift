import Basics

/// What the columns of a CSV file hold, found out from all of its rows.
struct CSVSurvey {
  /// A column, and why it is not used.
  struct Ignored {
    var place: Int
    var reason: String
  }

  /// The columns that are used, with their places in the file.
  private(set) var columns: [(place: Int, column: TableColumn)] = []
  /// The columns that are not.
  private(set) var ignored: [Ignored] = []
  /// How many cells of each used column are empty.
  private(set) var empty: [Int] = []

  /// Where columns of numbers are that hold other texts.
  private(set) var faulty: [Int] = []

  /// Looks at the columns in these places.
  ///
  /// - Parameter types: what columns are said to be, by place; found out for all others.
  ///
  /// Throws `DescentError` (usage) where a column can't be what it is said to be.
  init(_ table: CSVTable, _ places: [Int], types: [Int: ColumnType] = [:]) throws {
    var seen = [CSVColumnSeen](repeating: CSVColumnSeen(), count: places.count)
    var cells: [CSVCell] = []
    var offset = table.offset(of: 0)
    for _ in 0..<table.rows {
      table.readCells(fromOffset: &offset, into: &cells)
      for (index, place) in places.enumerated() { seen[index].add(cells[place], of: table) }
    }
    for (index, place) in places.enumerated() {
      let name = table.header?[place] ?? String(place + 1)
      let type = types[place]
      switch seen[index].verdict(name, rows: table.rows, type: type) {
      case .used(let found, let hasFaults):
        for column in found {
          columns.append((place, column))
          empty.append(column.kind.isTimeOfDay ? 0 : seen[index].empty)
        }
        if hasFaults { faulty.append(place) }
      case .ignored(let reason): ignored.append(Ignored(place: place, reason: reason))
      case .refused(let reason):
        throw DescentError(
          .usage,
          "\(table.describe(column: place)) is said to be \(type?.rawValue ?? ""), but \(reason)",
          at: Position(file: table.name))
      }
    }
  }

  /// Whether all columns are numbers.
  var isNumeric: Bool { ignored.isEmpty && columns.allSatisfy { $0.column.kind == .number } }
}

extension CSVTable {
  /// The cells of typed columns, [rows][columns.count]: see `TableColumn`.
  ///
  /// - Parameters:
  ///   - mayBeEmpty: for each column, whether empty cells are let through.
  ///   - some: these rows only.
  ///
  /// Throws `DescentError` (bad data) for the first cell that doesn't fit its column.
  func cells(
    of columns: [(place: Int, column: TableColumn)], mayBeEmpty: [Bool],
    rows some: Range<Int>? = nil
  ) throws -> ContiguousArray<Scalar> {
    let chosen = some ?? 0..<rows
    var values = ContiguousArray<Scalar>()
    values.reserveCapacity(chosen.count * columns.count)
    let levels = columns.map { $0.column.levelPlaces }
    var cells: [CSVCell] = []
    var offset = offset(of: chosen.lowerBound)
    for _ in chosen {
      readCells(fromOffset: &offset, into: &cells)
      for (index, (place, column)) in columns.enumerated() {
        values.append(
          try value(
            cells[place], column, levels[index], place: place, mayBeEmpty: mayBeEmpty[index]))
      }
    }
    return values
  }

  private func value(
    _ cell: CSVCell, _ column: TableColumn, _ levels: [String: Int], place: Int, mayBeEmpty: Bool
  ) throws -> Scalar {
    let isNumber = column.kind == .number
    if isNumber, case .number(let value) = number(cell), Scalar(value).isFinite {
      return Scalar(value)
    }
    let text = text(cell)
    if !isNumber, let level = levels[text] { return Scalar(level) }
    if TableColumn.isMissing(text) {
      guard !mayBeEmpty else { return .nan }
      throw DescentError(
        .badData, "\(describe(column: place)): the cell is empty", at: position(of: cell),
        fix: "Fill it in, or delete the row.")
    }
    switch column.kind {
    case .category: return -1
    case .date(let order), .timeOfDay(let order):
      guard let date = WrittenDate(text)?.date(order) else { throw wrongDate(cell, place, order) }
      return column.kind.isTimeOfDay ? Scalar(date.seconds ?? 0) : Scalar(date.day)
    case .yesNo(let no, let yes):
      throw DescentError(
        .badData, "\(describe(column: place)): expected \(yes) or \(no), found \(shown(text))",
        at: position(of: cell))
    case .number: throw wrongNumber(cell, place)
    }
  }

  private func wrongDate(_ cell: CSVCell, _ place: Int, _ order: DateOrder) -> DescentError {
    let text = text(cell)
    let example =
      switch order {
      case .yearFirst: "2024-12-31"
      case .dayFirst: "31.12.2024"
      case .monthFirst: "12/31/2024"
      }
    let what =
      WrittenDate(text) == nil
      ? "expected a date such as \(example), found \(shown(text))"
      : "there is no such date as \(text), read like \(example)"
    return DescentError(
      .badData, "\(describe(column: place)): \(what)", at: position(of: cell),
      fix: "Correct it, or delete the row.")
  }

  private func wrongNumber(_ cell: CSVCell, _ place: Int) -> DescentError {
    let text = shown(text(cell))
    let what =
      switch number(cell) {
      case .notFinite: "\(text) is not a finite number"
      case .tooLarge, .number: "\(text) is out of the range of \(Scalar.self)"
      default: "\(text) is not a number"
      }
    return DescentError(
      .badData, "\(describe(column: place)): \(what)", at: position(of: cell),
      fix: "Correct it, or delete the row.")
  }
}

extension CSVTable {
  /// Where the first empty cell of some columns is.
  func firstEmpty(in places: [Int]) -> Position? {
    var cells: [CSVCell] = []
    var offset = offset(of: 0)
    for _ in 0..<rows {
      readCells(fromOffset: &offset, into: &cells)
      for place in places.sorted() where TableColumn.isMissing(text(cells[place])) {
        return position(of: cells[place])
      }
    }
    return nil
  }
}

extension TableColumn {
  /// The number of each text.
  var levelPlaces: [String: Int] {
    switch kind {
    case .number, .date, .timeOfDay: return [:]
    case .yesNo(let no, let yes): return [no: 0, yes: 1]
    case .category(let levels):
      var places: [String: Int] = [:]
      for (index, level) in levels.enumerated() { places[level] = index }
      return places
    }
  }
}

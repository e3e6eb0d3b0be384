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

  /// What was seen of one column.
  fileprivate struct Seen {
    var numbers = 0
    /// Numbers but for a comma where the point should be.
    var commas = 0
    var empty = 0
    var texts = 0
    var levels: Set<String> = []
    /// The numbers as they are written, in case they turn out to be texts.
    var numberTexts: Set<String> = []
    var isTooDiverse: Bool { levels.count > CSVColumnSurvey.mostClasses }
    var hasTooManyNumbers: Bool { numberTexts.count > CSVColumnSurvey.mostClasses }
  }

  /// Looks at the columns in these places.
  ///
  /// A column holds numbers if more of its cells are numbers than other texts; then those are faults. It
  /// is a category if it has at most 20 different texts, or a twentieth of the rows, and never more than
  /// 1,000; with more it says who a row is, not what it is like, and isn't used.
  init(_ table: CSVTable, _ places: [Int]) {
    var seen = [Seen](repeating: Seen(), count: places.count)
    var cells: [CSVCell] = []
    var offset = table.offset(of: 0)
    for _ in 0..<table.rows {
      table.readCells(fromOffset: &offset, into: &cells)
      for (index, place) in places.enumerated() { seen[index].add(cells[place], of: table) }
    }
    // Numbers among texts are texts, too.
    let limit = min(max(20, table.rows / 20), CSVColumnSurvey.mostClasses)
    for (index, place) in places.enumerated() {
      let name = table.header?[place] ?? String(place + 1)
      var column = seen[index]
      column.levels.formUnion(column.numberTexts)
      if column.empty == table.rows {
        ignored.append(Ignored(place: place, reason: "\(name) (empty)"))
      } else if column.numbers + column.commas >= max(1, column.texts) {
        columns.append((place, TableColumn(name, .number)))
        if column.texts + column.commas > 0 { faulty.append(place) }
        empty.append(column.empty)
      } else if column.isTooDiverse || column.levels.count > limit {
        ignored.append(
          Ignored(place: place, reason: "\(name) (different texts in too many rows)"))
      } else {
        columns.append(
          (
            place,
            TableColumn(
              name,
              TableColumn.kind(
                of: column.levels.sorted {
                  $0.utf8.lexicographicallyPrecedes($1.utf8)
                }))
          ))
        empty.append(column.empty)
      }
    }
  }

  /// Whether all columns are numbers.
  var isNumeric: Bool { ignored.isEmpty && columns.allSatisfy { $0.column.kind == .number } }
}

extension CSVSurvey.Seen {
  fileprivate mutating func add(_ cell: CSVCell, of table: CSVTable) {
    let text = table.text(cell)
    if case .number = table.number(cell) {
      numbers += 1
      if !hasTooManyNumbers { numberTexts.insert(text) }
      return
    }
    if TableColumn.isMissing(text) {
      empty += 1
      return
    }
    if table.number(cell) == .decimalComma {
      commas += 1
    } else {
      texts += 1
    }
    if !isTooDiverse { levels.insert(text) }
  }
}

extension CSVTable {
  /// The cells of typed columns, [rows][columns.count]: see `TableColumn`.
  ///
  /// - Parameter mayBeEmpty: for each column, whether empty cells are let through.
  ///
  /// Throws `DescentError` (bad data) for the first cell that doesn't fit its column.
  func cells(
    of columns: [(place: Int, column: TableColumn)], mayBeEmpty: [Bool]
  ) throws -> ContiguousArray<Scalar> {
    var values = ContiguousArray<Scalar>()
    values.reserveCapacity(rows * columns.count)
    let levels = columns.map { $0.column.levelPlaces }
    var cells: [CSVCell] = []
    var offset = offset(of: 0)
    for _ in 0..<rows {
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
    case .yesNo(let no, let yes):
      throw DescentError(
        .badData, "\(describe(column: place)): expected \(yes) or \(no), found \(shown(text))",
        at: position(of: cell))
    case .number: throw wrongNumber(cell, place)
    }
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
    case .number: return [:]
    case .yesNo(let no, let yes): return [no: 0, yes: 1]
    case .category(let levels):
      var places: [String: Int] = [:]
      for (index, level) in levels.enumerated() { places[level] = index }
      return places
    }
  }
}

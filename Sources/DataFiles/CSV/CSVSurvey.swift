import Basics
import Datasets

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

  /// Decides about the columns in these places.
  ///
  /// - Parameters:
  ///   - seen: what was seen in them in all rows.
  ///   - types: what columns are said to be, by place; found out for all others.
  ///
  /// Throws `DescentError` (usage) where a column can't be what it is said to be.
  init(
    _ sheet: CSVSheet, _ places: [Int], _ seen: [CSVColumnSeen], rows: Int,
    types: [Int: ColumnType]
  ) throws {
    for (index, place) in places.enumerated() {
      let name = sheet.header?[place] ?? String(place + 1)
      let type = types[place]
      switch seen[index].verdict(name, rows: rows, type: type) {
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
          "\(sheet.describe(column: place)) is said to be \(type?.rawValue ?? ""), but \(reason)",
          at: Position(file: sheet.name))
      }
    }
  }

  /// Whether all columns are numbers.
  var isNumeric: Bool { ignored.isEmpty && columns.allSatisfy { $0.column.kind == .number } }

  /// Whether there are empty cells.
  var hasEmpty: Bool { empty.contains { $0 > 0 } }

  /// The error for empty cells that nothing was said about, which are counted by column.
  func emptyFault(_ sheet: CSVSheet) throws -> DescentError {
    let counts = zip(columns, empty).filter { $0.1 > 0 }
    let total = counts.reduce(0) { $0 + $1.1 }
    var search = CSVFirstEmpty(places: counts.map(\.0.place).sorted())
    _ = try sheet.walk(&search)
    let names = counts.map {
      (sheet.header == nil ? "column " : "") + "\($0.0.column.name) (\(grouped($0.1)))"
    }
    return DescentError(
      .badData,
      "\(counted(total, "missing value")) in \(counted(counts.count, "column")): \(list(names))",
      at: search.found.map { sheet.position(of: $0) },
      fix: "Say what stands for them: --missing mean, median, constant=X, or drop to leave out "
        + "their rows.")
  }
}

/// Sees what is in the cells of the features, in all rows.
struct CSVSurveyRows: CSVRowTaker {
  private let places: [Int]
  private(set) var seen: [CSVColumnSeen]
  private(set) var others: CSVRowData

  init(_ places: [Int], others: CSVRowData) {
    self.places = places
    self.others = others
    seen = Array(repeating: CSVColumnSeen(), count: places.count)
  }

  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) -> Bool {
    for index in places.indices {
      let cell = cells[places[index]]
      if cell.isDoubled {
        seen[index].add(cell.undoubled(bytes).span.bytes)
      } else {
        seen[index].add(bytes.extracting(cell.range))
      }
    }
    others.take(bytes, cells)
    return true
  }
}

/// Looks for the first empty cell of some columns.
private struct CSVFirstEmpty: CSVRowTaker {
  let places: [Int]
  private(set) var found: CSVCell?

  init(places: [Int]) { self.places = places }

  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) -> Bool {
    for place in places where TableColumn.isMissing(bytes.extracting(cells[place].range)) {
      found = cells[place]
      return false
    }
    return true
  }
}

import Basics
import Datasets

/// The weights of the rows and the keys to split them by, taken row by row.
struct CSVRowKeys {
  private let columns: CSVRowColumns
  private let sheet: CSVSheet
  /// Where the cells of both are among those that are given.
  private let places: (split: Int, weight: Int)
  private var weights = CSVNumberColumns()
  /// The first weight below 0.
  private var negative: DescentError?
  private var keys = Keys()
  /// What is wrong with the first key that is none.
  private var fault: DescentError?

  private struct Keys {
    var names = SeenTexts()
    var groups: [Int] = []
    var ids: [UInt64] = []
    var parts: [Split.Part] = []
    var times: [Double] = []
    var form: CSVTimeForm?
  }

  /// - Parameter first: where the cells of these columns begin among those that are given.
  init(_ columns: CSVRowColumns, _ sheet: CSVSheet, from first: Int) {
    self.columns = columns
    self.sheet = sheet
    let all = columns.columns
    func place(_ column: Int?) -> Int { first + (all.firstIndex { $0 == column } ?? 0) }
    places = (place(columns.split?.place), place(columns.weight))
  }

  /// Takes the cells of a row.
  @inline(__always) mutating func take(_ bytes: RawSpan, _ cells: ContiguousArray<CSVCell>) {
    if columns.weight != nil { takeWeight(bytes, cells[places.weight]) }
    if columns.split != nil, fault == nil { takeKey(bytes, cells[places.split]) }
  }

  private mutating func takeWeight(_ bytes: RawSpan, _ cell: CSVCell) {
    guard let weight = weights.take(bytes, cell), weight < 0, negative == nil,
      let column = columns.weight
    else { return }
    negative = DescentError(
      .badData,
      "\(sheet.describe(column: column)): the weight \(shown(sheet.text(cell, bytes))) is below 0",
      at: sheet.position(of: cell), fix: "The weight of a row is a number of 0 or more.")
  }

  private mutating func takeKey(_ bytes: RawSpan, _ cell: CSVCell) {
    guard let split = columns.split else { return }
    if split.column.rule == .group, !cell.isDoubled {
      let content = bytes.extracting(cell.range)
      if !TableColumn.isMissing(content) {
        keys.groups.append(Int(keys.names.add(content)))
        return
      }
    }
    do {
      try takeKey(cell, sheet.text(cell, bytes), split.column.rule, split.place)
    } catch {
      fault = error
    }
  }

  private mutating func takeKey(
    _ cell: CSVCell, _ text: String, _ rule: SplitKeys.Rule, _ column: Int
  ) throws(DescentError) {
    guard !TableColumn.isMissing(text) else {
      throw DescentError(
        .badData, "\(sheet.describe(column: column)): the cell is empty",
        at: sheet.position(of: cell),
        fix: "It decides about the row: fill it in, or delete the row.")
    }
    switch rule {
    case .group:
      keys.groups.append(Int(keys.names.add(ContiguousArray(text.utf8).span.bytes)))
    case .hash: keys.ids.append(SplitKeys.hash(of: text))
    case .column:
      guard let part = Split.Part(named: text) else {
        var error = Split.Part.unknown(text)
        error.message = "\(sheet.describe(column: column)): " + error.message
        error.position = sheet.position(of: cell)
        throw error
      }
      keys.parts.append(part)
    case .time: keys.times.append(try sheet.time(cell, text, in: column, &keys.form))
    }
  }

  /// The weight of each row; nil where no column says it.
  ///
  /// Throws `DescentError` (bad data) for a cell that is no finite number of 0 or more.
  func sampleWeights() throws -> ContiguousArray<Scalar>? {
    guard let weight = columns.weight else { return nil }
    let values = try weights.checked(
      sheet, [weight], "The weight of a row is a number of 0 or more.")
    if let negative { throw negative }
    return values
  }

  /// The key of each row; nil where no column divides them.
  ///
  /// Throws `DescentError` (bad data) for an empty cell, and for one that is no key of its rule.
  func splitKeys() throws -> SplitKeys? {
    guard let split = columns.split else { return nil }
    if let fault { throw fault }
    switch split.column.rule {
    case .group: return SplitKeys(.groups(keys.groups))
    case .hash: return SplitKeys(.ids(keys.ids))
    case .column: return SplitKeys(.parts(keys.parts))
    case .time: return SplitKeys(.times(keys.times, areDates: keys.form != .number))
    }
  }
}

/// In which form a column of times writes its rows.
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

extension CSVSheet {
  /// A number, or a date in seconds since 1970.
  fileprivate func time(
    _ cell: CSVCell, _ text: String, in column: Int, _ form: inout CSVTimeForm?
  ) throws(DescentError) -> Double {
    var found: (form: CSVTimeForm, time: Double)?
    if case .number(let value) = number(cell), value.isFinite {
      found = (.number, value)
    } else if let written = WrittenDate(text), let date = written.date(.yearFirst) {
      found = (written.hasZone ? .dateWithZone : .date, date.secondsSince1970)
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

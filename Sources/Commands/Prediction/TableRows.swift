import Descent

/// The rows of a table, read piece by piece.
struct TableRows: RowSource {
  let notes: [String]
  let kept: [KeptColumn]?
  private let pieces: () throws -> CSVTable?
  private let model: Model
  /// The places of the kept columns.
  private let places: [Int]
  private var table: CSVTable
  private var row = 0
  /// The first row of those that came last.
  private var first = 0
  private var filled: TableEncoding.Counts
  private var failure: (any Error)?

  /// Reads the first rows.
  ///
  /// - Parameter pieces: gives the next rows, one at least; nil at the end.
  ///
  /// Throws `DescentError` where they can't be read or don't fit the model.
  init(
    _ pieces: @escaping () throws -> CSVTable?, for model: Model, keep: KeepChoice?
  ) throws {
    guard let table = try pieces() else {
      throw DescentError(.badData, "there are no rows")
    }
    self.pieces = pieces
    self.model = model
    self.table = table
    filled = TableEncoding.Counts(columns: model.encoding?.columns.count ?? 0)
    switch keep ?? (table.header == nil ? KeepChoice.none : .all) {
    case .none: places = []
    case .all: places = Array(0..<table.columns)
    case .names(let names): places = try names.map { try table.place(ofKept: $0) }
    }
    let isNumbered = keep == nil ? table.header == nil : keep == KeepChoice.none
    kept = isNumbered ? nil : places.map { Self.column($0, table, model) }
    var unused = TableEncoding.Counts(columns: filled.filled.count)
    // What a fault in the first row means is seen when it is its turn.
    let ignored = try? Self.features(0..<1, of: table, model, &unused).ignored
    notes =
      (ignored ?? []).isEmpty
      ? [] : ["\(counted(ignored?.count ?? 0, "column")) not used: \(shortList(ignored ?? []))"]
  }

  /// What is written of a column beside the predictions.
  private static func column(_ place: Int, _ table: CSVTable, _ model: Model) -> KeptColumn {
    let names = model.columnNames
    let isByPosition = table.header == nil || names.isEmpty
    let name =
      table.header?[place] ?? (names.count == table.columns ? names[place] : String(place + 1))
    let taken = isByPosition ? (place < names.count ? names[place] : "") : name
    guard let encoding = model.encoding else {
      return KeptColumn(name: name, isNumber: names.isEmpty || names.contains(taken))
    }
    return KeptColumn(
      name: name,
      isNumber: encoding.columns.contains { $0.source == TableColumn(taken, .number) })
  }

  private static func features(
    _ rows: Range<Int>, of table: CSVTable, _ model: Model, _ counts: inout TableEncoding.Counts
  ) throws -> CSVFeatures {
    if let encoding = model.encoding {
      return try table.features(encoding, counts: &counts, rows: rows)
    }
    return try table.features(
      names: model.featureNames, count: model.network.input.count, rows: rows)
  }

  var counts: [String] { model.encoding?.notes(filled) ?? [] }

  mutating func next() throws -> InputRows? {
    if let failure { throw failure }
    while row == table.rows {
      guard let more = try pieces() else { return nil }
      (table, row) = (more, 0)
    }
    let step = InputRows.step(width: model.network.input.count)
    let rows = row..<min(row + step, table.rows)
    (first, row) = (rows.lowerBound, rows.upperBound)
    do {
      return try take(rows)
    } catch {
      return try take(rows.lowerBound..<firstFault(rows, error))
    }
  }

  func position(ofRow row: Int) -> Position? {
    let place = table.position(row: first + row, column: 0)
    return Position(file: place.file, line: place.line)
  }

  private mutating func take(_ rows: Range<Int>) throws -> InputRows {
    if let failure, rows.isEmpty { throw failure }
    let features = try Self.features(rows, of: table, model, &filled)
    return InputRows(
      count: rows.count, features: features.values, cells: table.kept(places, rows: rows))
  }

  /// The first row that can't be read; the next call throws what is wrong with it.
  private mutating func firstFault(_ rows: Range<Int>, _ error: any Error) -> Int {
    failure = error
    for row in rows {
      var unused = filled
      do {
        _ = try Self.features(row..<(row + 1), of: table, model, &unused)
      } catch {
        failure = error
        return row
      }
    }
    return rows.lowerBound
  }
}

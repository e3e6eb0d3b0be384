import Basics
import Datasets

/// A CSV text whose layout is known: what stands between cells, the names of the columns, and where the
/// rows begin. The rows themselves have not been looked at.
struct CSVSheet: Sendable {
  /// The name of the file, for errors.
  let name: String
  let scanner: CSVScanner
  /// Where the text came from, if it was JSON.
  let origin: JSONLines?
  /// How many bytes of rows are read at a time.
  let pieceSize: Int
  /// The names of the columns; nil where there is no header.
  private(set) var header: [String]?
  /// The number of columns.
  private(set) var columns = 0
  /// Where the rows begin, behind the header.
  private(set) var rowsStart = 0
  /// The bytes of the rows; each cell takes one at least, itself or what ends it.
  var rowBytes: Int { scanner.bytes.count - rowsStart }
  /// The blank lines before the header or the first row.
  private(set) var leadingBlankLines = 0

  /// Finds the delimiter, unless the layout says it.
  ///
  /// - Parameter origin: the rows of JSON that the text was made of.
  ///
  /// Throws `DescentError` (usage) for a delimiter that can't be one.
  init(
    _ bytes: Numbers<UInt8>, name: String, layout: CSVLayout, origin: JSONLines? = nil
  ) throws {
    let delimiter: UInt8
    if origin != nil {
      delimiter = UInt8(ascii: ",")
    } else if let wanted = layout.delimiter {
      guard let ascii = wanted.asciiValue, ascii >= 0x20 || ascii == 0x09, wanted != "\"" else {
        throw DescentError(
          .usage, "the delimiter is \(shown(String(wanted))); expected one character")
      }
      delimiter = ascii
    } else {
      delimiter = CSVLayout.guessDelimiter(bytes)
    }
    self.name = name
    self.origin = origin
    pieceSize = layout.pieceSize
    scanner = CSVScanner(
      bytes, name: name, delimiter: delimiter, usesShortcuts: layout.usesShortcuts)
  }

  /// Rows that follow those of another sheet of the same text.
  init(_ bytes: Numbers<UInt8>, following first: CSVSheet, linesBefore: Int) {
    name = first.name
    origin = nil
    pieceSize = first.pieceSize
    header = first.header
    columns = first.columns
    scanner = CSVScanner(
      bytes, name: name, delimiter: first.scanner.delimiter,
      usesShortcuts: first.scanner.usesShortcuts, linesBefore: linesBefore)
  }

  /// Reads the first rows and finds out whether the first is a header: see `CSVTable.init`.
  ///
  /// Throws `DescentError` (bad data) for what the scanner refuses in the first two rows, and for names of
  /// columns that are empty or double.
  mutating func readTop(
    _ layout: CSVLayout, headerNames: [String], labelColumns: (Int) -> Set<Int>
  ) throws {
    if let origin { return try takeNames(origin) }
    var scanner = scanner
    var first: [CSVCell] = []
    rowsStart = scanner.position
    var seen = rowsStart
    while !scanner.isAtEnd {
      scanner.forget(since: &seen)
      let start = scanner.position
      let blanks = try scanner.bytes.withSpan { span in
        guard try CSVRows.readRow(&scanner, span.bytes).isBlank else { return 0 }
        return 1 + CSVRows.skipBlankLines(&scanner, span.bytes)
      }
      guard blanks == 0 else {
        leadingBlankLines += blanks
        continue
      }
      rowsStart = start
      scanner.position = start
      try scanner.readRow(into: &first)
      break
    }
    guard !first.isEmpty else {
      throw DescentError(.badData, "the file is empty", at: Position(file: name))
    }
    guard first.count <= CSVRows.mostColumns else { throw CSVRows.tooManyColumns(name) }
    columns = first.count
    var second: [CSVCell] = []
    let next = scanner.position
    if !scanner.isAtEnd { try scanner.readRow(into: &second) }
    if second.count == 1, second[0].range.isEmpty { second = [] }
    let named = layout.namedColumns.filter { name in Int(name).map { $0 > columns } ?? true }
    let holdsNames = [headerNames, named].contains { names in
      !names.isEmpty && Set(first.map { text($0) }).isSuperset(of: names)
    }
    let texts = labelColumns(columns)
    if layout.hasHeader ?? (holdsNames || looksLikeHeader(first, second, labelColumns: texts)) {
      try takeHeader(first)
      rowsStart = next
    }
  }

  /// Takes the names of the columns of rows of JSON, which have no header.
  private mutating func takeNames(_ origin: JSONLines) throws {
    columns = origin.names.count
    if let column = origin.names.firstIndex(of: "") {
      throw noName(column, at: origin.place(row: nil, column: ""))
    }
    header = origin.names
  }

  private func noName(_ column: Int, at place: Position) -> DescentError {
    DescentError(
      .badData, "column \(column + 1) has no name", at: place,
      fix: "Name it, or remove the column.")
  }

  private mutating func takeHeader(_ cells: [CSVCell]) throws {
    let names = cells.map { text($0) }
    var seen: [String: Int] = [:]
    for (column, name) in names.enumerated() {
      guard !name.isEmpty else { throw noName(column, at: position(of: cells[column])) }
      if let other = seen.updateValue(column, forKey: name) {
        throw DescentError(
          .badData, "two columns are called \(shown(name)): \(other + 1) and \(column + 1)",
          at: position(of: cells[column]), fix: "Rename one of them.")
      }
    }
    header = names
  }
}

extension CSVSheet {
  /// The names of the columns, or their numbers from 1 where there is no header.
  var columnNames: [String] { (0..<columns).map { header?[$0] ?? String($0 + 1) } }

  /// What a column is called in messages: `column "age"`, `column 3`.
  func describe(column: Int) -> String {
    header.map { "column \(shown($0[column]))" } ?? "column \(column + 1)"
  }

  /// The content of a cell.
  func text(_ cell: CSVCell) -> String {
    scanner.bytes.withSpan { text(cell, $0.bytes) }
  }

  /// The content of a cell of the text's bytes.
  func text(_ cell: CSVCell, _ bytes: RawSpan) -> String {
    guard cell.isDoubled else { return bytes.extracting(cell.range).text }
    return String(decoding: cell.undoubled(bytes), as: UTF8.self)
  }

  /// The content of a cell as a number.
  func number(_ cell: CSVCell) -> ParsedNumber {
    scanner.bytes.withSpan { parseNumber($0.bytes.extracting(cell.range)) }
  }

  /// Where a cell begins, its quote included.
  func position(of cell: CSVCell) -> Position {
    if let origin, let (row, column) = find(cell) {
      return origin.place(row: row, column: column)
    }
    return scanner.place(of: cell.range.lowerBound - (cell.isQuoted ? 1 : 0))
  }

  /// Where a cell of a row begins; rows are counted from 0 below the header.
  func position(row: Int, column: Int) throws -> Position {
    var scanner = scanner
    scanner.position = rowsStart
    var cells: [CSVCell] = []
    for _ in 0...row { try scanner.readRow(into: &cells) }
    return position(of: cells[column])
  }

  /// The row and the name of the column of a cell.
  private func find(_ wanted: CSVCell) -> (row: Int, column: String)? {
    var scanner = scanner
    var cells: [CSVCell] = []
    var row = 0
    while !scanner.isAtEnd, (try? scanner.readRow(into: &cells)) != nil {
      if scanner.position > wanted.range.lowerBound {
        let column = cells.firstIndex { $0.range.lowerBound >= wanted.range.lowerBound } ?? 0
        return (row, columnNames[column])
      }
      row += 1
    }
    return nil
  }

  /// The column of this name, or of this number from 1.
  ///
  /// Throws `DescentError` (usage) where there is none, with the nearest name.
  func column(_ wanted: String, _ role: String) throws -> Int {
    if let index = header?.firstIndex(of: wanted) { return index }
    if let number = Int(wanted) {
      guard (1...columns).contains(number) else {
        throw DescentError(
          .usage, "\(role) column \(number) does not exist", at: Position(file: name),
          fix: columns == 1 ? "There is 1 column." : "Columns are counted from 1 to \(columns).")
      }
      return number - 1
    }
    guard let header else {
      throw DescentError(
        .usage, "no \(role) column \(shown(wanted)): the file has no header",
        at: Position(file: name), fix: "Give its number, from 1 to \(columns).")
    }
    throw DescentError(
      .usage, "no \(role) column \(shown(wanted))", at: Position(file: name),
      fix: suggestion(for: wanted, in: header))
  }

  /// `Did you mean "age" by "agee"? ` where columns of the file that aren't asked for have nearly the names of
  /// missing ones; of the first three.
  private func renaming(_ missing: [String], _ wanted: [String]) -> String {
    let others = (header ?? []).filter { !wanted.contains($0) }
    let pairs = missing.prefix(100).compactMap { name in
      nearestName(to: name, in: others).map { "\(shown(name)) by \(shown($0))" }
    }
    return pairs.isEmpty ? "" : "Did you mean \(pairs.prefix(3).joined(separator: " and "))? "
  }

  /// The columns of these names, in the order of the names.
  ///
  /// Throws `DescentError` (bad data) that lists the missing ones and those that are there.
  func columns(named names: [String]) throws -> [Int] {
    let header = self.header ?? []
    var places: [String: Int] = [:]
    for (index, name) in header.enumerated() { places[name] = index }
    let missing = names.filter { places[$0] == nil }
    guard missing.isEmpty else {
      throw DescentError(
        .badData,
        "\(missing.count == 1 ? "a column is" : "columns are") missing: "
          + list(missing), at: Position(file: name),
        fix: header.isEmpty
          ? "The file has no header." : renaming(missing, names) + "The file has: \(list(header)).")
    }
    return names.compactMap { places[$0] }
  }
}

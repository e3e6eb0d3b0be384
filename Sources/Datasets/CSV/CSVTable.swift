import Basics

/// How CSV text is laid out, where that shall not be guessed.
public struct CSVLayout: Sendable, Hashable {
  /// The ASCII character between cells; nil finds out whether it is a comma, a semicolon or a tab.
  public var delimiter: Character?
  /// Whether the first row holds the names of the columns; nil finds out.
  public var hasHeader: Bool?
  /// Whether plain lines and cells are read in fewer steps; false is what tests compare with.
  package var usesShortcuts = true

  /// A layout; whatever is left out is found out.
  public init(delimiter: Character? = nil, hasHeader: Bool? = nil) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
  }
}

/// The rows and cells of a CSV text, checked to be a table, and not interpreted yet.
///
/// RFC 4180 with commas, semicolons or tabs, any line ends, with or without byte order mark, plain or
/// gzip; or rows of JSON, which become the same. Every row has as many cells as the first. Blank lines before and after the rows are left out.
public struct CSVTable: Sendable {
  /// The name of the file, for errors.
  public let name: String
  /// The character between cells.
  public let delimiter: Character
  /// The names of the columns; nil where there is no header.
  public private(set) var header: [String]?
  /// The number of columns.
  public let columns: Int
  /// How many blank lines there were before the first row and after the last.
  public var blankLines: Int { places.blankLines }

  let scanner: CSVScanner
  /// Where the text came from, if it was JSON; the header is known then, and cells are found in that.
  private let origin: JSONLines?
  /// Whether the table was written as rows of JSON.
  public var isJSON: Bool { origin != nil }
  /// Where the rows are, header included.
  private let places: CSVRows
  /// 1 where the header is among them.
  private var headerRows = 0

  /// The number of rows, header not included.
  public var rows: Int { places.count - headerRows }

  /// Reads a table.
  ///
  /// `labelColumns` tells, from the number of columns, which ones may hold text in every row, so that
  /// text there doesn't make the first row a header. Where it isn't given by the layout, the first row
  /// is taken for a header if it holds text in another column (unless a number with sign, point or
  /// exponent stands in that row too: such are values, not names), or if it holds text above a number.
  ///
  /// Throws `DescentError` (bad data) for text that isn't UTF-8, quotes that don't close, rows of
  /// different lengths, blank lines in the middle, no rows, and column names that are empty or double.
  public init(
    _ data: ContiguousArray<UInt8>, name: String, layout: CSVLayout = CSVLayout(),
    labelColumns: (Int) -> Set<Int> = { _ in [] }
  ) throws {
    try self.init(
      data, name: name, layout: layout, headerNames: [], labelColumns: labelColumns)
  }

  /// The same; unless the layout says, the first row is also a header if it holds all these names.
  init(
    _ data: ContiguousArray<UInt8>, name: String, layout: CSVLayout, headerNames: [String],
    labelColumns: (Int) -> Set<Int>
  ) throws {
    if isGzip(data) {
      try checkStart(ByteReader(data, name: name).read(1 << 16), name: name)
    }
    let bytes = try inflated(data, name: name)
    let origin = JSONLines.isLikely(bytes) ? try JSONLines(bytes, name: name) : nil
    try self.init(
      text: origin?.text ?? bytes, name: name, layout: layout, headerNames: headerNames,
      labelColumns: labelColumns, origin: origin)
  }

  /// Rows that follow those of another table of the same text.
  init(
    text bytes: ContiguousArray<UInt8>, following first: CSVTable, linesBefore: Int
  ) throws {
    try checkText(bytes, name: first.name, linesBefore: linesBefore)
    origin = nil
    name = first.name
    delimiter = first.delimiter
    header = first.header
    columns = first.columns
    scanner = CSVScanner(
      bytes, name: name, delimiter: first.scanner.delimiter,
      usesShortcuts: first.scanner.usesShortcuts, linesBefore: linesBefore)
    places = try CSVRows(scanner, columns: first.columns)
  }

  /// The same of bytes that aren't compressed.
  ///
  /// - Parameter origin: the rows of JSON that the text was made of.
  init(
    text bytes: ContiguousArray<UInt8>, name: String, layout: CSVLayout, headerNames: [String],
    labelColumns: (Int) -> Set<Int>, origin: JSONLines? = nil
  ) throws {
    if origin == nil { try checkText(bytes, name: name) }
    self.origin = origin
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
      delimiter = Self.guessDelimiter(bytes)
    }
    self.name = name
    self.delimiter = Character(Unicode.Scalar(delimiter))
    scanner = CSVScanner(
      bytes, name: name, delimiter: delimiter, usesShortcuts: layout.usesShortcuts)
    places = try CSVRows(scanner)
    columns = places.columns
    let texts = labelColumns(columns)
    let holdsNames =
      !headerNames.isEmpty && Set(cells(0).map { text($0) }).isSuperset(of: headerNames)
    if origin != nil {
      try takeHeader()
    } else if layout.hasHeader ?? (holdsNames || looksLikeHeader(labelColumns: texts)) {
      try takeHeader()
    }
    guard rows > 0 else {
      throw DescentError(
        .badData, "there is a header, but no rows", at: Position(file: name),
        fix: "Add rows of numbers below the names.")
    }
  }

  /// The text of a cell. `row` counts from 0 without the header.
  public func text(row: Int, column: Int) -> String { text(cells(row)[column]) }

  /// Where a cell begins.
  public func position(row: Int, column: Int) -> Position {
    position(of: cells(row)[column])
  }

  /// What a column is called in messages: `column "age"`, `column 3`.
  public func describe(column: Int) -> String {
    header.map { "column \(shown($0[column]))" } ?? "column \(column + 1)"
  }
}

extension CSVTable {
  /// The cells of a row.
  func cells(_ row: Int) -> [CSVCell] {
    var cells: [CSVCell] = []
    readCells(row, into: &cells)
    return cells
  }

  /// The cells of a row, into an array that is used again.
  func readCells(_ row: Int, into cells: inout [CSVCell]) {
    var offset = offset(of: row)
    readCells(fromOffset: &offset, into: &cells)
  }

  /// The cells of the row that begins at an offset, which moves on to the next row.
  func readCells(fromOffset offset: inout Int, into cells: inout [CSVCell]) {
    cells.removeAll(keepingCapacity: true)
    var scanner = self.scanner
    scanner.position = offset
    var cell = CSVCell()
    // The rows were read once already: this can't throw.
    while let end = try? scanner.next(&cell) {
      cells.append(cell)
      if end != .delimiter { break }
    }
    offset = scanner.position
  }

  /// The cell in a column of the row that begins at an offset, which moves on to the next row.
  func readCell(_ column: Int, fromOffset offset: inout Int, _ cells: inout [CSVCell]) -> CSVCell {
    let bytes = scanner.bytes.span.bytes
    if scanner.usesShortcuts,
      let start = CSVLine.cellStart(
        bytes, column: column, from: offset, delimiter: scanner.delimiter),
      let rest = CSVLine(bytes, from: start, delimiter: scanner.delimiter)
    {
      var first = start
      var last = start
      while last < rest.end, bytes.at(last) != scanner.delimiter { last += 1 }
      while first < last, scanner.isSpace(bytes.at(first)) { first += 1 }
      while last > first, scanner.isSpace(bytes.at(last - 1)) { last -= 1 }
      offset = rest.next
      return CSVCell(range: first..<last, isQuoted: false)
    }
    readCells(fromOffset: &offset, into: &cells)
    return cells[column]
  }

  /// Where a row begins; `row` counts from 0 without the header.
  func offset(of row: Int) -> Int { places.offset(of: row + headerRows, scanner) }

  /// The content of a cell.
  func text(_ cell: CSVCell) -> String {
    let bytes = scanner.bytes[cell.range]
    guard cell.isQuoted, bytes.contains(UInt8(ascii: "\"")) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var content: [UInt8] = []
    var skip = false
    for byte in bytes {
      skip = byte == UInt8(ascii: "\"") && !skip
      if !skip { content.append(byte) }
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// The content of a cell as a number.
  func number(_ cell: CSVCell) -> ParsedNumber {
    parseNumber(scanner.bytes.span.extracting(cell.range))
  }

  /// Where a cell begins, its quote included.
  func position(of cell: CSVCell) -> Position {
    if let origin, let (row, column) = find(cell) {
      return origin.place(row: row, column: column)
    }
    return scanner.place(of: cell.range.lowerBound - (cell.isQuoted ? 1 : 0))
  }

  /// The row and the name of the column of a cell; no row for the header.
  private func find(_ wanted: CSVCell) -> (row: Int?, column: String)? {
    var offset = places.offset(of: 0, scanner)
    var cells: [CSVCell] = []
    var names: [CSVCell] = []
    for row in 0..<places.count {
      readCells(fromOffset: &offset, into: &cells)
      if row == 0 { names = cells }
      guard offset > wanted.range.lowerBound else { continue }
      let column = cells.firstIndex { $0.range.lowerBound >= wanted.range.lowerBound } ?? 0
      return (row == 0 ? nil : row - 1, text(names[column]))
    }
    return nil
  }

  /// The delimiter that the first rows agree on.
  ///
  /// Of tab, semicolon and comma, in this order, the first that every one of the first 20 lines has
  /// equally often; then the one that the first line has most of. The comma comes last, as it may
  /// also be a decimal comma. Without any there is one column.
  static func guessDelimiter(_ bytes: ContiguousArray<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    var lines: [[Int]] = []
    var current = [0, 0, 0]
    var isBlank = true
    var isQuoted = false
    for byte in bytes.dropFirst(CSVScanner.textStart(bytes)).prefix(1 << 20) where lines.count < 20
    {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if !isBlank { lines.append(current) }
        (current, isBlank) = ([0, 0, 0], true)
      } else {
        isBlank = false
        if let index = candidates.firstIndex(of: byte) { current[index] += 1 }
      }
    }
    if lines.isEmpty { lines.append(current) }
    for (index, candidate) in candidates.enumerated()
    where lines[0][index] > 0 && lines.allSatisfy({ $0[index] == lines[0][index] }) {
      return candidate
    }
    let most = lines[0].max() ?? 0
    let index = lines[0].lastIndex(of: most) ?? 2
    return most > 0 ? candidates[index] : UInt8(ascii: ",")
  }

  private func looksLikeHeader(labelColumns: Set<Int>) -> Bool {
    let first = cells(0).map { (cell: $0, number: number($0)) }
    let second = places.count > 1 ? cells(1).map { number($0) } : []
    // Text over a number.
    for (column, value) in first.enumerated() where value.number == .notANumber {
      if column < second.count, case .number = second[column] {
        // Unless it is a slip in a row of values.
        return !first.contains { isValueNotName($0.cell, $0.number) }
      }
    }
    // A number over a number, and text over text: a row of values like the next one.
    if second.count == first.count, zip(first, second).allSatisfy({ $0.number.isLike($1) }),
      first.contains(where: { $0.number != .notANumber })
    {
      return false
    }
    let features = first.enumerated().filter { !labelColumns.contains($0.offset) }.map(\.element)
    return features.contains { $0.number == .notANumber }
      && !features.contains { isValueNotName($0.cell, $0.number) }
  }

  /// Whether a cell holds a number that nobody would call a column: one with sign, point or exponent.
  private func isValueNotName(_ cell: CSVCell, _ number: ParsedNumber) -> Bool {
    guard case .number = number else { return false }
    return !scanner.bytes[cell.range].allSatisfy { 0x30...0x39 ~= $0 }
  }

  private mutating func takeHeader() throws {
    let cells = cells(0)
    let names = cells.map { text($0) }
    var seen: [String: Int] = [:]
    for (column, name) in names.enumerated() {
      guard !name.isEmpty else {
        throw DescentError(
          .badData, "column \(column + 1) has no name", at: position(of: cells[column]),
          fix: "Name it, or remove the column.")
      }
      if let other = seen.updateValue(column, forKey: name) {
        throw DescentError(
          .badData, "two columns are called \(shown(name)): \(other + 1) and \(column + 1)",
          at: position(of: cells[column]), fix: "Rename one of them.")
      }
    }
    header = names
    headerRows = 1
  }
}

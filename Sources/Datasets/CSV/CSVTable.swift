import Basics

/// How CSV text is laid out, where that shall not be guessed.
public struct CSVLayout: Sendable, Hashable {
  /// The ASCII character between cells; nil finds out whether it is a comma, a semicolon or a tab.
  public var delimiter: Character?
  /// Whether the first row holds the names of the columns; nil finds out.
  public var hasHeader: Bool?

  /// A layout; whatever is left out is found out.
  public init(delimiter: Character? = nil, hasHeader: Bool? = nil) {
    self.delimiter = delimiter
    self.hasHeader = hasHeader
  }
}

/// The rows and cells of a CSV text, checked to be a table, and not interpreted yet.
///
/// RFC 4180 with commas, semicolons or tabs, any line ends, with or without byte order mark, plain or
/// gzip. Every row has as many cells as the first. Blank lines before and after the rows are left out.
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
  public let blankLines: Int

  private let scanner: CSVScanner
  /// Offset and line of every row, header included.
  private var places: [(offset: Int, line: Int)]

  /// The number of rows, header not included.
  public var rows: Int { places.count - (header == nil ? 0 : 1) }

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
    let bytes = try inflated(data, name: name)
    try checkText(bytes, name: name)
    let delimiter: UInt8
    if let wanted = layout.delimiter {
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
    scanner = CSVScanner(bytes, name: name, delimiter: delimiter)
    (places, columns, blankLines) = try Self.findRows(scanner)
    let texts = labelColumns(columns)
    if layout.hasHeader ?? looksLikeHeader(labelColumns: texts) { try takeHeader() }
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
    position(of: cells(row)[column], row: row)
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
    cells.removeAll(keepingCapacity: true)
    var scanner = self.scanner
    scanner.position = places[row + (header == nil ? 0 : 1)].offset
    var cell = CSVCell()
    // The rows were read once already: this can't throw.
    while let end = try? scanner.next(&cell) {
      cells.append(cell)
      if end != .delimiter { break }
    }
  }

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

  /// Where a cell of a row begins, its quote included.
  func position(of cell: CSVCell, row: Int) -> Position {
    let start = places[row + (header == nil ? 0 : 1)]
    let offset = cell.range.lowerBound - (cell.isQuoted ? 1 : 0)
    // Quoted cells before this one may hold line ends.
    var line = start.line
    var previous: UInt8 = 0
    for byte in scanner.bytes[start.offset..<offset] {
      if byte == 0x0A && previous != 0x0D || byte == 0x0D { line += 1 }
      previous = byte
    }
    return scanner.place(of: offset, line: line)
  }

  /// The line on which a row begins.
  func line(_ row: Int) -> Int { places[row + (header == nil ? 0 : 1)].line }

  private static func findRows(
    _ start: CSVScanner
  ) throws -> (places: [(offset: Int, line: Int)], columns: Int, blankLines: Int) {
    var scanner = start
    var places: [(offset: Int, line: Int)] = []
    var columns = 0
    var blanks = 0
    var leading = 0
    var firstBlank = 0
    var cell = CSVCell()
    while !scanner.isAtEnd {
      let place = (offset: scanner.position, line: scanner.line)
      var count = 1
      while try scanner.next(&cell) == .delimiter { count += 1 }
      if count == 1, !cell.isQuoted, cell.range.isEmpty {
        if blanks == 0 { firstBlank = place.line }
        blanks += 1
        continue
      }
      if places.isEmpty { (leading, blanks) = (blanks, 0) }
      guard blanks == 0 else {
        throw DescentError(
          .badData, "a blank line", at: Position(file: scanner.name, line: firstBlank),
          fix: "Delete it.")
      }
      blanks = 0
      if places.isEmpty { columns = count }
      guard count == columns else {
        throw DescentError(
          .badData, "\(counted(count, "cell")), but the first row has \(columns)",
          at: Position(file: scanner.name, line: place.line))
      }
      places.append(place)
    }
    guard !places.isEmpty else {
      throw DescentError(.badData, "the file is empty", at: Position(file: scanner.name))
    }
    return (places, columns, leading + blanks)
  }

  /// The delimiter that the first rows agree on.
  ///
  /// Of tab, semicolon and comma, in this order, the first that every one of the first 20 lines has
  /// equally often; then the one that the first line has most of. The comma comes last, as it may
  /// also be a decimal comma. Without any there is one column.
  private static func guessDelimiter(_ bytes: ContiguousArray<UInt8>) -> UInt8 {
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
          .badData, "column \(column + 1) has no name", at: position(of: cells[column], row: 0),
          fix: "Name it, or remove the column.")
      }
      if let other = seen.updateValue(column, forKey: name) {
        throw DescentError(
          .badData, "two columns are called \(shown(name)): \(other + 1) and \(column + 1)",
          at: position(of: cells[column], row: 0), fix: "Rename one of them.")
      }
    }
    header = names
  }
}

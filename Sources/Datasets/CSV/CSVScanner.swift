import Basics

/// Where the content of one cell lies.
struct CSVCell {
  /// The content without surrounding spaces and quotes; doubled quotes are still doubled.
  var range: Range<Int> = 0..<0
  /// Whether it was in quotes.
  var isQuoted = false
}

/// Takes CSV text apart, cell by cell (RFC 4180).
///
/// Lines end with LF, CRLF or CR. Spaces around a cell don't count, and a cell in quotes may hold
/// delimiters, line ends and doubled quotes.
struct CSVScanner {
  /// What a cell was followed by.
  enum End {
    case delimiter
    case line
    case file
  }

  /// More than this in one cell is not data but a quote that was never closed, or an attack.
  static let longestCell = 1 << 20

  let bytes: ContiguousArray<UInt8>
  let name: String
  let delimiter: UInt8
  /// Where the text begins: behind a byte order mark.
  let start: Int
  /// The next byte to read.
  var position: Int
  /// The line of that byte, from 1.
  var line = 1

  init(_ bytes: ContiguousArray<UInt8>, name: String, delimiter: UInt8) {
    self.bytes = bytes
    self.name = name
    self.delimiter = delimiter
    start = Self.textStart(bytes)
    position = start
  }

  /// The offset behind a UTF-8 byte order mark.
  static func textStart(_ bytes: ContiguousArray<UInt8>) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Reads the next cell and steps behind what ends it.
  mutating func next(_ cell: inout CSVCell) throws -> End {
    skipSpaces()
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      return try quoted(&cell)
    }
    let first = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: "\"") {
        throw error(
          "a quote in the middle of a cell", at: position,
          fix: "Put the whole cell in quotes and double the quotes in it.")
      }
      position += 1
    }
    var last = position
    while last > first, isSpace(bytes[last - 1]) { last -= 1 }
    cell = CSVCell(range: first..<last, isQuoted: false)
    try checkLength(cell)
    return step()
  }

  private mutating func quoted(_ cell: inout CSVCell) throws -> End {
    let opening = position
    let openingLine = line
    position += 1
    while true {
      guard position < bytes.count, position - opening <= Self.longestCell else {
        throw DescentError(
          .badData, "the quote that opens here is never closed",
          at: place(of: opening, line: openingLine))
      }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        guard position + 1 < bytes.count, bytes[position + 1] == byte else { break }
        position += 2
        continue
      }
      if byte == 0x0A
        || byte == 0x0D && !(position + 1 < bytes.count && bytes[position + 1] == 0x0A)
      {
        line += 1
      }
      position += 1
    }
    cell = CSVCell(range: opening + 1..<position, isQuoted: true)
    position += 1
    skipSpaces()
    if position < bytes.count, bytes[position] != delimiter, bytes[position] != 0x0A,
      bytes[position] != 0x0D
    {
      throw error(
        "text after the closing quote of a cell", at: position,
        fix: "Double the quotes within a cell in quotes.")
    }
    return step()
  }

  /// Steps over what ends a cell.
  private mutating func step() -> End {
    guard position < bytes.count else { return .file }
    let byte = bytes[position]
    position += 1
    if byte == delimiter { return .delimiter }
    line += 1
    if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
    return .line
  }

  private mutating func skipSpaces() {
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") && delimiter != UInt8(ascii: "\t")
  }

  private func checkLength(_ cell: CSVCell) throws {
    guard cell.range.count > Self.longestCell else { return }
    throw error("a cell of more than 1 MiB", at: cell.range.lowerBound, fix: nil)
  }

  private func error(_ message: String, at offset: Int, fix: String?) -> DescentError {
    DescentError(.badData, message, at: place(of: offset, line: line), fix: fix)
  }

  /// The place of a byte on a line: its column counts characters, from 1.
  func place(of offset: Int, line: Int) -> Position {
    var lineStart = offset
    while lineStart > start, bytes[lineStart - 1] != 0x0A, bytes[lineStart - 1] != 0x0D {
      lineStart -= 1
    }
    let before = String(decoding: bytes[lineStart..<offset], as: UTF8.self)
    return Position(file: name, line: line, column: before.count + 1)
  }
}

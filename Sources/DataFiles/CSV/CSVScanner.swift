import Basics
import Datasets

/// Where the content of one cell lies.
struct CSVCell {
  /// The content without surrounding spaces and quotes; doubled quotes are still doubled.
  var range: Range<Int> = 0..<0
  /// Whether it was in quotes.
  var isQuoted = false
  /// Whether there are doubled quotes in it.
  var isDoubled = false

  /// The text of a cell with doubled quotes.
  func undoubled(_ bytes: RawSpan) -> ContiguousArray<UInt8> {
    var content: ContiguousArray<UInt8> = []
    var skip = false
    for index in range {
      let byte = bytes.at(index)
      skip = byte == UInt8(ascii: "\"") && !skip
      if !skip { content.append(byte) }
    }
    return content
  }
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
  /// So many bytes of a file are looked at before their memory is let go of.
  static let longestLook = 1 << 23

  let bytes: Numbers<UInt8>
  let name: String
  let delimiter: UInt8
  /// Where the text begins: behind a byte order mark.
  let start: Int
  /// Whether plain lines may be read without taking them apart cell by cell, as `CSVLine` does.
  let usesShortcuts: Bool
  /// The lines of the text that came before these bytes.
  let linesBefore: Int
  /// The next byte to read.
  var position: Int

  /// - Parameter usesShortcuts: false reads every cell here, which is what the shortcuts are compared
  ///   with.
  /// - Parameter linesBefore: of the same text; nil where it begins with these bytes.
  init(
    _ bytes: Numbers<UInt8>, name: String, delimiter: UInt8, usesShortcuts: Bool = true,
    linesBefore: Int? = nil
  ) {
    self.bytes = bytes
    self.linesBefore = linesBefore ?? 0
    self.name = name
    self.delimiter = delimiter
    // A delimiter that may be part of a number, or a space, which doesn't count, takes a closer look.
    self.usesShortcuts =
      usesShortcuts && (delimiter == 0x09 || delimiter > 0x20)
      && !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= delimiter) && !"+-.eE".utf8.contains(delimiter)
    // A byte order mark further on is text.
    start = linesBefore == nil ? bytes.withSpan { Self.textStart($0.bytes) } : 0
    position = start
  }

  /// The offset behind a UTF-8 byte order mark.
  static func textStart(_ bytes: RawSpan) -> Int {
    bytes.byteCount >= 3 && bytes.at(0) == 0xEF && bytes.at(1) == 0xBB && bytes.at(2) == 0xBF
      ? 3 : 0
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Lets go of the memory of what was looked at since an offset, which moves on, as soon as it is much.
  @inline(__always) func forget(since offset: inout Int) {
    guard position &- offset > Self.longestLook else { return }
    bytes.forget(offset..<position)
    offset = position
  }

  /// Reads the next cell and steps behind what ends it.
  mutating func next(_ cell: inout CSVCell) throws -> End {
    let text = bytes
    return try text.withSpan { try next(&cell, $0.bytes) }
  }

  private mutating func next(_ cell: inout CSVCell, _ bytes: RawSpan) throws -> End {
    skipSpaces(bytes)
    if position < bytes.byteCount, bytes.at(position) == UInt8(ascii: "\"") {
      return try quoted(&cell, bytes)
    }
    let first = position
    while position < bytes.byteCount {
      let byte = bytes.at(position)
      if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
      // A quote in here is a sign like any other: 5'7".
      position += 1
    }
    var last = position
    while last > first, isSpace(bytes.at(last - 1)) { last -= 1 }
    cell = CSVCell(range: first..<last, isQuoted: false)
    try checkLength(cell)
    return step(bytes)
  }

  private mutating func quoted(_ cell: inout CSVCell, _ bytes: RawSpan) throws -> End {
    let opening = position
    var isDoubled = false
    position += 1
    while true {
      guard position < bytes.byteCount, position - opening <= Self.longestCell else {
        throw DescentError(
          .badData, "the quote that opens here is never closed", at: place(of: opening))
      }
      let byte = bytes.at(position)
      if byte == UInt8(ascii: "\"") {
        guard position + 1 < bytes.byteCount, bytes.at(position + 1) == byte else { break }
        isDoubled = true
        position += 2
        continue
      }
      position += 1
    }
    cell = CSVCell(range: opening + 1..<position, isQuoted: true, isDoubled: isDoubled)
    position += 1
    skipSpaces(bytes)
    if position < bytes.byteCount, bytes.at(position) != delimiter, bytes.at(position) != 0x0A,
      bytes.at(position) != 0x0D
    {
      throw error(
        "text after the closing quote of a cell", at: position,
        fix: "Double the quotes within a cell in quotes.")
    }
    return step(bytes)
  }

  /// Steps over what ends a cell.
  private mutating func step(_ bytes: RawSpan) -> End {
    guard position < bytes.byteCount else { return .file }
    let byte = bytes.at(position)
    position = CSVLine.next(bytes, after: position)
    return byte == delimiter ? .delimiter : .line
  }

  private mutating func skipSpaces(_ bytes: RawSpan) {
    while position < bytes.byteCount, isSpace(bytes.at(position)) { position += 1 }
  }

  /// Whether a byte beside the content of a cell doesn't count.
  @inline(__always) func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") && delimiter != UInt8(ascii: "\t")
  }

  /// Whether there are only spaces from one offset to another.
  func isSpace(from first: Int, to end: Int, _ bytes: RawSpan) -> Bool {
    for index in first..<end where !isSpace(bytes.at(index)) { return false }
    return true
  }

  private func checkLength(_ cell: CSVCell) throws {
    guard cell.range.count > Self.longestCell else { return }
    throw error("a cell of more than 1 MiB", at: cell.range.lowerBound, fix: nil)
  }

  private func error(_ message: String, at offset: Int, fix: String?) -> DescentError {
    DescentError(.badData, message, at: place(of: offset), fix: fix)
  }

  /// The place of a byte: its column counts characters, from 1.
  func place(of offset: Int) -> Position {
    var lineStart = offset
    while lineStart > start, bytes[lineStart - 1] != 0x0A, bytes[lineStart - 1] != 0x0D {
      lineStart -= 1
    }
    let before = bytes.withSpan { $0.bytes.extracting(lineStart..<offset).text }
    return Position(file: name, line: line(of: offset), column: before.count + 1)
  }

  /// The line of a byte, from 1: counted only where there is something to say about it.
  func line(of offset: Int) -> Int {
    1 + linesBefore + bytes.withSpan { Self.lineEnds($0.bytes.extracting(start..<offset)) }
  }

  /// How many line ends there are; LF, CRLF and CR are one.
  static func lineEnds(_ bytes: RawSpan) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for offset in 0..<bytes.byteCount {
      let byte = bytes.at(offset)
      if byte == 0x0A && previous != 0x0D || byte == 0x0D { count += 1 }
      previous = byte
    }
    return count
  }
}

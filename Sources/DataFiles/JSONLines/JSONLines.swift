import Basics
import Datasets

extension CSVTable {
  /// Whether a text that begins like this is read as rows of JSON, not as CSV.
  public static func isJSON(_ start: ContiguousArray<UInt8>) -> Bool {
    JSONLines.isLikely(Numbers(start))
  }
}

/// Rows of JSON as a table: objects, one per line (JSON Lines) or all in one list. Their names are the
/// columns, in the order in which they first come; a name that a row lacks, and null, is an empty cell.
///
/// What comes out is the text of a CSV file, so that everything that is known of tables holds for both;
/// `place` leads back to where a cell stands in the JSON. Lines are read piece by piece, a list as a whole.
struct JSONLines: Sendable {
  /// The names of the columns.
  let names: [String]
  /// The rows as CSV: commas, texts in quotes, no header.
  let text: Numbers<UInt8>
  private let bytes: Numbers<UInt8>
  private let name: String
  private let pieceSize: Int
  /// Longer texts are refused before all of them is there; those above 1 MiB with the name of their column.
  private static let mostText = 1 << 22
  /// And longer lines.
  private static let longestLine = 1 << 24

  /// Whether text begins like JSON Lines or a list of objects: with a brace and a name, or a bracket and a
  /// brace. No CSV file does.
  static func isLikely(_ bytes: Numbers<UInt8>) -> Bool {
    var rest = start(of: bytes)
    switch nextSign(&rest) {
    case UInt8(ascii: "{"): return nextSign(&rest).map { "\"}".utf8.contains($0) } ?? false
    case UInt8(ascii: "["): return nextSign(&rest).map { "{]".utf8.contains($0) } ?? false
    default: return false
    }
  }

  private static func start(of bytes: Numbers<UInt8>) -> ContiguousArray<UInt8>.SubSequence {
    let start = bytes.withSpan { CSVScanner.textStart($0.bytes) }
    return bytes.array(start..<min(bytes.count, start + 1 << 16))[...]
  }

  private static func nextSign(_ rest: inout ContiguousArray<UInt8>.SubSequence) -> UInt8? {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    return rest.popFirst()
  }

  /// Reads rows.
  ///
  /// - Parameters:
  ///   - pieceSize: how many bytes are read at a time; nothing else depends on it.
  ///   - memory: the text goes to a file where it takes more than that.
  ///
  /// Throws `DescentError` (bad data) with line and column for what isn't JSON, a name that comes twice in a
  /// row, a list or a table as a cell, and no rows; and where nearly all cells would be empty.
  init(
    _ bytes: Numbers<UInt8>, name: String, pieceSize: Int, _ memory: MemoryLimit
  ) throws {
    self.bytes = bytes
    self.name = name
    self.pieceSize = pieceSize
    var rows = JSONRows(byteCount: bytes.count, name: name, memory)
    try Self.eachRow(bytes, name, pieceSize) { parser, depth in
      rows.begin()
      try parser.entries(depth: depth) { parser, key, _ in
        try rows.add(key, &parser, depth: depth)
      }
      try rows.end()
    }
    names = rows.names
    text = try rows.finish(memory)
  }

  /// Where a cell is: its value, or its row where that lacks the name. Rows count from 0; nil is the header:
  /// where the name comes first.
  func place(row wanted: Int?, column: String) -> Position {
    var found: Position?
    var row = 0
    // The rows were read once already: an error only ends the search.
    try? Self.eachRow(bytes, name, pieceSize) { parser, depth in
      let start = parser.position
      var value: Position?
      try parser.entries(depth: depth) { parser, key, place in
        if key == column { value = wanted == nil ? place : parser.position }
        try parser.skip(depth: depth)
      }
      if row == wanted { found = value ?? start }
      if wanted == nil { found = value }
      row += 1
      if found != nil { throw DescentError(.bug, "found") }
    }
    return found ?? Position(file: name)
  }

  /// Goes through the rows; the parser stands at each one's brace. A row of which the end hasn't come yet is
  /// begun again when it has.
  private static func eachRow(
    _ bytes: Numbers<UInt8>, _ name: String, _ pieceSize: Int,
    _ body: (inout JSONParser, _ depth: Int) throws -> Void
  ) throws {
    var first = start(of: bytes)
    if nextSign(&first) == UInt8(ascii: "[") {
      var parser = JSONParser(
        bytes.array, name, JSONReader().depthLimit, .max, textLimit: mostText)
      return try parser.document { parser in
        try parser.elements(depth: 1) { try row(&$0, 2, body) }
      }
    }
    var (start, line, size) = (0, 1, pieceSize)
    repeat {
      let end = try lineEnd(bytes, near: start + size, name, line)
      var parser = JSONParser(
        bytes.array(start..<end), name, JSONReader().depthLimit, .max, textLimit: mostText,
        line: line)
      // Behind the last whole row.
      var whole = 0
      do {
        if start == 0 {
          try parser.document { try rows(&$0, &whole, &line, body) }
        } else {
          parser.skipSpace()
          try rows(&parser, &whole, &line, body)
        }
        (whole, line, size) = (end - start, parser.position.line ?? line, pieceSize)
      } catch  where end < bytes.count && parser.next == nil {
        if whole == 0 { size *= 2 }
      }
      bytes.forget(start..<(start + whole))
      start += whole
    } while start < bytes.count
  }

  /// Goes through lines; tells where the last whole row ends, and in which line that is.
  private static func rows(
    _ parser: inout JSONParser, _ whole: inout Int, _ line: inout Int,
    _ body: (inout JSONParser, _ depth: Int) throws -> Void
  ) throws {
    while parser.next != nil {
      try row(&parser, 1, body)
      try parser.endLine()
      (whole, line) = (parser.at, parser.position.line ?? line)
      parser.skipSpace()
    }
  }

  private static func row(
    _ parser: inout JSONParser, _ depth: Int,
    _ body: (inout JSONParser, _ depth: Int) throws -> Void
  ) throws {
    guard parser.next == UInt8(ascii: "{") else {
      let place = parser.position
      throw DescentError(
        .badData,
        "expected a row, as {\"column\": value, ...}, found \(try parser.single(depth: depth).found)",
        at: place)
    }
    try body(&parser, depth)
  }

  /// The end of the first line that ends at an offset or behind it.
  private static func lineEnd(
    _ bytes: Numbers<UInt8>, near offset: Int, _ name: String, _ line: Int
  ) throws -> Int {
    try bytes.withSpan { span in
      var end = min(offset, span.count)
      let most = min(span.count, end + longestLine)
      while end < most, span[end - 1] != 0x0A { end += 1 }
      guard end < most || most == span.count else {
        throw DescentError(
          .badData, "a line of more than 16 MiB", at: Position(file: name, line: line))
      }
      return end
    }
  }
}

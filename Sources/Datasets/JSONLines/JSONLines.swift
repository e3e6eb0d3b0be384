import Basics

extension CSVTable {
  /// Whether a text that begins like this is read as rows of JSON, not as CSV.
  public static func isJSON(_ start: ContiguousArray<UInt8>) -> Bool {
    JSONLines.isLikely(Numbers(start))
  }
}

extension CSVTable {
  /// Whether rows of JSON have numbers in a column, and nothing else but gaps.
  public func holdsJSONNumbers(_ column: Int) -> Bool {
    guard isJSON else { return false }
    var cells: [CSVCell] = []
    var offset = offset(of: 0)
    var isFilled = false
    for _ in 0..<rows {
      readCells(fromOffset: &offset, into: &cells)
      let cell = cells[column]
      // Only texts are in quotes.
      if cell.range.isEmpty, !cell.isQuoted { continue }
      guard !cell.isQuoted, case .number = number(cell) else { return false }
      isFilled = true
    }
    return isFilled
  }
}

/// Rows of JSON as a table: objects, one per line (JSON Lines) or all in one list. Their names are the
/// columns, in the order in which they first come; a name that a row lacks, and null, is an empty cell.
///
/// What comes out is the text of a CSV file with a header, so that everything that is known of tables holds
/// for both; `place` leads back to where a cell stands in the JSON.
struct JSONLines: Sendable {
  /// The table as CSV: commas, texts in quotes, a header.
  private(set) var text: ContiguousArray<UInt8> = []
  private let bytes: ContiguousArray<UInt8>
  private let name: String

  /// Whether text begins like JSON Lines or a list of objects: with a brace and a name, or a bracket and a
  /// brace. No CSV file does.
  static func isLikely(_ bytes: Numbers<UInt8>) -> Bool {
    let start = bytes.withSpan { CSVScanner.textStart($0.bytes) }
    var rest = bytes.array(start..<min(bytes.count, start + 1 << 16))[...]
    func next() -> UInt8? {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
      return rest.popFirst()
    }
    switch next() {
    case UInt8(ascii: "{"): return next().map { "\"}".utf8.contains($0) } ?? false
    case UInt8(ascii: "["): return next().map { "{]".utf8.contains($0) } ?? false
    default: return false
    }
  }

  /// Reads rows.
  ///
  /// Throws `DescentError` (bad data) with line and column for what isn't JSON, a name that comes twice in a
  /// row, a list or a table as a cell, and no rows; and where nearly all cells would be empty.
  init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    self.bytes = bytes
    self.name = name
    var rows = JSONRows(byteCount: bytes.count, name: name)
    try Self.eachRow(bytes, name) { parser, depth in
      rows.begin()
      try parser.entries(depth: depth) { parser, key, _ in
        try rows.add(key, &parser, depth: depth)
      }
      try rows.end()
    }
    text = try rows.csv()
  }

  /// Where a cell is: its value, or its row where that lacks the name. Rows count from 0; nil is the header:
  /// where the name comes first.
  func place(row wanted: Int?, column: String) -> Position {
    var found: Position?
    var row = 0
    // The rows were read once already: an error only ends the search.
    try? Self.eachRow(bytes, name) { parser, depth in
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

  /// Goes through the rows; the parser stands at each one's brace.
  private static func eachRow(
    _ bytes: ContiguousArray<UInt8>, _ name: String,
    _ body: (inout JSONParser, _ depth: Int) throws -> Void
  ) throws {
    func row(_ parser: inout JSONParser, _ depth: Int) throws {
      guard parser.next == UInt8(ascii: "{") else {
        let place = parser.position
        throw DescentError(
          .badData,
          "expected a row, as {\"column\": value, ...}, found \(try parser.single(depth: depth).found)",
          at: place)
      }
      try body(&parser, depth)
    }
    var parser = JSONParser(bytes, name, JSONReader().depthLimit, .max)
    try parser.document { parser in
      if parser.next == UInt8(ascii: "[") {
        return try parser.elements(depth: 1) { try row(&$0, 2) }
      }
      while parser.next != nil {
        try row(&parser, 1)
        try parser.endLine()
        parser.skipSpace()
      }
    }
  }
}

/// The rows on their way to text.
private struct JSONRows {
  /// So many cells may be empty, and this many more for each byte of JSON: what is beyond is no table.
  private static let mostEmpty = (freely: 8_000_000, perByte: 8)

  let byteCount: Int
  let name: String
  private var names: [String] = []
  private var places: [String: Int] = [:]
  /// The rows as text, and where each ends and how many cells it has.
  private var body: ContiguousArray<UInt8> = []
  private var ends: [(end: Int, cells: Int)] = []
  /// The cells of the row that is being read: their text, one after the other, and where each is in it.
  private var row: ContiguousArray<UInt8> = []
  private var cells: [Range<Int>] = []
  private var filled = 0
  private var empty = 0

  init(byteCount: Int, name: String) {
    self.byteCount = byteCount
    self.name = name
  }

  mutating func begin() {
    row.removeAll(keepingCapacity: true)
    for index in cells.indices { cells[index] = 0..<0 }
    filled = 0
  }

  /// Reads the value of a name.
  mutating func add(_ key: String, _ parser: inout JSONParser, depth: Int) throws {
    let column: Int
    if let known = places[key] {
      column = known
    } else {
      column = names.count
      guard column < CSVRows.mostColumns else { throw CSVRows.tooManyColumns(name) }
      names.append(key)
      places[key] = column
      cells.append(0..<0)
    }
    let place = parser.position
    let start = parser.at
    let value = try parser.single(depth: depth)
    let first = row.count
    switch value.content {
    case .null: return
    case .list, .table:
      throw DescentError(
        .badData,
        "column \(shown(key)): \(value.found) in a cell; expected a number, a text, true, "
          + "false or null", at: place, fix: "Give each of its parts a column of its own.")
    case .text(let text): try appendQuoted(text, key, place)
    case .flag, .integer, .number: row.append(contentsOf: parser.bytes[start..<parser.at])
    }
    cells[column] = first..<row.count
    filled += 1
  }

  private mutating func appendQuoted(_ text: String, _ key: String, _ place: Position) throws {
    var text = text
    try text.withUTF8 { bytes in
      guard bytes.count <= CSVScanner.longestCell else {
        throw DescentError(
          .badData, "column \(shown(key)): a text of more than 1 MiB", at: place)
      }
      guard !bytes.contains(0) else {
        throw DescentError(
          .badData, "column \(shown(key)): a text with the character NUL", at: place)
      }
      Self.quote(bytes, to: &row)
    }
  }

  private static func quote(
    _ text: UnsafeBufferPointer<UInt8>, to bytes: inout ContiguousArray<UInt8>
  ) {
    bytes.append(UInt8(ascii: "\""))
    if text.contains(UInt8(ascii: "\"")) {
      for byte in text {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
    } else {
      bytes.append(contentsOf: text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func end() throws {
    for (index, cell) in cells.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body.append(contentsOf: row[cell])
    }
    ends.append((body.count, cells.count))
    empty += cells.count - filled
    try checkEmpty()
  }

  /// Refuses a table of nearly nothing but empty cells: a few bytes could ask for any amount of memory.
  private func checkEmpty() throws {
    guard empty > Self.mostEmpty.freely + Self.mostEmpty.perByte * byteCount else { return }
    throw DescentError(
      .badData,
      "\(counted(names.count, "different name")) in \(counted(ends.count, "row")), which would leave nearly "
        + "all cells empty", at: Position(file: name),
      fix: "Each row should have the same names.")
  }

  /// Everything as CSV; rows that came before a name have an empty cell for it.
  mutating func csv() throws -> ContiguousArray<UInt8> {
    guard !ends.isEmpty else {
      throw DescentError(.badData, "there are no rows", at: Position(file: name))
    }
    guard !names.isEmpty else {
      throw DescentError(.badData, "the rows have no columns", at: Position(file: name))
    }
    for row in ends { empty += names.count - row.cells }
    try checkEmpty()
    var text = ContiguousArray<UInt8>()
    text.reserveCapacity(body.count + empty + ends.count + 16 * names.count)
    for (index, name) in names.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      var name = name
      name.withUTF8 { Self.quote($0, to: &text) }
    }
    text.append(0x0A)
    var start = 0
    for row in ends {
      text.append(contentsOf: body[start..<row.end])
      for missing in 0..<(names.count - row.cells) where row.cells + missing > 0 {
        text.append(UInt8(ascii: ","))
      }
      // Alone on its line, an empty cell would be no row.
      if names.count == 1, row.end == start { text += [0x22, 0x22] }
      text.append(0x0A)
      start = row.end
    }
    return text
  }
}

import Basics
import Datasets

/// The rows on their way to text.
struct JSONRows: ~Copyable {
  /// So many cells may be empty, and this many more for each byte of JSON: what is beyond is no table.
  private static let mostEmpty = (freely: 8_000_000, perByte: 8)

  let byteCount: Int
  let name: String
  private(set) var names: [String] = []
  private var places: [String: Int] = [:]
  /// The rows as text, those that come next apart.
  private var body: NumberSpool<UInt8>
  private var buffer: ContiguousArray<UInt8> = []
  /// How many rows there are, and how many cells they have together and at least.
  private var count = 0
  private var allCells = 0
  private var leastCells = Int.max
  /// The cells of the row that is being read: their text, one after the other, and where each is in it.
  private var row: ContiguousArray<UInt8> = []
  private var cells: [Range<Int>] = []
  private var filled = 0
  private var empty = 0

  init(byteCount: Int, name: String, _ memory: MemoryLimit) {
    self.byteCount = byteCount
    self.name = name
    body = NumberSpool(memory)
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
    let start = buffer.count
    for (index, cell) in cells.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer.append(contentsOf: row[cell])
    }
    // Alone on its line, an empty cell would be no row.
    if buffer.count == start { buffer += [0x22, 0x22] }
    buffer.append(0x0A)
    if buffer.count > 1 << 18 { try flush() }
    count += 1
    allCells += cells.count
    leastCells = min(leastCells, cells.count)
    empty += cells.count - filled
    try checkEmpty()
  }

  private mutating func flush() throws {
    try body.append(contentsOf: buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Refuses a table of nearly nothing but empty cells: a few bytes could ask for any amount of memory.
  private func checkEmpty() throws {
    guard empty > Self.mostEmpty.freely + Self.mostEmpty.perByte * byteCount else { return }
    throw DescentError(
      .badData,
      "\(counted(names.count, "different name")) in \(counted(count, "row")), which would leave nearly "
        + "all cells empty", at: Position(file: name),
      fix: "Each row should have the same names.")
  }

  /// All rows as CSV; those that came before a name have an empty cell for it.
  consuming func finish(_ memory: MemoryLimit) throws -> Numbers<UInt8> {
    guard count > 0 else {
      throw DescentError(.badData, "there are no rows", at: Position(file: name))
    }
    guard !names.isEmpty else {
      throw DescentError(.badData, "the rows have no columns", at: Position(file: name))
    }
    empty += names.count * count - allCells
    try checkEmpty()
    try flush()
    let (columns, isEven, file) = (names.count, leastCells == names.count, name)
    let text = try body.finish()
    return isEven ? text : try Self.filled(text, to: columns, file, memory)
  }

  /// The rows with as many cells as there are columns.
  private static func filled(
    _ text: Numbers<UInt8>, to columns: Int, _ name: String, _ memory: MemoryLimit
  ) throws -> Numbers<UInt8> {
    var spool = NumberSpool<UInt8>(memory)
    var scanner = CSVScanner(text, name: name, delimiter: UInt8(ascii: ","))
    var cells: [CSVCell] = []
    while !scanner.isAtEnd {
      let start = scanner.position
      try scanner.readRow(into: &cells)
      try text.withSpan { try spool.append($0.extracting(start..<(scanner.position - 1))) }
      let missing = ContiguousArray(repeating: UInt8(ascii: ","), count: columns - cells.count)
      try spool.append(contentsOf: missing + [0x0A])
    }
    return try spool.finish()
  }
}

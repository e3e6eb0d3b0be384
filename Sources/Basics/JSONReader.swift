/// Reads JSON into `Value`, strictly, with the place of every value and name.
///
/// RFC 8259 to the letter (all of JSONTestSuite's `y_` files are read and all `n_` files refused),
/// with these decisions where the standard leaves them open:
/// - A name that comes twice in one table is refused, also in another canonical form of Unicode:
///   readers that take the first and readers that take the last would see different files. These
///   are the only `y_` files refused.
/// - The text is UTF-8 without byte order mark. Invalid or overlong bytes and lone surrogates are
///   refused.
/// - A number without fraction and exponent that fits `Int` is an integer; any other number is
///   rounded correctly to `Double`. `-0` is the number -0.0. What is too large for `Double` is
///   refused; what is too small becomes 0.
/// - Lists and tables are nested at most `depthLimit` deep.
///
/// Columns count characters (Unicode scalars), not bytes.
public struct JSONReader: Sendable {
  /// How deep lists and tables may be nested: 100 unless changed, 500 at most.
  public var depthLimit: Int
  /// How many values there may be in all, each of which takes some 70 bytes of memory; one with a name
  /// counts for three.
  public var valueLimit: Int

  /// A reader with limits.
  public init(depthLimit: Int = 100, valueLimit: Int = .max) {
    self.depthLimit = depthLimit
    self.valueLimit = valueLimit
  }

  /// The value that a text says.
  ///
  /// Throws `DescentError` (bad data) with file, line and column, what was expected and what found.
  public func read(_ bytes: ContiguousArray<UInt8>, file: String? = nil) throws -> Value {
    var parser = JSONParser(bytes, file, min(depthLimit, 500), valueLimit)
    return try parser.document()
  }

  /// Reads a table entry by entry, and keeps none of them: for tables of many.
  ///
  /// `valueLimit` holds for each entry; the text is the whole or a part of the bytes. Throws as `read` does, and for anything but a table: `expected a
  /// table of tensors, found a list`.
  public func entries(
    of bytes: ContiguousArray<UInt8>, part: Range<Int>? = nil, file: String? = nil,
    expected: String, _ body: (Settings.Entry) throws -> Void
  ) throws {
    var parser = JSONParser(bytes, file, min(depthLimit, 500), valueLimit, part: part)
    let limit = valueLimit
    try parser.document { parser in
      let start = parser.position
      guard parser.next == UInt8(ascii: "{") else {
        let value = try parser.value(depth: 0)
        throw DescentError(.badData, "expected \(expected), found \(value.found)", at: start)
      }
      try parser.entries(depth: 1) { parser, name, start in
        parser.valuesLeft = limit
        try body(Settings.Entry(name, try parser.value(depth: 1), at: start))
      }
    }
  }

  /// The value that a text says.
  ///
  /// Throws as the form for bytes does.
  public func read(_ text: String, file: String? = nil) throws -> Value {
    try read(ContiguousArray(text.utf8), file: file)
  }
}

/// Walks through the bytes once. Its extensions read texts and numbers.
package struct JSONParser {
  package let bytes: ContiguousArray<UInt8>
  /// Where the text ends.
  let end: Int
  let file: String?
  let depthLimit: Int
  /// How many values may still come.
  package var valuesLeft: Int
  /// The offset of the next byte.
  package internal(set) var at = 0
  private var line: Int
  let textLimit: Int
  /// Where the line starts, moved on by one for each byte that continues a character, so that
  /// `at - lineStart` counts characters.
  var lineStart = 0

  /// - Parameters:
  ///   - textLimit: the most bytes of one text or name.
  ///   - part: where the text is among the bytes; all of them where nil.
  ///   - line: the line that it begins in.
  package init(
    _ bytes: ContiguousArray<UInt8>, _ file: String?, _ depthLimit: Int, _ valueLimit: Int,
    textLimit: Int = .max, part: Range<Int>? = nil, line: Int = 1
  ) {
    self.bytes = bytes
    self.textLimit = textLimit
    self.line = line
    end = part?.upperBound ?? bytes.count
    at = part?.lowerBound ?? 0
    lineStart = at
    self.file = file
    self.depthLimit = depthLimit
    valuesLeft = valueLimit
  }

  /// The next byte; nil at the end.
  package var next: UInt8? { at < end ? bytes[at] : nil }

  /// The place of the next byte.
  package var position: Position { Position(file: file, line: line, column: at - lineStart + 1) }

  mutating func document() throws -> Value { try document { try $0.value(depth: 0) } }

  /// Reads what `body` reads and sees that nothing else is there.
  package mutating func document<Result>(
    _ body: (inout JSONParser) throws -> Result
  ) throws -> Result {
    try refuseOtherEncodings()
    skipSpace()
    let result = try body(&self)
    skipSpace()
    if next != nil { throw expected("the end of the file") }
    return result
  }

  package mutating func skipSpace() {
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        at += 1
      case UInt8(ascii: "\n"):
        at += 1
        line += 1
        lineStart = at
      case UInt8(ascii: "\r"):
        at += 1
        // Followed by a line feed it is half of one line break.
        if next != UInt8(ascii: "\n") {
          line += 1
          lineStart = at
        }
      default:
        return
      }
    }
  }

  package mutating func value(depth: Int) throws -> Value {
    let start = position
    guard valuesLeft > 0 else {
      throw DescentError(.badData, "there are more values than are read at most", at: start)
    }
    valuesLeft -= 1
    guard let byte = next else { throw expected("a value") }
    switch byte {
    case UInt8(ascii: "{"):
      return Value(.table(try table(depth: depth + 1)), at: start)
    case UInt8(ascii: "["):
      return Value(.list(try list(depth: depth + 1)), at: start)
    case UInt8(ascii: "\""):
      return Value(.text(try text()), at: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Value(try number(), at: start)
    case UInt8(ascii: "t") where take("true"):
      return Value(.flag(true), at: start)
    case UInt8(ascii: "f") where take("false"):
      return Value(.flag(false), at: start)
    case UInt8(ascii: "n") where take("null"):
      return Value(.null, at: start)
    default:
      throw expected("a value", fix: adviceForValue())
    }
  }

  /// Steps over a value without keeping it.
  package mutating func skip(depth: Int) throws {
    switch next {
    case UInt8(ascii: "{"):
      try entries(depth: depth + 1) { parser, _, _ in try parser.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try elements(depth: depth + 1) { try $0.skip(depth: depth + 1) }
    default: _ = try single(depth: depth)
    }
  }

  /// Sees that nothing else stands on the line.
  package mutating func endLine() throws {
    while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { at += 1 }
    guard next == nil || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") else {
      throw expected("the end of the line")
    }
  }

  /// A number, text, flag or null that doesn't count towards the limit; of a list or table it says that
  /// one opens, and no more.
  package mutating func single(depth: Int) throws -> Value {
    switch next {
    case UInt8(ascii: "{"): return Value(.table([:]), at: position)
    case UInt8(ascii: "["): return Value(.list([]), at: position)
    default:
      let left = valuesLeft
      valuesLeft = 1
      defer { valuesLeft = left }
      return try value(depth: depth)
    }
  }

  private mutating func list(depth: Int) throws -> [Value] {
    var values: [Value] = []
    try elements(depth: depth) { values.append(try $0.value(depth: depth)) }
    return values
  }

  private mutating func table(depth: Int) throws -> Settings {
    var entries: [Settings.Entry] = []
    try self.entries(depth: depth) { parser, name, start in
      // A name takes more room than a value.
      parser.valuesLeft = max(0, parser.valuesLeft - 2)
      entries.append(Settings.Entry(name, try parser.value(depth: depth), at: start))
    }
    return Settings(entries)
  }

  /// Goes through the list that opens here; `body` reads each element.
  package mutating func elements(
    depth: Int, _ body: (inout JSONParser) throws -> Void
  ) throws {
    try enter(depth)
    if closes(UInt8(ascii: "]")) { return }
    while true {
      try body(&self)
      if try ends(UInt8(ascii: "]")) { return }
    }
  }

  /// Goes through the table that opens here; `body` reads the value of each name.
  package mutating func entries(
    depth: Int, _ body: (inout JSONParser, String, Position) throws -> Void
  ) throws {
    try enter(depth)
    var names: Set<String> = []
    if closes(UInt8(ascii: "}")) { return }
    while true {
      let start = position
      guard next == UInt8(ascii: "\"") else {
        throw expected("a name in double quotes", fix: adviceForName())
      }
      let name = try text()
      guard names.insert(name).inserted else {
        throw DescentError(
          .badData, "the name \"\(name)\" comes twice in one table", at: start,
          fix: "Remove one of the two.")
      }
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw expected("\":\" after a name") }
      at += 1
      skipSpace()
      try body(&self, name, start)
      if try ends(UInt8(ascii: "}")) { return }
    }
  }

  private mutating func enter(_ depth: Int) throws {
    guard depth <= depthLimit else {
      throw DescentError(
        .badData, "lists and tables are nested more than \(depthLimit) deep", at: position)
    }
    at += 1
    skipSpace()
  }

  /// Whether a list or table just opened is empty.
  private mutating func closes(_ bracket: UInt8) -> Bool {
    guard next == bracket else { return false }
    at += 1
    return true
  }

  /// Behind an element: true at the bracket that ends it all, false at the next element.
  private mutating func ends(_ bracket: UInt8) throws -> Bool {
    skipSpace()
    if closes(bracket) { return true }
    guard next == UInt8(ascii: ",") else {
      throw expected("\",\" or \"\(Character(Unicode.Scalar(bracket)))\"")
    }
    at += 1
    skipSpace()
    if next == bracket {
      throw expected("another element after the comma", fix: "Remove the comma.")
    }
    return false
  }

  /// Steps over a word if it stands here, whole.
  private mutating func take(_ word: StaticString) -> Bool {
    let stop = at + word.utf8CodeUnitCount
    guard stop <= end else { return false }
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[at..<stop]) }
    if matches { at = stop }
    return matches
  }
}

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
  /// How many values there may be in all; each takes about 100 bytes of memory.
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

  /// The value that a text says.
  ///
  /// Throws as the form for bytes does.
  public func read(_ text: String, file: String? = nil) throws -> Value {
    try read(ContiguousArray(text.utf8), file: file)
  }
}

/// Walks through the bytes once. Its extensions read texts and numbers.
struct JSONParser {
  let bytes: ContiguousArray<UInt8>
  let file: String?
  let depthLimit: Int
  var valuesLeft: Int
  var at = 0
  private var line = 1
  /// Where the line starts, moved on by one for each byte that continues a character, so that
  /// `at - lineStart` counts characters.
  var lineStart = 0

  init(_ bytes: ContiguousArray<UInt8>, _ file: String?, _ depthLimit: Int, _ valueLimit: Int) {
    self.bytes = bytes
    self.file = file
    self.depthLimit = depthLimit
    valuesLeft = valueLimit
  }

  /// The next byte; nil at the end.
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  /// The place of the next byte.
  var position: Position { Position(file: file, line: line, column: at - lineStart + 1) }

  mutating func document() throws -> Value {
    try refuseOtherEncodings()
    skipSpace()
    let result = try value(depth: 0)
    skipSpace()
    if next != nil { throw expected("the end of the file") }
    return result
  }

  private mutating func skipSpace() {
    while at < bytes.count {
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

  private mutating func value(depth: Int) throws -> Value {
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

  private mutating func list(depth: Int) throws -> [Value] {
    try enter(depth)
    var values: [Value] = []
    if closes(UInt8(ascii: "]")) { return values }
    while true {
      values.append(try value(depth: depth))
      if try ends(UInt8(ascii: "]")) { return values }
    }
  }

  private mutating func table(depth: Int) throws -> Settings {
    try enter(depth)
    var entries: [Settings.Entry] = []
    var names: Set<String> = []
    if closes(UInt8(ascii: "}")) { return Settings() }
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
      entries.append(Settings.Entry(name, try value(depth: depth), at: start))
      if try ends(UInt8(ascii: "}")) { return Settings(entries) }
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
    let end = at + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let matches = word.withUTF8Buffer { $0.elementsEqual(bytes[at..<end]) }
    if matches { at = end }
    return matches
  }
}

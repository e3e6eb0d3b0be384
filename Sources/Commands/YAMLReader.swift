import Descent
import Yams

/// Reads YAML into `Value`, with the place of every value and name.
///
/// One document of the YAML 1.2 core schema: plain `true` and `false` are flags, `null`, `~` and
/// nothing are null, numbers are numbers (also `0x1F`, `0o17`, `.inf`, `.nan`), everything else is
/// text, `yes`, `no`, `on` and `off` included. An empty text is null.
///
/// Refused are names that come twice in a table or are no texts, anchors and aliases, tags other
/// than those of the core schema's lists, tables and texts, several documents, and lists and
/// tables nested more than `depthLimit` deep.
public struct YAMLReader: Sendable {
  /// How deep lists and tables may be nested.
  public var depthLimit: Int
  /// How long the text may be, in bytes: a config file is written by a person.
  public var byteLimit: Int

  /// A reader with limits.
  public init(depthLimit: Int = 100, byteLimit: Int = 384 << 10) {
    self.depthLimit = depthLimit
    self.byteLimit = byteLimit
  }

  /// The value that a text says.
  ///
  /// Throws `DescentError` (bad data) with file, line and column.
  public func read(_ text: String, file: String? = nil) throws -> Value {
    let place = Position(file: file, line: 1, column: 1)
    guard text.utf8.count <= byteLimit else {
      throw DescentError(
        .badData, "the file is larger than the \(grouped(byteLimit)) bytes of a config file",
        at: Position(file: file))
    }
    // Some editors put a byte order mark before UTF-8, which counts as no column.
    let text =
      text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    try refuseBombs(text, place)
    do {
      // The encoding is given because the default asks the environment, and prints what it finds.
      // Tags are resolved here, not by Yams, which follows YAML 1.1: `no` would be false.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      // Anchors live only as long as the parser.
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else { return Value(.null, at: place) }
        return try value(root, file, depth: 0)
      }
    } catch let error as YamlError {
      throw YAMLFault(error, file: file).error
    }
  }

  private func value(_ node: Node, _ file: String?, depth: Int) throws -> Value {
    let place = position(node, file)
    guard node.anchor == nil else {
      throw DescentError(
        .badData, "anchors and aliases are not read", at: place, fix: "Write the values out.")
    }
    switch node {
    case .scalar(let scalar):
      return Value(try content(scalar, place), at: place)
    case .sequence(let nodes):
      try checkTag(nodes.tag, "tag:yaml.org,2002:seq", place)
      try check(depth: depth + 1, place)
      return Value(.list(try nodes.map { try value($0, file, depth: depth + 1) }), at: place)
    case .mapping(let pairs):
      try checkTag(pairs.tag, "tag:yaml.org,2002:map", place)
      try check(depth: depth + 1, place)
      return Value(.table(try table(pairs, file, depth: depth + 1)), at: place)
    case .alias:
      throw DescentError(
        .badData, "anchors and aliases are not read", at: place, fix: "Write the values out.")
    }
  }

  private func table(_ pairs: Node.Mapping, _ file: String?, depth: Int) throws -> Settings {
    var entries: [Settings.Entry] = []
    var names: Set<String> = []
    for (key, node) in pairs {
      let place = position(key, file)
      guard case .scalar(let name) = key, key.anchor == nil else {
        throw DescentError(
          .badData, "expected a name, found a list, a table or an alias", at: place)
      }
      guard names.insert(name.string).inserted else {
        throw YAMLFault.twice(name.string, place)
      }
      entries.append(
        Settings.Entry(name.string, try value(node, file, depth: depth), at: place))
    }
    return Settings(entries)
  }

  private func content(_ scalar: Node.Scalar, _ place: Position) throws -> Value.Content {
    // Yams gives quoted scalars without tag the tag of a text.
    if scalar.tag.rawValue.isEmpty, scalar.style == .plain {
      let content = YAMLScalar.content(scalar.string)
      let says = scalar.string.lowercased()
      if case .number(let number) = content, number.isInfinite, !says.hasSuffix("inf") {
        throw DescentError(
          .badData,
          "the number \(scalar.string) is out of range: the largest is 1.7976931348623157e308",
          at: place)
      }
      return content
    }
    try checkTag(scalar.tag, "tag:yaml.org,2002:str", place)
    return .text(scalar.string)
  }

  private func check(depth: Int, _ place: Position) throws {
    guard depth <= depthLimit else {
      throw DescentError(
        .badData, "lists and tables are nested more than \(depthLimit) deep", at: place)
    }
  }

  private func checkTag(_ tag: Tag, _ expected: String, _ place: Position) throws {
    guard ["", "!", expected].contains(tag.rawValue) else {
      let prefix = "tag:yaml.org,2002:"
      let name = tag.rawValue
      let shown = name.hasPrefix(prefix) ? "!!" + name.dropFirst(prefix.count) : name
      throw DescentError(
        .badData, "the tag \(shown) is not read here", at: place, fix: "Remove the tag.")
    }
  }

  private func position(_ node: Node, _ file: String?) -> Position {
    Position(file: file, line: node.mark?.line, column: node.mark?.column)
  }
}

extension YAMLReader {
  /// Refuses texts that would keep Yams busy for years or exhaust its stack, by a rough look at
  /// the bytes. A little too much is left to the walk over the nodes, which names the place.
  private func refuseBombs(_ text: String, _ place: Position) throws {
    var sight = YAMLSight()
    for byte in text.utf8 { sight.see(byte) }
    if sight.aliases > 20 {
      throw DescentError(
        .badData,
        "anchors and aliases are not read, and there are \(grouped(sight.aliases)) places "
          + "that look like an alias", at: Position(file: place.file), fix: "Write the values out.")
    }
    if sight.deepest > 2 * depthLimit {
      throw DescentError(
        .badData, "lists and tables are nested more than \(depthLimit) deep",
        at: Position(file: place.file, line: sight.lineOfDeepest))
    }
    // Yams sorts names that come twice. Each level of lists in two of them takes it twice as long.
    if sight.listsAsNames >= 4, sight.depth > 20 {
      throw DescentError(
        .badData,
        "expected names, found \(grouped(sight.listsAsNames)) that look like lists or tables",
        at: Position(file: place.file, line: sight.lineOfListAsName),
        fix: "Write names without question mark or brackets.")
    }
  }
}

/// What can be seen of a YAML text without understanding it.
private struct YAMLSight {
  /// Places that look like an alias. A few dozen of them can stand for a tree of any size, which
  /// Yams compares whole where it is a name.
  private(set) var aliases = 0
  /// The most brackets open at once, or item marks in one line; brackets in texts count too.
  private(set) var deepest = 0
  private(set) var lineOfDeepest = 1
  /// Places that look like a name that is a list or a table: question marks that stand alone, and
  /// brackets that close before a colon.
  private(set) var listsAsNames = 0
  private(set) var lineOfListAsName = 1
  /// At least as many as lists and tables are nested.
  var depth: Int { deepestMarks + deepestBrackets + 2 * indents.count }

  private var deepestMarks = 0
  private var deepestBrackets = 0
  private var indents: Set<Int> = []
  private var indent = 0
  private var isQuestion = false
  private var isClosed = false
  private var line = 1
  private var brackets = 0
  private var marks = 0
  private var isIndentation = true
  private var previous = UInt8(ascii: "\n")
  private var isStar = false

  mutating func see(_ byte: UInt8) {
    seeName(byte)
    if isStar, Self.isNameByte(byte) { aliases += 1 }
    isStar = byte == UInt8(ascii: "*") && (previous >= 0x80 || Self.starts.contains(previous))
    previous = byte
    switch byte {
    case UInt8(ascii: "\n"):
      line += 1
      marks = 0
      indent = 0
      isIndentation = true
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      brackets += 1
      isIndentation = false
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      brackets = max(0, brackets - 1)
      isIndentation = false
    case UInt8(ascii: "-"), UInt8(ascii: "?"):
      if isIndentation { marks += 1 }
    case UInt8(ascii: " "):
      break
    default:
      isIndentation = false
    }
    deepestMarks = max(deepestMarks, marks)
    deepestBrackets = max(deepestBrackets, brackets)
    if max(brackets, marks) > deepest {
      deepest = max(brackets, marks)
      lineOfDeepest = line
    }
  }

  /// Counts what looks like a list or a table as a name, and the indentations of lines.
  private mutating func seeName(_ byte: UInt8) {
    let isSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    let isName = isQuestion ? isSpace || isLineEnd : isClosed && byte == UInt8(ascii: ":")
    if isName {
      if listsAsNames == 0 { lineOfListAsName = line }
      listsAsNames += 1
    }
    isQuestion = byte == UInt8(ascii: "?") && Self.starts.contains(previous)
    // Whatever a comment between bracket and colon holds, the line after it may begin with the colon.
    if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
      isClosed = true
    } else if isName || !(isSpace || isLineEnd || byte == UInt8(ascii: "#") || isComment) {
      isClosed = false
    }
    isComment = !isLineEnd && (isComment || isClosed && byte == UInt8(ascii: "#"))
    if isIndentation, !isSpace, !isLineEnd { indents.insert(indent) }
    indent += 1
  }

  private var isComment = false

  /// What can stand directly in front of an alias or a question mark.
  private static let starts = Set(" \t\r\n[{,:?-".utf8)

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

import Descent

/// Writes `Value` as YAML for people to read and change: the same text for the same value, and
/// `YAMLReader` reads an equal value from it.
///
/// Tables stand in block form, lists of plain values in brackets, other lists as `- ` items; texts
/// are quoted where they would be read as something else.
public struct YAMLWriter: Sendable {
  /// Lines above everything, without `#`.
  public var header: String?
  /// Lines above a name of the outermost table, without `#`.
  public var comments: [String: String]
  /// Where a list of plain values is broken.
  public var lineLength = 100
  /// How deep lists and tables may be nested, as in `YAMLReader`.
  public var depthLimit = 100

  /// A writer.
  public init(header: String? = nil, comments: [String: String] = [:]) {
    self.header = header
    self.comments = comments
  }

  /// The text of a value, ending with a line feed.
  ///
  /// Throws `DescentError` (bad data) for what `YAMLReader` would not read back: a name that comes
  /// twice in a table, nesting deeper than `depthLimit`, a text that starts with a byte order mark.
  public func text(_ value: Value) throws -> String {
    var lines: [String] = []
    if let header { lines += Self.comment(header) }
    if let table = value.table, !table.entries.isEmpty {
      for entry in try checked(table, depth: 1) {
        if let comment = comments[entry.name] {
          if !lines.isEmpty { lines.append("") }
          lines += Self.comment(comment)
        }
        lines += try item(entry, depth: 1)
      }
    } else {
      lines += try block(value, depth: 0)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func comment(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      let printable = String(String.UnicodeScalarView(line.unicodeScalars.filter(isPrintable)))
      return printable.isEmpty ? "#" : "# " + printable
    }
  }

  /// The lines of a value that stands on lines of its own, not indented yet.
  private func block(_ value: Value, depth: Int) throws -> [String] {
    switch value.content {
    case .table(let table) where !table.entries.isEmpty:
      return try checked(table, depth: depth + 1).flatMap { try item($0, depth: depth + 1) }
    case .list(let values) where !values.isEmpty && !Self.isFlow(values):
      try check(depth: depth + 1)
      return try values.flatMap { element in
        Self.indented(try block(element, depth: depth + 1), first: "- ")
      }
    default:
      return try inline(value, depth: depth)
    }
  }

  /// `name: value`, or the name and the value's lines below it.
  private func item(_ entry: Settings.Entry, depth: Int) throws -> [String] {
    let name = try Self.scalar(entry.name)
    // A name of more than 1024 bytes is recognized only with a question mark.
    let (above, head) = name.utf8.count > 1000 ? (["? " + name], ":") : ([], name + ":")
    let lines = try block(entry.value, depth: depth)
    if Self.standsAlone(entry.value) { return above + [head] + lines.map { "  " + $0 } }
    return above + Self.indented(lines, first: head + " ")
  }

  /// Whether a value starts on the line below its name.
  private static func standsAlone(_ value: Value) -> Bool {
    switch value.content {
    case .table(let table): !table.entries.isEmpty
    case .list(let values): !values.isEmpty && !isFlow(values)
    default: false
    }
  }

  private static func isFlow(_ values: [Value]) -> Bool {
    values.allSatisfy { $0.table == nil && $0.list == nil }
  }

  /// The lines of a value in its short form; only a long list takes more than one.
  private func inline(_ value: Value, depth: Int) throws -> [String] {
    switch value.content {
    case .null: return ["null"]
    case .flag(let flag): return [flag ? "true" : "false"]
    case .integer(let number): return [String(number)]
    case .number(let number): return [Self.number(number)]
    case .text(let text): return [try Self.scalar(text)]
    case .table:
      try check(depth: depth + 1)
      return ["{}"]
    case .list(let values):
      try check(depth: depth + 1)
      return wrapped(try values.map { try inline($0, depth: depth + 1).joined() })
    }
  }

  private func wrapped(_ elements: [String]) -> [String] {
    var lines: [String] = []
    var line = "["
    for (index, element) in elements.enumerated() {
      let piece = element + (index == elements.count - 1 ? "]" : ",")
      // The name and the indentation in front are not known here; 20 columns are left for them.
      if line.count > 1, line.count + piece.count + 21 > lineLength {
        lines.append(line)
        line = piece
      } else {
        line += line.count > 1 ? " " + piece : piece
      }
    }
    return lines + [elements.isEmpty ? "[]" : line]
  }

  private func checked(_ table: Settings, depth: Int) throws -> [Settings.Entry] {
    try check(depth: depth)
    var names: Set<String> = []
    for entry in table.entries where !names.insert(entry.name).inserted {
      throw DescentError(.badData, "the name \"\(entry.name)\" comes twice in one table")
    }
    return table.entries
  }

  private func check(depth: Int) throws {
    if depth > depthLimit {
      throw DescentError(.badData, "lists and tables are nested more than \(depthLimit) deep")
    }
  }

  private static func indented(_ lines: [String], first: String) -> [String] {
    lines.enumerated().map { $0.offset == 0 ? first + $0.element : "  " + $0.element }
  }

  /// The shortest form; with a point also before an exponent, without which YAML 1.1 sees a text.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
    let text = value.description
    guard !text.contains("."), let mark = text.firstIndex(of: "e") else { return text }
    return text[..<mark] + ".0" + text[mark...]
  }

  private static func scalar(_ text: String) throws -> String {
    // Foundation, which Yams reads with, would drop it.
    guard text.unicodeScalars.first != "\u{FEFF}" else {
      throw DescentError(.badData, "a text starts with a byte order mark, which YAML can't say")
    }
    if YAMLScalar.isPlain(text) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where isPrintable(scalar): quoted.unicodeScalars.append(scalar)
      default: quoted += escaped(scalar)
      }
    }
    return quoted + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let (letter, width) =
      scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
  }

  /// What may stand in a YAML text as it is, and is visible.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default:
      true
    }
  }
}

/// Writes `Value` as JSON: the same bytes for the same value, everywhere.
///
/// Numbers are written in the shortest form that reads back to the same bits, -0 and subnormals
/// included. For scalars of a network make the value with `Value.scalar` or `Value.scalars`: then a
/// Float of 0.1 is written `0.1`.
public struct JSONWriter: Sendable {
  /// How the text is laid out.
  public enum Layout: Sendable {
    /// One line without spaces.
    case compact
    /// Two spaces of indentation; a list of plain values stays on one line. Ends with a line feed.
    case pretty
  }

  /// How the text is laid out.
  public var layout: Layout
  /// How deep lists and tables may be nested; as deep as `JSONReader` reads them.
  public var depthLimit = 100

  /// A writer.
  public init(_ layout: Layout = .compact) { self.layout = layout }

  /// The text of a value.
  ///
  /// Throws `DescentError` (bad data) for what `JSONReader` would not read back: a number that is
  /// not finite, a name that comes twice in a table, nesting deeper than `depthLimit`. The error
  /// names the path: `layers[2].weights[7]`.
  public func text(_ value: Value) throws -> String {
    String(decoding: try bytes(value), as: UTF8.self)
  }

  /// The text of a value as UTF-8.
  ///
  /// Throws as `text` does.
  public func bytes(_ value: Value) throws -> ContiguousArray<UInt8> {
    var printer = JSONPrinter(layout: layout, depthLimit: depthLimit)
    do {
      try printer.put(value, depth: 0)
    } catch let fault as JSONPrinter.Fault {
      let path = fault.path.isEmpty ? "" : fault.path + ": "
      throw DescentError(.badData, "\(path)\(fault.message), which JSON can't say")
    }
    if layout == .pretty { printer.output.append(UInt8(ascii: "\n")) }
    return printer.output
  }
}

private struct JSONPrinter {
  /// What can't be written; the path grows on the way out.
  struct Fault: Error {
    var message: String
    var path = ""

    func inside(_ step: String) -> Fault {
      let dot = path.isEmpty || path.hasPrefix("[") ? "" : "."
      return Fault(message: message, path: step + dot + path)
    }
  }

  let layout: JSONWriter.Layout
  let depthLimit: Int
  var output = ContiguousArray<UInt8>()

  init(layout: JSONWriter.Layout, depthLimit: Int) {
    self.layout = layout
    self.depthLimit = min(depthLimit, 500)
  }

  mutating func put(_ value: Value, depth: Int) throws {
    switch value.content {
    case .null: append("null")
    case .flag(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .number(let number):
      guard number.isFinite else { throw Fault(message: "the number is \(number)") }
      append(number.description)
    case .text(let text): put(text)
    case .list(let values): try put(values, depth: depth + 1)
    case .table(let table): try put(table, depth: depth + 1)
    }
  }

  private mutating func put(_ values: [Value], depth: Int) throws {
    try check(depth)
    let isPlain = values.allSatisfy { $0.list == nil && $0.table == nil }
    append("[")
    for (index, value) in values.enumerated() {
      if index > 0 { append(isPlain && layout == .pretty ? ", " : ",") }
      if !isPlain { breakLine(depth) }
      do {
        try put(value, depth: depth)
      } catch let fault as Fault {
        throw fault.inside("[\(index)]")
      }
    }
    if !isPlain { breakLine(depth - 1) }
    append("]")
  }

  private mutating func put(_ table: Settings, depth: Int) throws {
    try check(depth)
    var names: Set<String> = []
    append("{")
    for (index, entry) in table.entries.enumerated() {
      guard names.insert(entry.name).inserted else {
        throw Fault(message: "the name \"\(entry.name)\" comes twice in one table")
      }
      if index > 0 { append(",") }
      breakLine(depth)
      put(entry.name)
      append(layout == .pretty ? ": " : ":")
      do {
        try put(entry.value, depth: depth)
      } catch let fault as Fault {
        throw fault.inside(entry.name)
      }
    }
    if !table.entries.isEmpty { breakLine(depth - 1) }
    append("}")
  }

  private func check(_ depth: Int) throws {
    if depth > depthLimit {
      throw Fault(message: "lists and tables are nested more than \(depthLimit) deep")
    }
  }

  private mutating func put(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0..<0x20: append("\\u00" + (byte < 16 ? "0" : "1") + String(byte & 15, radix: 16))
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private mutating func breakLine(_ depth: Int) {
    guard layout == .pretty else { return }
    output.append(UInt8(ascii: "\n"))
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }
}

extension Value {
  /// A scalar of a network as the number that prints in the scalar's own shortest form and gives
  /// the same scalar back: 0.1 for a Float of 0.1, where `Double` would say 0.10000000149011612.
  public static func scalar(_ value: Scalar) -> Value {
    let exact = Double(value)
    guard value.isFinite, let short = Double(value.description) else {
      return Value(.number(exact))
    }
    // The shortest form is meant to be rounded once. By way of Double it is rounded twice, which
    // for a few values gives the neighbour; those are written with all digits.
    return Value(.number(Scalar(short) == value ? short : exact))
  }

  /// A list of scalars, each as `scalar` makes it.
  public static func scalars(_ values: some Sequence<Scalar>) -> Value {
    .list(values.map(Value.scalar))
  }
}

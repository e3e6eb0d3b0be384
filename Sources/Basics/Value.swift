/// A tree of plain values with the places where they were written: what a JSON or YAML text says,
/// and what a layer, optimizer or schedule is described by.
///
/// Readers of JSON and YAML produce it, `SettingsReader` takes it apart, and every error on the way
/// can point at line and column.
public struct Value: Sendable {
  /// The kinds of value.
  public enum Content: Sendable, Equatable {
    /// `null`
    case null
    /// `true`, `false`
    case flag(Bool)
    /// A number written without fraction and exponent.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// A text.
    case text(String)
    /// An ordered list.
    case list([Value])
    /// Names and values, in the order written; names are unique.
    case table(Settings)
  }

  /// The value itself.
  public var content: Content
  /// Where it was written; nil for a value made by code.
  public var position: Position?

  /// A value.
  public init(_ content: Content, at position: Position? = nil) {
    self.content = content
    self.position = position
  }

  /// `a list`, `the text "abc"`, `the number 3`: how errors name what was found.
  public var found: String {
    switch content {
    case .null: "null"
    case .flag(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): "\(value)"
    case .text(let value):
      value.dropFirst(200).isEmpty ? "\"\(value)\"" : "\"\(value.prefix(200))...\""
    case .list: "a list"
    case .table: "a table"
    }
  }
}

extension Value: Equatable {
  /// Equal content; positions don't count.
  public static func == (a: Value, b: Value) -> Bool { a.content == b.content }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self.init(.text(value)) }
  /// An integer.
  public init(integerLiteral value: Int) { self.init(.integer(value)) }
  /// A number.
  public init(floatLiteral value: Double) { self.init(.number(value)) }
  /// A flag.
  public init(booleanLiteral value: Bool) { self.init(.flag(value)) }
  /// A list.
  public init(arrayLiteral elements: Value...) { self.init(.list(elements)) }
}

extension Value {
  /// A text.
  public static func text(_ value: String) -> Value { Value(.text(value)) }
  /// A whole number.
  public static func integer(_ value: Int) -> Value { Value(.integer(value)) }
  /// A number; whole ones are kept as integers so that they print without a point.
  public static func number(_ value: Double) -> Value {
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53,
      !(whole == 0 && value.sign == .minus)
    {
      return Value(.integer(whole))
    }
    return Value(.number(value))
  }
  /// Null. There is no literal for it: `nil` stays the absence of a value.
  public static let null = Value(.null)
  /// A flag.
  public static func flag(_ value: Bool) -> Value { Value(.flag(value)) }
  /// A list.
  public static func list(_ values: [Value]) -> Value { Value(.list(values)) }
  /// A table.
  public static func table(_ settings: Settings) -> Value { Value(.table(settings)) }

  // Never inlined: the optimizer of Swift 6.3 crashes on some callers that see these switches.

  /// The text, if it is one.
  @inline(never)
  public var text: String? { if case .text(let value) = content { value } else { nil } }
  /// The number, whole or not.
  @inline(never)
  public var number: Double? {
    switch content {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
  /// The whole number; `3.0` and `3e0` count too.
  @inline(never)
  public var integer: Int? {
    switch content {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }
  /// The flag.
  @inline(never)
  public var flag: Bool? { if case .flag(let value) = content { value } else { nil } }
  /// The list.
  @inline(never)
  public var list: [Value]? { if case .list(let values) = content { values } else { nil } }
  /// The table.
  @inline(never)
  public var table: Settings? { if case .table(let value) = content { value } else { nil } }
}

/// Names and values in the order written.
public struct Settings: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One name with its value.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public var name: String
    /// Its value.
    public var value: Value
    /// Where the name was written.
    public var position: Position?

    /// An entry.
    public init(_ name: String, _ value: Value, at position: Position? = nil) {
      self.name = name
      self.value = value
      self.position = position
    }

    /// Equal name and value; positions don't count.
    public static func == (a: Entry, b: Entry) -> Bool { a.name == b.name && a.value == b.value }
  }

  /// The entries in order.
  public var entries: [Entry]

  /// Settings with these entries.
  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// Settings from `["slope": 0.01]`.
  public init(dictionaryLiteral elements: (String, Value)...) {
    entries = elements.map { Entry($0.0, $0.1) }
  }

  /// The value of a name; setting nil removes it, setting a new name appends it.
  public subscript(name: String) -> Value? {
    get { entries.first { $0.name == name }?.value }
    set {
      let index = entries.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append(Entry(name, value))
      case (nil, nil): break
      }
    }
  }
}

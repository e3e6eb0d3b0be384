/// Takes a table of settings apart, name by name, and refuses what nobody asked for.
///
/// Every error names the path of the setting (`layers[2].units`), its place in the file, what was
/// expected and what was found; an unknown name comes with the nearest known one.
public struct SettingsReader {
  /// The path of the table, for errors: `layers[2]`. Empty at the top.
  public let path: String
  /// Where the table was written.
  public let position: Position?
  /// What the reader of the whole file hands down to the readers of its parts: the catalogs in use.
  public let context: (any Sendable)?
  private var remaining: Settings
  private var asked: [String] = []

  /// A reader of a table.
  public init(
    _ settings: Settings, path: String = "", position: Position? = nil,
    context: (any Sendable)? = nil
  ) {
    remaining = settings
    self.context = context
    self.path = path
    self.position = position
  }

  /// A reader of a value that must be a table.
  public init(_ value: Value, path: String = "", context: (any Sendable)? = nil) throws {
    guard let table = value.table else {
      throw Self.wrong(path, value, "a table of settings")
    }
    self.init(table, path: path, position: value.position, context: context)
  }

  /// The value of a name, or nil where it is absent or null. Counts as read.
  public mutating func optional(_ name: String) -> Value? {
    asked.append(name)
    guard let index = remaining.entries.firstIndex(where: { $0.name == name }) else { return nil }
    let value = remaining.entries.remove(at: index).value
    return value.content == .null ? nil : value
  }

  /// The value of a name that must be there.
  public mutating func required(_ name: String) throws -> Value {
    guard let value = optional(name) else {
      let near = remaining.entries.map(\.name).first { nearestName(to: $0, in: [name]) != nil }
      throw DescentError(
        .badData, "\(path.isEmpty ? "" : "\(path): ")the setting \"\(name)\" is missing",
        at: position, fix: near.map { "Did you mean it by \"\($0)\"?" })
    }
    return value
  }

  /// The full path of a name in this table.
  public func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// The error for a value of the wrong kind or out of range.
  public func wrong(_ name: String, _ value: Value, expected: String) -> DescentError {
    Self.wrong(path(of: name), value, expected)
  }

  private static func wrong(_ path: String, _ value: Value, _ expected: String) -> DescentError {
    let subject = path.isEmpty ? "" : "\(path): "
    return DescentError(
      .badData, "\(subject)expected \(expected), found \(value.found)", at: value.position)
  }

  /// A finite number for which `allowed` holds; `expected` says in words what that is.
  public mutating func number(
    _ name: String, default fallback: Double? = nil, expected: String = "a number",
    where allowed: (Double) -> Bool = { _ in true }
  ) throws -> Double {
    guard let value = try fetch(name, needed: fallback == nil) else { return fallback ?? 0 }
    guard let number = value.number, number.isFinite, allowed(number) else {
      throw wrong(name, value, expected: expected)
    }
    return number
  }

  /// A whole number for which `allowed` holds.
  public mutating func integer(
    _ name: String, default fallback: Int? = nil, expected: String = "a whole number",
    where allowed: (Int) -> Bool = { _ in true }
  ) throws -> Int {
    guard let value = try fetch(name, needed: fallback == nil) else { return fallback ?? 0 }
    guard let number = value.integer, allowed(number) else {
      throw wrong(name, value, expected: expected)
    }
    return number
  }

  /// A text.
  public mutating func text(_ name: String, default fallback: String? = nil) throws -> String {
    guard let value = try fetch(name, needed: fallback == nil) else { return fallback ?? "" }
    guard let text = value.text else { throw wrong(name, value, expected: "a text") }
    return text
  }

  /// True or false.
  public mutating func flag(_ name: String, default fallback: Bool? = nil) throws -> Bool {
    guard let value = try fetch(name, needed: fallback == nil) else { return fallback ?? false }
    guard let flag = value.flag else { throw wrong(name, value, expected: "true or false") }
    return flag
  }

  /// A list of numbers.
  public mutating func numbers(_ name: String) throws -> [Double] {
    let value = try required(name)
    guard let list = value.list else { throw wrong(name, value, expected: "a list of numbers") }
    return try list.enumerated().map { index, element in
      guard let number = element.number, number.isFinite else {
        throw wrong("\(name)[\(index)]", element, expected: "a number")
      }
      return number
    }
  }

  /// A list of texts.
  public mutating func texts(_ name: String) throws -> [String] {
    let value = try required(name)
    guard let list = value.list else { throw wrong(name, value, expected: "a list of texts") }
    return try list.enumerated().map { index, element in
      guard let text = element.text else {
        throw wrong("\(name)[\(index)]", element, expected: "a text")
      }
      return text
    }
  }

  private mutating func fetch(_ name: String, needed: Bool) throws -> Value? {
    needed ? try required(name) : optional(name)
  }

  /// Refuses names that nobody asked for. Call it when everything has been read.
  public func finish() throws {
    guard let stray = remaining.entries.first else { return }
    let subject = path.isEmpty ? "" : "\(path): "
    let known = asked.isEmpty ? "It takes no settings." : suggestion(for: stray.name, in: asked)
    throw DescentError(
      .badData, "\(subject)unknown setting \"\(stray.name)\"",
      at: stray.position ?? stray.value.position ?? position, fix: known)
  }
}

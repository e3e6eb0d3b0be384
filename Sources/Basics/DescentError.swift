/// A place in a text that a person wrote: file, line and column, the latter two counted from 1.
public struct Position: Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it; nil for a text that is not in a file.
  public var file: String?
  /// Line, from 1; nil where only the file is known.
  public var line: Int? {
    get { Self.unpacked(packedLine) }
    set { packedLine = Self.packed(newValue) }
  }
  /// Column, from 1.
  public var column: Int? {
    get { Self.unpacked(packedColumn) }
    set { packedColumn = Self.packed(newValue) }
  }

  // Every value that is read carries a position, so its size counts: 0 stands for nil.
  private var packedLine: UInt32
  private var packedColumn: UInt32

  /// A place; leave out what isn't known.
  public init(file: String? = nil, line: Int? = nil, column: Int? = nil) {
    self.file = file
    packedLine = Self.packed(line)
    packedColumn = Self.packed(column)
  }

  private static func packed(_ number: Int?) -> UInt32 { UInt32(clamping: number ?? 0) }
  private static func unpacked(_ number: UInt32) -> Int? { number == 0 ? nil : Int(number) }

  /// `data.csv:57:3`
  public var description: String {
    var parts: [String] = []
    if let file { parts.append(file) }
    if let line { parts.append((file == nil ? "line " : "") + String(line)) }
    if line != nil, let column { parts.append(String(column)) }
    return parts.joined(separator: ":")
  }
}

/// An error for people: what is wrong, where, and what to do about it.
///
/// The message says what was expected and what was found. `fix` is one sentence with the way out.
public struct DescentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of fault it is; the command's exit code follows from it.
  public enum Kind: Int32, Sendable {
    /// The request itself is wrong: an unknown flag, key or value (exit code 64).
    case usage = 64
    /// The data, config or model file is not what it should be (65).
    case badData = 65
    /// An input file does not exist or can't be opened (66).
    case noInput = 66
    /// A fault of Descent (70).
    case bug = 70
    /// An output can't be created (73).
    case cannotWrite = 73
    /// Reading or writing failed half-way, a full disk for instance (74).
    case inputOutput = 74
    /// Stopped by the user (130).
    case interrupted = 130
  }

  /// The kind of fault.
  public var kind: Kind
  /// What is wrong, with what was expected and found.
  public var message: String
  /// Where, if there is a file.
  public var position: Position?
  /// What to do about it.
  public var fix: String?

  /// An error.
  public init(_ kind: Kind, _ message: String, at position: Position? = nil, fix: String? = nil) {
    self.kind = kind
    self.message = Self.shortened(message)
    self.position = position
    self.fix = fix
  }

  /// A message that a hostile file has made long, without its middle.
  private static func shortened(_ message: String) -> String {
    guard message.utf8.count > 20_000 else { return message }
    return "\(message.prefix(2000)) … \(message.suffix(500))"
  }

  /// `data.csv:57:3: "12a" is not a number. Fix the cell.` The command puts `error: ` before it.
  public var description: String {
    let place = position.map(\.description) ?? ""
    let start = place.isEmpty ? message : "\(place): \(message)"
    guard let fix else { return start }
    let ended = start.hasSuffix(".") || start.hasSuffix("?") || start.hasSuffix("!")
    return start + (ended ? " " : ". ") + fix
  }
}

import Basics

/// What a piece of text is drawn in.
public enum Ink: Sendable, Hashable {
  /// As everything else.
  case plain
  /// Titles.
  case bold
  /// What is less important.
  case quiet
  /// What is done, and what is right.
  case good
  /// The training rows: a blue that can be read on black and on white.
  case training
  /// The validation rows: an orange of the same kind.
  case validation

  /// The numbers between `ESC [` and `m`; nil where nothing is to be said.
  func code(_ colors: TerminalLook.Colors) -> String? {
    guard colors > .none else { return nil }
    let isRich = colors >= .palette
    switch self {
    case .plain: return nil
    case .bold: return "1"
    case .quiet: return "2"
    case .good: return "32"
    case .training: return isRich ? "38;5;32" : "36"
    case .validation: return isRich ? "38;5;208" : "33"
    }
  }
}

/// A line of a drawing, with the columns that it takes.
public struct TerminalLine: Sendable, Hashable {
  /// The text, with the escape sequences of its colors.
  public private(set) var text = ""
  /// The columns that it takes.
  public private(set) var columns = 0

  /// An empty line.
  public init() {}

  /// A line of a text.
  public init(_ text: String, _ ink: Ink = .plain, _ look: TerminalLook) {
    add(text, ink, look)
  }

  /// Adds a text without control characters.
  public mutating func add(_ more: String, _ ink: Ink = .plain, _ look: TerminalLook) {
    add(more, code: ink.code(look.colors), columns: more.displayWidth)
  }

  /// Adds a text that takes so many columns.
  mutating func add(_ more: String, code: String?, columns: Int) {
    if let code { text += "\u{1B}[" + code + "m" + more + "\u{1B}[0m" } else { text += more }
    self.columns += columns
  }

  /// Adds what is drawn already.
  mutating func add(_ other: TerminalLine) {
    text += other.text
    columns += other.columns
  }

  /// Fills up with spaces.
  mutating func pad(to width: Int) {
    guard width > columns else { return }
    text += String(repeating: " ", count: width - columns)
    columns = width
  }
}

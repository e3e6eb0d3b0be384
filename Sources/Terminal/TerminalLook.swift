/// What can be drawn where text goes: how many colors, and whether there are characters beyond ASCII.
public struct TerminalLook: Sendable, Hashable {
  /// How many colors there are, the fewest first.
  public enum Colors: Int, Sendable, Comparable {
    /// None: it is no terminal, or nobody wants them.
    case none
    /// The sixteen that every terminal with colors has.
    case few
    /// 256: sixteen, a cube of 6 x 6 x 6, and 24 greys.
    case palette
    /// 24 bits for each.
    case full

    /// By how many there are.
    public static func < (left: Colors, right: Colors) -> Bool { left.rawValue < right.rawValue }
  }

  /// How many colors there are.
  public var colors: Colors
  /// Whether blocks, lines and Braille can be shown; ASCII stands for them otherwise.
  public var isUnicode: Bool

  /// A look.
  public init(colors: Colors, isUnicode: Bool) {
    self.colors = colors
    self.isUnicode = isUnicode
  }

  /// What the environment says: COLORTERM and TERM about colors, the first of LC_ALL, LC_CTYPE and LANG
  /// that is set about characters.
  ///
  /// - Parameter isColored: whether colors are welcome.
  public init(environment: [String: String], isColored: Bool) {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0.lowercased() }
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(value).first ?? ""
    isUnicode = locale.contains("utf-8") || locale.contains("utf8")
    let terminal = value("TERM") ?? ""
    if !isColored || terminal.isEmpty || terminal == "dumb" {
      colors = .none
    } else if ["truecolor", "24bit"].contains(value("COLORTERM")) || terminal.hasSuffix("-direct") {
      colors = .full
    } else {
      colors = terminal.contains("256color") ? .palette : .few
    }
  }

  /// The character for a terminal that has it, and for one that hasn't.
  func symbol(_ character: Character, _ plain: Character) -> Character {
    isUnicode ? character : plain
  }
}

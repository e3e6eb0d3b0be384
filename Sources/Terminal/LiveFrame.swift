/// Lines of a terminal that are drawn again in place.
///
/// After each drawing the cursor stands at the start of the line below them. So whatever comes between, the
/// prompt of a shell or the last word of a process that was killed, begins on a line of its own, and the
/// cursor never has to be hidden.
public struct LiveFrame: Sendable {
  private var lines: [Int] = []
  private var width = 0

  /// A frame that isn't drawn yet.
  public init() {}

  /// Whether there is something on the screen.
  public var isDrawn: Bool { !lines.isEmpty }

  /// What to write so that these lines stand where the last ones stood.
  ///
  /// - Parameters:
  ///   - columns: of the terminal as it is now.
  ///   - rows: of the terminal as it is now.
  ///   - wraps: whether the terminal breaks lines anew where it has become narrower, as most do.
  public mutating func draw(
    _ new: [TerminalLine], columns: Int, rows: Int, wraps: Bool = true
  ) -> String {
    var up = lines.count
    if wraps, columns > 0, columns < width {
      up = lines.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    }
    if rows > 0 { up = min(up, rows - 1) }
    // Lines are cut at the right edge while they are drawn: a character may be wider than we know.
    var text = "\u{1B}[?7l\r"
    if up > 0 { text += "\u{1B}[\(up)A" }
    // Each line is erased as a whole, so that nothing of a longer one counts when lines are broken anew, and
    // by itself: some terminals take a screen that is erased at once for worth keeping.
    let erase = "\u{1B}[2K"
    for line in new { text += erase + line.text + "\n" }
    let rest = max(0, up - new.count)
    text += erase + String(repeating: "\n" + erase, count: rest)
    if rest > 0 { text += "\u{1B}[\(rest)A" }
    text += "\u{1B}[?7h"
    lines = new.map(\.columns)
    width = columns
    return text
  }

  /// Leaves the lines where they are: something else has been written below them.
  public mutating func leave() { lines = [] }
}

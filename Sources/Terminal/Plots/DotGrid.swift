/// Dots, two beside and four below each other in a character of Braille; in ASCII one for each character.
struct DotGrid {
  /// Dots beside each other.
  let width: Int
  /// Dots below each other.
  let height: Int
  /// Characters beside each other.
  let columns: Int
  private let rows: Int
  private let isBraille: Bool
  private var cells: [UInt8]
  private var inks: [Ink]

  /// For each row of dots, the bits of the left and the right one (Unicode, Braille Patterns).
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  init(columns: Int, rows: Int, look: TerminalLook) {
    (self.columns, self.rows) = (max(1, columns), max(1, rows))
    isBraille = look.isUnicode
    (width, height) = isBraille ? (self.columns * 2, self.rows * 4) : (self.columns, self.rows)
    cells = Array(repeating: 0, count: self.columns * self.rows)
    inks = Array(repeating: .plain, count: self.columns * self.rows)
  }

  /// Sets a dot, counted from the left and from below; what lies outside is left out.
  ///
  /// - Parameter mark: the character that stands for it in ASCII.
  mutating func set(_ x: Int, _ y: Int, _ ink: Ink, _ mark: Character) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let down = height - 1 - y
    let cell = isBraille ? down / 4 * columns + x / 2 : down * columns + x
    if isBraille {
      cells[cell] |= Self.bits[down % 4][x % 2]
    } else {
      cells[cell] = mark.asciiValue ?? UInt8(ascii: "*")
    }
    inks[cell] = ink
  }

  /// Sets the dots of a column from one height to another.
  mutating func set(_ x: Int, from low: Int, to high: Int, _ ink: Ink, _ mark: Character) {
    let (low, high) = (max(0, min(low, high)), min(height - 1, max(low, high)))
    guard low <= high else { return }
    for y in low...high { set(x, y, ink, mark) }
  }

  /// A row of characters, from above, as far as there are dots.
  func line(_ row: Int, _ look: TerminalLook) -> TerminalLine {
    var line = TerminalLine()
    var start = row * columns
    var end = start + columns
    while end > start, cells[end - 1] == 0 { end -= 1 }
    while start < end {
      let ink = inks[start]
      var run = String.UnicodeScalarView()
      let first = start
      while start < end, inks[start] == ink {
        let cell = cells[start]
        run.append(
          cell == 0
            ? " " : isBraille ? Unicode.Scalar(0x2800 + UInt32(cell)) ?? " " : Unicode.Scalar(cell))
        start += 1
      }
      line.add(String(run), code: ink.code(look.colors), columns: start - first)
    }
    return line
  }
}

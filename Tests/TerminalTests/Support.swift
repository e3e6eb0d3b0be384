import Basics
import Terminal

/// Looks of terminals.
extension TerminalLook {
  static let ascii = TerminalLook(colors: .none, isUnicode: false)
  static let plain = TerminalLook(colors: .none, isUnicode: true)
  static let few = TerminalLook(colors: .few, isUnicode: true)
  static let palette = TerminalLook(colors: .palette, isUnicode: true)
  static let full = TerminalLook(colors: .full, isUnicode: true)
}

/// Lines as one text, without spaces at their ends, and the escape character as ^.
func text(_ lines: [TerminalLine]) -> String {
  lines.map { line in
    var text = line.text.replacing("\u{1B}", with: "^")
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }.joined(separator: "\n")
}

/// The columns of a line as they are counted, and as its text without escape sequences takes.
func columnsAgree(_ line: TerminalLine) -> Bool {
  var visible = ""
  var isEscape = false
  for character in line.text {
    if character == "\u{1B}" { isEscape = true }
    if !isEscape { visible.append(character) }
    if isEscape, character == "m" { isEscape = false }
  }
  return visible.displayWidth == line.columns
}

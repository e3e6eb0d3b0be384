import Descent

/// A table in plain text: columns as wide as their widest cell.
struct TextTable {
  /// Which side of its column a cell stands on.
  enum Alignment { case left, right }

  private let header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]?] = []

  /// A table with these columns.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    header = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row; one cell per column.
  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// Adds a line across.
  mutating func addRule() { rows.append(nil) }

  /// The lines, no wider than `width`; the first column gives way where there is too little room.
  func lines(width: Int, bold: (String) -> String = { $0 }) -> [String] {
    let all = [header] + rows.compactMap { $0 }
    var widths = header.indices.map { column in all.map { $0[column].displayWidth }.max() ?? 0 }
    let total = widths.reduce(0, +) + 2 * (widths.count - 1)
    if total > width, !widths.isEmpty { widths[0] = max(8, widths[0] - (total - width)) }
    let ruleWidth = widths.reduce(0, +) + 2 * (widths.count - 1)
    var lines = [bold(line(header, widths))]
    for row in rows {
      lines.append(
        row.map { line($0, widths) } ?? String(repeating: "-", count: ruleWidth))
    }
    return lines
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      let shown = cell.shortened(to: widths[column])
      let gap = String(repeating: " ", count: widths[column] - shown.displayWidth)
      if column > 0 { text += "  " }
      text += alignments[column] == .left ? shown + gap : gap + shown
    }
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}

extension String {
  /// How many columns of a terminal it takes: one per character, two for the wide ones of East Asia
  /// and for pictures.
  var displayWidth: Int {
    reduce(0) { sum, character in
      guard let scalar = character.unicodeScalars.first else { return sum }
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        return sum + 2
      default: return sum + 1
      }
    }
  }

  /// The text with its end cut off where it is wider than it may be.
  func shortened(to width: Int) -> String {
    guard displayWidth > width else { return self }
    var result = ""
    var used = 0
    for character in self {
      let next = String(character).displayWidth
      if used + next > width - 1 { break }
      result.append(character)
      used += next
    }
    return result + "~"
  }

  /// Lines of at most `width` columns, broken at spaces.
  func folded(_ width: Int) -> [String] {
    var lines = [""]
    for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if last.displayWidth + 1 + word.displayWidth > width {
        lines.append(word)
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines
  }

  /// Without control characters, which would reach the terminal.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.value < 0x20 || ($0.value >= 0x7F && $0.value < 0xA0) ? "?" : $0 }))
  }
}

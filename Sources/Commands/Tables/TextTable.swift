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

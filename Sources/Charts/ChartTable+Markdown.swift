extension ChartTable {
  /// The table in Markdown as GitHub and TensorBoard take it. What has a meaning there, or in HTML, is
  /// escaped.
  public var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map(Self.escaped).joined(separator: " | ") + " |\n"
    }
    let rule = "|" + columns.indices.map { $0 == 0 ? "---|" : "--:|" }.joined() + "\n"
    let note = total.map { "\n\(rows.count) of \($0) rows\n" } ?? ""
    return line(columns) + rule + rows.map(line).joined() + note
  }

  /// A text as a cell, on one line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "`", "*", "_", "[", "]", "#", "~", "|", "!": result += "\\\(character)"
      case _ where character.isNewline: result += " "
      default: result += Drawing.escaped(String(character))
      }
    }
    return result.isEmpty ? " " : result
  }
}

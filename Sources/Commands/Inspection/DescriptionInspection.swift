import Descent
import Terminal

/// What `data describe` shows.
struct DescriptionInspection: Inspection {
  private let data: DataDescription
  /// More columns are counted only; JSON has all.
  private let mostColumns = 60

  init(_ data: DataDescription) { self.data = data }

  // MARK: JSON

  var document: Value {
    var document: Settings = [
      "name": .text(data.name), "sources": .list(data.sources.map { .text($0) }),
      "rows": .integer(data.rows),
    ]
    document["validation_rows"] = data.validationRows.map { .integer($0) } ?? .null
    document["test_rows"] = data.testRows.map { .integer($0) } ?? .null
    document["shape"] = .list(data.shape.dimensions.map { .integer($0) })
    document["targets"] = .list(data.targetNames.map { .text($0) })
    document["classes"] = .list(data.classes.map { level($0) })
    document["columns"] = .list(data.columns.map { column($0) })
    document["findings"] = .list(
      data.findings.map { finding in
        .table([
          "kind": .text(finding.kind.rawValue),
          "columns": .list(finding.columns.map { .text($0) }), "message": .text(finding.message),
          "fix": .text(finding.fix),
        ])
      })
    document["notes"] = .list(data.notes.map { .text($0) })
    return .table(document)
  }

  private func level(_ level: ColumnDescription.Level) -> Value {
    .table(["text": .text(level.text), "rows": .integer(level.rows)])
  }

  private func column(_ column: ColumnDescription) -> Value {
    var value: Settings = [
      "name": .text(column.name), "kind": .text(column.kindName),
      "is_target": .flag(data.targetNames.contains(column.name)),
      "missing": .integer(column.missing), "unique": .integer(column.unique),
      "has_more_unique": .flag(column.hasMoreUnique),
    ]
    if column.isNumber {
      value["least"] = figureValue(column.least?.value)
      value["mean"] = figureValue(column.mean)
      value["most"] = figureValue(column.most?.value)
      value["deviation"] = figureValue(column.deviation)
      value["quartiles"] = .list([0.25, 0.5, 0.75].map { figureValue(column.quantile($0)) })
      value["histogram"] = .list(column.histogram(bins: 20).map { .integer($0) })
    }
    if let first = column.firstDate, let last = column.lastDate {
      value["first"] = .text(first.description)
      value["last"] = .text(last.description)
    }
    value["levels"] = .list(column.levels.prefix(20).map { level($0) })
    return .table(value)
  }

  // MARK: Text

  func lines(width: Int, style: Style) -> [String] {
    var lines = title.folded(width)
    lines[0] = style.bold(lines[0])
    lines += data.notes.flatMap { $0.printable.folded(width) }
    if !data.classes.isEmpty { lines += [""] + classLines(width) }
    lines.append("")
    let shown = data.columns.prefix(mostColumns)
    let indent = min(20, shown.map(\.name.printable.displayWidth).max() ?? 0) + 2
    for column in shown { lines += self.lines(column, indent, width, style) }
    let more = data.columns.count - shown.count
    if more > 0 { lines.append("and \(counted(more, "more column")) (--json shows all)") }
    return lines + findingLines(width, style)
  }

  private var title: String {
    let head = "\(data.name.printable): \(data.rowsText)"
    guard data.isTable else { return "\(head) of \(data.shape)" }
    let targets = data.targetNames.map(\.printable)
    return "\(head), \(counted(data.columns.count, "column")), "
      + "\(targets.count == 1 ? "target" : "targets") \(targets.joined(separator: ", "))"
  }

  private func classLines(_ width: Int) -> [String] {
    var table = TextTable([
      (title: "Class", alignment: .left), (title: "Rows", alignment: .right),
      (title: "Share", alignment: .right), (title: "", alignment: .left),
    ])
    let most = data.classes.map(\.rows).max() ?? 1
    for level in data.classes.prefix(30) {
      let share = Double(level.rows) / Double(max(1, data.rows)) * 100
      let length = level.rows * 20 / max(1, most)
      table.add([
        level.text.printable, grouped(level.rows), fixed(share, 1) + " %",
        String(repeating: "#", count: level.rows > 0 ? max(1, length) : 0),
      ])
    }
    let more = data.classes.count - 30
    return table.lines(width: width) + (more > 0 ? ["and \(grouped(more)) more"] : [])
  }

  /// The name and what the column holds; below it a histogram and figures, or the most frequent texts.
  private func lines(
    _ column: ColumnDescription, _ indent: Int, _ width: Int, _ style: Style
  ) -> [String] {
    let name = column.name.printable.shortened(to: indent - 2)
    let gap = String(repeating: " ", count: max(1, indent - name.displayWidth))
    let role = data.targetNames.contains(column.name) ? "target: " : ""
    var head = [role + column.summary.printable]
    // The levels of a category are counted in its name.
    if column.isNumber || column.levels.isEmpty || column.kind == .texts {
      head.append(
        (column.hasMoreUnique ? "more than " : "") + "\(grouped(column.unique)) different")
    }
    if column.missing > 0 {
      let share = Double(column.missing) / Double(max(1, column.rows)) * 100
      head.append("\(grouped(column.missing)) missing (\(fixed(share, 1)) %)")
    }
    var lines = Self.packed(head, width - indent, separator: ", ")
    lines += column.isNumber ? figures(column, indent, width) : texts(column, width - indent)
    let margin = String(repeating: " ", count: indent)
    return lines.enumerated().map { index, line in
      index == 0 ? style.bold(name) + gap + line : margin + line
    }
  }

  private func figures(_ column: ColumnDescription, _ indent: Int, _ width: Int) -> [String] {
    guard let least = column.least?.value, let most = column.most?.value else { return [] }
    guard most > least else { return ["\(shortNumber(least)) everywhere"] }
    let bars = column.histogram(bins: max(8, min(40, width - indent - 50)))
    let parts = [
      "\(shortNumber(least)) to \(shortNumber(most))", "mean \(shortNumber(column.mean))",
      "deviation \(shortNumber(column.deviation))",
    ]
    let text = parts.joined(separator: ", ")
    let line = Bars.histogram(bars) + "  " + text
    if line.displayWidth <= width - indent { return [line] }
    return [Bars.histogram(bars)] + Self.packed(parts, width - indent, separator: ", ")
  }

  private func texts(_ column: ColumnDescription, _ width: Int) -> [String] {
    if let first = column.firstDate, let last = column.lastDate {
      return Self.packed(["\(first) to \(last)"], width, separator: "")
    }
    guard !column.levels.isEmpty, column.kind != .empty else { return [] }
    if column.kind == .texts || column.kind == .unclearDates {
      let some = column.levels.prefix(3).map { $0.text.printable.shortened(to: 24) }
      return Self.packed(["such as " + some[0]] + some.dropFirst(), width, separator: ", ")
    }
    let most = 8
    var parts = column.levels.prefix(most).map {
      "\($0.text.printable.shortened(to: 24)) \(grouped($0.rows))"
    }
    if column.levels.count > most { parts.append("\u{2026}") }
    return Self.packed(parts, width, separator: ", ")
  }

  private func findingLines(_ width: Int, _ style: Style) -> [String] {
    guard !data.findings.isEmpty else { return ["", "Nothing suspicious was found."] }
    var lines = ["", style.bold(counted(data.findings.count, "finding"))]
    for finding in data.findings {
      let text = "\(finding.kind.rawValue): \(finding.message.printable). \(finding.fix.printable)"
      let folded = text.folded(max(20, width - 2))
      lines += folded.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
    }
    return lines
  }

  /// Parts on as few lines as they fit on.
  private static func packed(_ parts: [String], _ width: Int, separator: String) -> [String] {
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
      let text = index == parts.count - 1 ? part : part + separator
      if let last = lines.last,
        last.displayWidth + text.displayWidth - (index == parts.count - 1 ? 0 : 1) <= width
      {
        lines[lines.count - 1] = last + text
      } else {
        if let last = lines.last, last.hasSuffix(" ") {
          lines[lines.count - 1] = String(last.dropLast())
        }
        lines.append(text)
      }
    }
    return lines
  }
}

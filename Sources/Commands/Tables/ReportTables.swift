import Descent

/// Figures as lines of text.
enum ReportTables {
  /// `loss 0.1234  accuracy 97.22 %  f1 0.9719`
  static func figuresLine(_ figures: Figures) -> String {
    let shown =
      figures.classes.isEmpty
      ? figures.named : figures.named.filter { ["loss", "accuracy"].contains($0.name) }
    return shown.map { "\($0.name) \(figure($0.name, $0.value))" }.joined(separator: "  ")
      + "  (\(counted(figures.rows, "row")))"
  }

  /// Precision, recall, F1 and rows of each class; empty for a regression.
  static func classes(_ figures: Figures, width: Int, style: Style) -> [String] {
    guard let report = figures.report else { return [] }
    var table = TextTable([
      (title: "Class", alignment: .left), (title: "Precision", alignment: .right),
      (title: "Recall", alignment: .right), (title: "F1", alignment: .right),
      (title: "Rows", alignment: .right),
    ])
    let most = 30
    for line in report.lines.prefix(most) {
      table.add([
        line.name.printable, share(line.precision), share(line.recall), share(line.f1),
        shortCount(line.support),
      ])
    }
    var lines = table.lines(width: width, bold: { style.bold($0) })
    if figures.classes.count > most {
      let more = counted(figures.classes.count - most, "more class", plural: "more classes")
      lines.append("and \(more)")
    }
    return lines + [""]
  }

  /// The counts of predicted classes for each true class.
  static func confusion(_ figures: Figures, width: Int, style: Style) -> [String] {
    guard let confusion = figures.confusion, figures.classes.count <= 12 else { return [] }
    let columns = figures.classes.map { name in
      (title: name.printable.shortened(to: 8), alignment: TextTable.Alignment.right)
    }
    var table = TextTable([(title: "true \\ predicted", alignment: .left)] + columns)
    for (row, name) in figures.classes.enumerated() {
      table.add([name.printable] + confusion.counts[row].map(shortCount))
    }
    return table.lines(width: width, bold: { style.bold($0) }) + [""]
  }

  /// A count of rows, which weights may have made a fraction.
  private static func shortCount(_ count: Double) -> String {
    Int(exactly: count).map(grouped) ?? fixed(count, 2)
  }

  private static func share(_ value: Double) -> String { fixed(value * 100, 2) + " %" }
}

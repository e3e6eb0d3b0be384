import Descent

/// What `evaluate` writes.
enum EvaluationReport {
  /// The JSON document: every metric by its name, the confusion matrix, the table of classes.
  static func document(_ figures: Figures, model: String, _ rows: EvaluationRows) -> Value {
    var document: Settings = [
      "model": .text(model), "data": .text(rows.dataset.name),
      "evaluated_on": .text(rows.description),
    ]
    document.entries += figures.settings.entries
    if let confusion = figures.confusion, let report = figures.report {
      document["classes"] = .list(figures.classes.map { .text($0) })
      document["confusion_matrix"] = .list(
        confusion.counts.map { row in .list(row.map { .number($0) }) })
      document["per_class"] = .list(
        report.lines.map { line in
          .table([
            "class": .text(line.name), "precision": figureValue(line.precision),
            "recall": figureValue(line.recall), "f1": figureValue(line.f1),
            "rows": .number(line.support),
          ])
        })
    }
    return .table(document)
  }

  /// The same for people.
  static func write(
    _ figures: Figures, model: String, _ rows: EvaluationRows, _ surroundings: Surroundings
  ) throws {
    let output = surroundings.output
    let style = Style(isOn: surroundings.hasColor(output))
    let width = output.width ?? 80
    try output.line(
      style.bold("\(rows.dataset.name.printable), \(rows.description): ")
        + counted(figures.rows, "row"))
    try output.line()
    for line in ReportTables.classes(figures, width: width, style: style) { try output.line(line) }
    for line in ReportTables.confusion(figures, width: width, style: style) {
      try output.line(line)
    }
    for entry in figures.named {
      let name = entry.name + String(repeating: " ", count: max(1, 22 - entry.name.count))
      try output.line(name + figure(entry.name, entry.value))
    }
  }
}

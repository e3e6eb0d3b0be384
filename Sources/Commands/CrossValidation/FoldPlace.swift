import Descent

/// Which fold of a cross-validation a training is.
final class FoldPlace {
  /// Its number, from 1.
  let number: Int
  /// How many there are.
  let count: Int
  /// The folder of the cross-validation.
  let folder: RunFolder
  /// The command that the cross-validation began with.
  let arguments: [String]
  /// What was noted for an earlier fold already.
  private(set) var noted: Set<String>

  init(
    _ number: Int, of count: Int, in folder: RunFolder, arguments: [String], noted: Set<String>
  ) {
    self.arguments = arguments
    self.number = number
    self.count = count
    self.folder = folder
    self.noted = noted
  }

  /// `fold 2 of 5`
  var text: String { "fold \(number) of \(count)" }

  /// The notes that are new with this fold.
  func new(_ notes: [String]) -> [String] {
    defer { noted.formUnion(notes) }
    return notes.filter { !noted.contains($0) }
  }
}

extension TrainingSession {
  /// What is written before a fold is trained.
  func writeOpening(of fold: FoldPlace) throws {
    guard !settings.json, !settings.quiet else { return }
    for note in fold.new(data.notes) { surroundings.note("note: \(note.printable)") }
    let output = surroundings.output
    if fold.number == 1 {
      let style = Style(isOn: surroundings.hasColor(output))
      try output.paragraph(
        "\(data.main.name.printable): \(outcome(data.main.task)), rows of \(data.main.shape); "
          + "\(fold.count) folds of \(counted(data.main.rows, "row"))")
      try output.line()
      for line in SummaryTable.lines(
        model.network, width: output.width ?? 80, bold: { style.bold($0) })
      {
        try output.line(line)
      }
      try output.line()
    }
    try output.paragraph("\(fold.text): \(data.partsText)")
    try output.flush()
  }

  /// What is written when a fold is trained.
  func write(_ result: TrainingResult, of fold: FoldPlace) throws {
    guard !settings.json, !settings.quiet, let test = result.test else { return }
    try surroundings.output.paragraph("test  " + ReportTables.figuresLine(test))
    try surroundings.output.line()
    try surroundings.output.flush()
  }
}

import ArgumentParser
import Descent

/// `descent evaluate`: arguments and what is written.
struct EvaluateCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures a model on data.",
    discussion: """
      Without data, a model in a run folder is measured on the rows that its training held out \
      for the test. Data that the model was not trained with is measured as a whole, or on its \
      own test rows where it has some.
      """)

  @Argument(help: "A model file, or a run folder.") var model: String
  @Argument(
    help: ArgumentHelp(
      "A data set or the path of a file or folder; --data says the same.", valueName: "data"))
  var source: String?
  @Option(help: ArgumentHelp("A data set or the path of a file or folder.", valueName: "dataset"))
  var data: String?
  @Option(help: ArgumentHelp("The target column of a CSV file.", valueName: "column"))
  var target: String?
  @Option(help: ArgumentHelp("The array of features in an NPZ file.", valueName: "name"))
  var x: String?
  @Option(
    help: ArgumentHelp(
      "The array of targets in an NPZ file, or the path of the targets of an .npy file.",
      valueName: "name"))
  var y: String?
  @Option(
    help: ArgumentHelp(
      "Which rows: test, validation, training or all.", valueName: "rows"))
  var part: String?
  @Option(help: help("unreadable")) var unreadable: String?
  @Option(help: ArgumentHelp("Threads that share the work.", valueName: "n"))
  var threads: Int?
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  func run(in surroundings: Surroundings) throws {
    try checkThreads(threads)
    if let source, let data {
      throw DescentError(
        .usage, "the data is named twice: \(source) and --data \(data)", fix: "Leave one out.")
    }
    let part = try part.map { text in
      guard let part = EvaluationRows.Part(rawValue: text) else {
        throw DescentError(
          .usage, "--part: unknown rows \"\(text)\"",
          fix: suggestion(for: text, in: EvaluationRows.Part.allCases.map(\.rawValue)))
      }
      return part
    }
    let path = try modelPath(self.model)
    let model = try Model(contentsOf: path)
    let rows = try EvaluationRows(
      model, path: path, data: source ?? data, target: target, arrays: ArrayChoice(x: x, y: y),
      part: part, unreadable: unreadableChoice(unreadable),
      surroundings)
    for note in rows.notes { surroundings.note("note: \(note.printable)") }
    let figures = try rows.measure(model, threads: threads ?? coreCount())
    if json {
      let document = EvaluationReport.document(figures, model: path, rows)
      try surroundings.output.line(try JSONWriter(.pretty).text(document).trimmedEnd)
    } else {
      try EvaluationReport.write(figures, model: path, rows, surroundings)
    }
  }
}

import ArgumentParser
import Descent

/// `descent predict`: arguments and the loop over rows.
struct PredictCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predicts with a model.",
    discussion: """
      Takes a CSV file with as many columns as the model has features, with or without a header; \
      standard input (-); or a data set, whose test rows are taken where it has some. With a \
      header that holds the model's feature names, columns are taken by name and others are \
      ignored. A model of pictures takes PNG and JPEG files, and folders of them.
      """)

  /// How predictions are written.
  enum Format: String, CaseIterable {
    case csv, json
  }

  @Argument(help: "A model file, or a run folder.") var model: String
  @Argument(
    help: ArgumentHelp(
      "A CSV file, a data set, - for standard input, or pictures and folders of them. (default: -)",
      valueName: "file"))
  var files: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many of the most probable classes to write.", valueName: "n"))
  var top: String?
  @Option(help: ArgumentHelp("csv or json: one line per row. (default: csv)", valueName: "format"))
  var format: String?
  @Flag(help: "The same as --format json.") var json = false
  @Option(help: ArgumentHelp("Threads that share the work.", valueName: "n"))
  var threads: Int?

  func run(in surroundings: Surroundings) throws {
    let format = try resolvedFormat()
    let top = try top.map { text in
      guard let count = Int(text), count >= 1 else {
        throw DescentError(
          .usage, "--top: expected a whole number of 1 or more, found \"\(text)\"")
      }
      return count
    }
    if let threads, !(1...1024).contains(threads) {
      throw DescentError(
        .usage, "--threads: expected a whole number from 1 to 1024, found \(threads)")
    }
    let model = try Model(contentsOf: modelPath(self.model))
    if top != nil, model.task.classes.isEmpty {
      throw DescentError(
        .usage, "--top: the model predicts \(outcome(model.task)), no classes",
        fix: "Leave --top out.")
    }
    if let pictures = try PictureRows(files, for: model) {
      try predict(pictures, model, format: format, top: top, surroundings)
      return
    }
    let input = try PredictionInput(files.first ?? "-", for: model, surroundings)
    for note in input.notes { surroundings.note("note: \(note.printable)") }
    let writer = PredictionWriter(
      model, format: format, top: min(top ?? 1, max(1, model.task.classes.count)),
      isTopGiven: top != nil)
    let predictor = Predictor(model, threads: threads ?? 1)
    try surroundings.output.write(writer.header)
    var row = 0
    for start in stride(from: 0, to: input.rows, by: 4096) {
      let rows = start..<min(start + 4096, input.rows)
      for prediction in try predictor.predict(input.features(rows)) {
        row += 1
        try surroundings.output.write(try writer.line(prediction, row: row))
      }
    }
  }

  private func predict(
    _ input: PictureRows, _ model: Model, format: Format, top: Int?, _ surroundings: Surroundings
  ) throws {
    var input = input
    for note in input.notes { surroundings.note("note: \(note.printable)") }
    let writer = PredictionWriter(
      model, format: format, top: min(top ?? 1, max(1, model.task.classes.count)),
      isTopGiven: top != nil, namesFiles: true)
    let predictor = Predictor(model, threads: threads ?? 1)
    try surroundings.output.write(writer.header)
    var row = 0
    while let piece = try input.next() {
      for (prediction, file) in zip(try predictor.predict(piece.features), piece.files) {
        row += 1
        try surroundings.output.write(try writer.line(prediction, row: row, file: file))
      }
    }
    for note in input.counts { surroundings.note("note: \(note.printable)") }
  }

  private func resolvedFormat() throws -> Format {
    guard let format else { return json ? .json : .csv }
    guard let choice = Format(rawValue: format) else {
      throw DescentError(
        .usage, "--format: unknown format \"\(format)\"",
        fix: suggestion(for: format, in: Format.allCases.map(\.rawValue)))
    }
    if json, choice == .csv {
      throw DescentError(
        .usage, "--json and --format csv contradict each other", fix: "Leave one of them out.")
    }
    return choice
  }
}

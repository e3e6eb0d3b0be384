import ArgumentParser
import Descent

/// `descent predict`: arguments and the loop over rows.
struct PredictCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predicts with a model.",
    discussion: """
      Takes a CSV file, plain or gzip, with or without a header; standard input (-); or a data set, \
      whose test rows are taken where it has some. With a header, columns are taken by name in any \
      order, and the columns of the file stand before the predictions (--keep). Rows are read, \
      predicted and written piece by piece; those before a fault in the file are written. A model \
      of pictures takes PNG and JPEG files, and folders of them.
      """)

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
  @Option(help: ArgumentHelp("The array of features in an NPZ file.", valueName: "name"))
  var x: String?
  @Option(
    help: ArgumentHelp(
      "csv; json: one list; jsonl: one line per row. (default: csv)", valueName: "format"))
  var format: String?
  @Flag(help: "The same as --format json.") var json = false
  @Option(
    help: ArgumentHelp(
      """
      The columns of a CSV file to write before the predictions: all, none, or names. Without \
      them rows are numbered. (default: all where there is a header)
      """, valueName: "all|none|a,b"))
  var keep: String?
  @OptionGroup var table: TableFlags
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, whole or not at all. (default: standard output)", valueName: "file"))
  var output: String?
  @Option(help: help("unreadable")) var unreadable: String?
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
    let keep = try keep.map { try KeepChoice($0) }
    let model = try Model(contentsOf: try modelPath(self.model))
    if top != nil, model.task.classes.isEmpty {
      throw DescentError(
        .usage, "--top: the model predicts \(outcome(model.task)), no classes",
        fix: "Leave --top out.")
    }
    let sink = try PredictionSink(output, surroundings)
    var input = try PredictionInput.rows(
      files, x: x, for: model, keep: keep, layout: try table.layout,
      unreadable: unreadableChoice(unreadable), surroundings)
    for note in input.notes { surroundings.note("note: \(note.printable)") }
    var rows = 0
    // What was filled counts, also where a fault ends it.
    defer { for note in input.counts { surroundings.note("note: \(note.printable)") } }
    try predict(
      &input, Predictor(model, threads: threads ?? 1),
      PredictionWriter(model, format: format, top: top, kept: input.kept), sink, &rows)
    try sink.finish()
    if let output {
      surroundings.note("note: \(counted(rows, "prediction")) in \(output.printable)")
    }
  }

  /// The loop over rows.
  private func predict(
    _ input: inout any RowSource, _ predictor: Predictor, _ writer: PredictionWriter,
    _ sink: PredictionSink, _ done: inout Int
  ) throws {
    var writer = writer
    var bytes: ContiguousArray<UInt8> = []
    func add(_ rows: InputRows) throws {
      let kept = rows.cells.count / rows.count
      for (index, prediction) in try predictor.predict(rows.features, after: done).enumerated() {
        done += 1
        try writer.add(
          prediction, row: done, cells: rows.cells[(index * kept)..<((index + 1) * kept)],
          to: &bytes)
      }
    }
    while let rows = try input.next() {
      if done == 0 { bytes += writer.start.utf8 }
      do {
        try add(rows)
      } catch {
        // The rows before the one that can't be predicted.
        for index in 0..<rows.count {
          do {
            try add(rows.row(index))
          } catch {
            if done > 0 { try sink.write(bytes) }
            guard var error = error as? DescentError, error.position == nil else { throw error }
            error.position = input.position(ofRow: index)
            throw error
          }
        }
      }
      try sink.write(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try sink.write(ContiguousArray(writer.end.utf8))
  }

  private func resolvedFormat() throws -> PredictionWriter.Format {
    guard let format else { return json ? .json : .csv }
    guard let choice = PredictionWriter.Format(rawValue: format) else {
      throw DescentError(
        .usage, "--format: unknown format \"\(format)\"",
        fix: suggestion(for: format, in: PredictionWriter.Format.allCases.map(\.rawValue)))
    }
    if json, choice != .json {
      throw DescentError(
        .usage, "--json and --format \(choice.rawValue) contradict each other",
        fix: "Leave one of them out.")
    }
    return choice
  }
}

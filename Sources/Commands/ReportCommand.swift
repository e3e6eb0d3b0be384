import ArgumentParser
import Descent

/// `descent report`: makes the page of a run again.
struct ReportCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Makes the page and the card of a run again.",
    discussion: """
      Reads a run folder, loads the data as the training did, and writes report.html and \
      MODEL_CARD.md anew. Of a training that goes on or was stopped, the page shows its last \
      checkpoint and says so; of a cross-validation, what all folds came to. A folder of runs \
      stands for all of them.

      Examples:
        descent report runs/digits-1
        descent report runs/digits-1 --map-points 5000 -o large.html
      """)

  @Argument(help: ArgumentHelp("Run folders, or a folder of them.", valueName: "run"))
  var runs: [String]
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Writes the page of one run to this file, and no card.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp("Rows in the maps, at most; 0 for no maps. (default: 500)", valueName: "n"))
  var mapPoints: Int?
  @Option(help: ArgumentHelp("Where the data is now, if it has moved.", valueName: "path"))
  var data: String?
  @Flag(help: "Leaves out everything that needs the data.") var withoutData = false
  @Option(help: ArgumentHelp("Threads that share the work.", valueName: "n"))
  var threads: Int?

  /// Maps beyond this take minutes, and pages beyond any browser.
  private static let mostPoints = 20_000

  func run(in surroundings: Surroundings) throws {
    try checkThreads(threads)
    if let mapPoints, mapPoints != 0, !(4...Self.mostPoints).contains(mapPoints) {
      throw DescentError(
        .usage,
        "--map-points: expected 0 or a whole number from 4 to \(Self.mostPoints), found \(mapPoints)"
      )
    }
    if withoutData, data != nil {
      throw DescentError(
        .usage, "--data and --without-data exclude each other", fix: "Leave one out.")
    }
    let folders = try RunFolders(runs)
    if folders.paths.count > 1,
      let flag = output.map({ _ in "--output" }) ?? data.map({ _ in "--data" })
    {
      throw DescentError(
        .usage, "\(flag) is for one run, found \(folders.paths.count)", fix: "Name a single run.")
    }
    for note in folders.notes { surroundings.note("note: \(note.printable)") }
    for path in folders.paths { try write(path, surroundings) }
  }

  private func write(_ path: String, _ surroundings: Surroundings) throws {
    let file = output ?? joined(path, RunFolder.reportName)
    if CrossValidation.lies(in: path) {
      try AtomicFile.write(try CrossValidationPage(path).report.page.html, to: file)
      return try surroundings.output.line("saved  \(file.printable)")
    }
    let source = try RunSource(path)
    let threads = threads ?? coreCount()
    let rows = withoutData || source.model == nil ? nil : try source.data(data, surroundings)
    guard var report = try source.report(rows, threads: threads) else {
      let page = CurvesReport(source.record, warning: source.warning ?? "").page
      try AtomicFile.write(page.html, to: file)
      return try surroundings.output.line("saved  \(file.printable)")
    }
    if let mapPoints { report.maps.points = mapPoints }
    if withoutData {
      let left = "The data was left out: rows were not judged."
      report.warning = [report.warning, left].compactMap { $0 }.joined(separator: " ")
    }
    try AtomicFile.write(report.page.html, to: file)
    try surroundings.output.line("saved  \(file.printable)")
    // The card of a training that is not over, or without its figures, would say too little.
    guard output == nil, source.record.state == .finished, rows != nil else { return }
    let card = joined(path, RunFolder.cardName)
    try AtomicFile.write(try ModelCard(report).markdown, to: card)
    try surroundings.output.line("saved  \(card.printable)")
  }
}

/// Refuses a number of threads that nobody has.
func checkThreads(_ threads: Int?) throws {
  guard let threads, !(1...1024).contains(threads) else { return }
  throw DescentError(
    .usage, "--threads: expected a whole number from 1 to 1024, found \(threads)")
}

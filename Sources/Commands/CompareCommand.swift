import ArgumentParser
import Descent

/// `descent compare`: arguments and what is written.
struct CompareCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Shows in what runs differ, and what they came to.",
    discussion: """
      A folder of runs stands for all of them. The best figures are bold; figures are compared \
      among runs on the same data only.

      Examples:
        descent compare runs/digits-1 runs/digits-2
        descent compare runs --html comparison.html
      """)

  @Argument(help: ArgumentHelp("Run folders, or a folder of them.", valueName: "run"))
  var runs: [String]
  @Option(help: ArgumentHelp("Writes a page with curves to this file.", valueName: "file"))
  var html: String?
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  func run(in surroundings: Surroundings) throws {
    let folders = try RunFolders(runs)
    guard folders.paths.count > 1 else {
      throw DescentError(
        .usage, "\(folders.paths.first ?? ""): one run can't be compared",
        fix: "Name two runs or more, or a folder of runs.")
    }
    let names = ComparedRuns.names(folders.paths)
    let comparison = RunComparison(
      try zip(folders.paths, names).map { try ComparedRuns.run($0, name: $1) })
    for note in folders.notes { surroundings.note("note: \(note.printable)") }
    if let html {
      let pages = folders.paths.map { ComparedRuns.page(of: $0, from: html) }
      try AtomicFile.write(
        ComparisonReport(comparison, pages: pages, notes: folders.notes).page.html, to: html)
    }
    if json {
      try surroundings.output.line(
        try JSONWriter(.pretty).text(ComparedRuns.document(comparison)).trimmedEnd)
      return
    }
    for line in ComparisonTables(comparison, surroundings).lines {
      try surroundings.output.line(line)
    }
    if let html { try surroundings.output.line("\nsaved  \(html.printable)") }
  }
}

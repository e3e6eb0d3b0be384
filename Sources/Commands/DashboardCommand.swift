import ArgumentParser
import Dashboard
import Descent

/// `descent dashboard`: arguments only.
struct DashboardCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "Shows trainings, a pad to draw on and a playground in the browser.",
    discussion: """
      The page follows the runs below the folders, those that are still training among them. It is \
      for this machine alone: nobody else can reach it. Ctrl-C ends it.

      It is not part of every build: swift build -c release --traits Dashboard

      Examples:
        descent dashboard
        descent dashboard runs old-runs --port 9000
        descent dashboard --table points.csv
        descent train digits --live
      """)

  @Argument(
    help: ArgumentHelp("Folders of runs, or runs. (default: runs)", valueName: "folder"))
  var folders: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The port. (default: 8765, or the next free one)", valueName: "n"))
  var port: Int?
  @Option(
    help: ArgumentHelp("A CSV file for the playground; may be repeated.", valueName: "file"))
  var table: [String] = []
  @Option(parsing: .unconditional, help: .hidden) var parent: Int?

  func run(in surroundings: Surroundings) throws {
    try Dashboard.check()
    for folder in folders where fileKind(folder) == .file {
      throw DescentError(
        .noInput, "expected a folder of runs, found a file", at: Position(file: folder))
    }
    for file in table where !isRegularFile(file) {
      throw DescentError(.noInput, "no such file", at: Position(file: file))
    }
    let dashboard = Dashboard(
      folders: folders.isEmpty ? ["runs"] : folders, tables: table, port: port,
      environment: surroundings.environment)
    try ServedDashboard(dashboard, parent: parent).wait(surroundings)
  }
}

import ArgumentParser

/// The command itself.
struct DescentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "descent",
    abstract: "Trains feed-forward neural networks, tests them and predicts with them.",
    discussion: """
      To begin with:
        descent train digits       trains on the digits that are built in
        descent train table.csv    trains on your own numbers
        descent data list          lists the data sets that have a name
      """,
    version: Program.version,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, InspectCommand.self,
      ReportCommand.self, CompareCommand.self, PlotCommand.self, InitCommand.self, DataCommand.self,
      RecipesCommand.self, BenchCommand.self, DashboardCommand.self,
    ])
}

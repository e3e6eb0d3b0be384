import ArgumentParser

/// The command itself.
struct DescentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "descent",
    abstract: "Trains feed-forward neural networks, tests them and predicts with them.",
    discussion: """
      To begin with:
        descent train digits          train on the handwritten digits that are built in
        descent train table.csv       train on your own numbers
        descent predict runs/digits-1/model.safetensors digits
      """,
    version: Program.version,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, InspectCommand.self,
      DataCommand.self, RecipesCommand.self,
    ])
}

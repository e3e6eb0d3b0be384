import ArgumentParser
import Descent

/// `descent train`: arguments only.
struct TrainCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a network and saves it in a folder of its own.",
    discussion: """
      Every flag is also a key of config files (--config). Defaults give way to the recipe, the \
      recipe to the config file, the config file to flags.

      Examples:
        descent train digits
        descent train table.csv --target price --hidden 32,16
        descent train moons --optimizer '{kind: momentum, momentum: 0.95}'
      """)

  @Argument(
    help: "A data set (see: descent data list) or the path of a file or folder. (default: digits)")
  var dataset: String?

  @Option(help: ArgumentHelp("A recipe (see: descent recipes).", valueName: "name"))
  var recipe: String?
  @Option(help: ArgumentHelp("A YAML file with settings.", valueName: "file"))
  var config: String?
  @Flag(help: "Prints every setting with its value as a config file, and trains nothing.")
  var printConfig = false

  @OptionGroup(title: "Data") var data: DataFlags
  @OptionGroup(title: "Network") var network: NetworkFlags
  @OptionGroup(title: "Training") var training: TrainingFlags
  @OptionGroup(title: "Regularization") var regularization: RegularizationFlags
  @OptionGroup(title: "Run") var runFlags: RunFlags

  /// The flags that were given, as names and texts.
  var given: [(name: String, text: String)] {
    let all =
      [("data", dataset)] + data.given + network.given + training.given + regularization.given
      + runFlags.given
    return all.compactMap { name, text in text.map { (name, $0) } }
  }

  func run(in surroundings: Surroundings) throws {
    let watch = SystemStopWatch()
    let resolved = try SettingsResolver(flags: given, config: config, recipe: recipe)
      .resolve(surroundings)
    if printConfig {
      try surroundings.output.write(try ResolvedConfig.text(resolved.settings))
      return
    }
    try TrainingSession(resolved, surroundings, watch).run()
  }
}

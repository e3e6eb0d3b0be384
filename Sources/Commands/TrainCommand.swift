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
        descent train pictures-by-class --picture-size 28x28
        descent train moons --optimizer '{kind: momentum, momentum: 0.95}'
        descent train --resume runs/digits-1
      """)

  @Argument(
    help: "A data set (see: descent data list) or the path of a file or folder. (default: digits)")
  var dataset: String?

  @Option(help: ArgumentHelp("A recipe (see: descent recipes).", valueName: "name"))
  var recipe: String?
  @Option(help: ArgumentHelp("A YAML file with settings.", valueName: "file"))
  var config: String?
  @Option(
    help: ArgumentHelp(
      "Goes on with a training that was stopped or killed, to the same bytes.",
      valueName: "run folder"))
  var resume: String?
  @Flag(help: "Prints every setting with its value as a config file, and trains nothing.")
  var printConfig = false
  @Flag(help: "Shows the training in the browser while it runs (see: descent help dashboard).")
  var live = false

  @OptionGroup(title: "Data") var data: DataFlags
  @OptionGroup(title: "Rows") var rows: RowFlags
  @OptionGroup(title: "Network") var network: NetworkFlags
  @OptionGroup(title: "Training") var training: TrainingFlags
  @OptionGroup(title: "Regularization") var regularization: RegularizationFlags
  @OptionGroup(title: "Run") var runFlags: RunFlags

  /// The flags that were given, as names and texts.
  var given: [(name: String, text: String)] {
    let all =
      [("data", dataset)] + data.given + rows.given + network.given + training.given
      + regularization.given + runFlags.given
    return all.compactMap { name, text in text.map { (name, $0) } }
  }

  func run(in surroundings: Surroundings) throws {
    guard live, !printConfig else { return try train(surroundings) }
    try LiveTraining(output: runFlags.output, resumed: resume, surroundings).run {
      try train(surroundings)
    }
  }

  private func train(_ surroundings: Surroundings) throws {
    let watch = SystemStopWatch()
    if let resume {
      try checkFlags(besides: resume)
      let resolver = SettingsResolver(flags: given)
      if CrossValidation.lies(in: resume) {
        return try CrossValidation(resuming: resume, resolver, surroundings, watch).run()
      }
      let resolved = try resolver.resolve(try ResumedRun(resume), surroundings)
      try TrainingSession(resolved, surroundings, watch).run()
      return
    }
    let resolved = try SettingsResolver(flags: given, config: config, recipe: recipe)
      .resolve(surroundings)
    if printConfig {
      try surroundings.output.write(try ResolvedConfig.text(resolved.settings))
      return
    }
    if resolved.settings.folds != nil, resolved.settings.fold == nil {
      return try CrossValidation(resolved, surroundings, watch).run()
    }
    try TrainingSession(resolved, surroundings, watch).run()
  }

  /// Refuses what would make it another training.
  private func checkFlags(besides run: String) throws {
    let others =
      [("config", config), ("recipe", recipe), ("print-config", printConfig ? "" : nil)]
      .compactMap { name, text in text.map { (name: name, text: $0) } } + given
    guard let other = others.first(where: { !ResumedRun.changeable.contains($0.name) }) else {
      return
    }
    let isData = other.name == "data"
    throw DescentError(
      .usage,
      (isData ? "the data set \(other.text)" : "--\(other.name)")
        + " can't be combined with --resume: a run goes on with what it began with",
      fix: "Leave it out, or begin a new training from the same settings with: descent train "
        + (isData ? Manifest.quoted(other.text) + " " : "") + "--config "
        + Manifest.quoted(joined(run, RunFolder.configName)))
  }
}

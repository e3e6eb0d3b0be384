import Descent

/// What a training starts from: settings, data and, with `from`, a model.
struct ResolvedTraining {
  let settings: TrainSettings
  let data: LoadedData
  let model: Model?
  let recipe: String?
  /// The run that goes on; nil for a new one.
  var resumed: ResumedRun?
}

/// Brings defaults, recipe, config file and flags together.
struct SettingsResolver {
  /// Flags in the order typed: name and text.
  var flags: [(name: String, text: String)] = []
  /// The config file.
  var config: String?
  /// The recipe.
  var recipe: String?

  /// Reads what is said, loads the data, and resolves every default.
  ///
  /// Throws `DescentError` for anything unknown or out of range, and for data that can't be loaded.
  func resolve(_ surroundings: Surroundings) throws -> ResolvedTraining {
    let (levels, recipe) = try said()
    // What decides which data is loaded doesn't depend on the data.
    let first = try levels.read()
    let model = try first.from.map { try Model(contentsOf: try modelPath($0)) }
    let data = try DatasetCatalog(environment: surroundings.environment).load(
      first, model?.encoding, model?.pictures)
    var complete = levels
    var defaults = DatasetDefaults.settings(for: first.data, data)
    if let model { defaults["loss"] = model.loss.described }
    complete.addBelow(defaults, .dataset)
    var settings = try complete.read()
    try settings.resolve(for: data)
    return ResolvedTraining(settings: settings, data: data, model: model, recipe: recipe)
  }

  /// What a run goes on with: its own settings and network, and the same data.
  ///
  /// Throws `DescentError` where anything but what never changes a result was changed.
  func resolve(
    _ run: ResumedRun, _ surroundings: Surroundings
  ) throws -> ResolvedTraining {
    let settings = try run.beginning.settings(flags: try flagSettings())
    var place = settings
    place.data = run.beginning.place(of: settings.data)
    let data = try DatasetCatalog(environment: surroundings.environment).load(
      place, run.checkpoint.model.encoding)
    return ResolvedTraining(
      settings: settings, data: data, model: run.checkpoint.model,
      recipe: run.checkpoint.remarks["recipe"]?.text, resumed: run)
  }

  /// The levels that the user wrote, and the name of the recipe.
  private func said() throws -> (SettingsLevels, recipe: String?) {
    var levels = SettingsLevels()
    var recipe = recipe
    var configSettings: Settings?
    if let config {
      let text = try readText(config, limit: 1 << 24)
      let value = try YAMLReader().read(text, file: config)
      var settings = try SettingsLevels.checked(value, file: config)
      if let named = settings["recipe"] {
        guard let name = named.text else {
          throw wrong("recipe", named, "the name of a recipe")
        }
        recipe = recipe ?? name
        settings["recipe"] = nil
      }
      configSettings = settings
    }
    if let recipe {
      levels.add(try RecipeCatalog.recipe(recipe).settings(), .recipe)
    }
    if let configSettings { levels.add(configSettings, .config) }
    levels.add(try flagSettings(), .flag)
    return (levels, recipe)
  }

  /// What the flags say.
  func flagSettings() throws -> Settings {
    var settings = Settings()
    for (name, text) in flags {
      guard let setting = SettingsTable.setting(name) else { continue }
      do {
        settings[name] = try flagValue(text, setting.form)
      } catch let error as DescentError {
        throw DescentError(.usage, "--\(name): \(error.message)", fix: error.fix)
      }
    }
    return settings
  }
}

/// The model file that a path means: the file, or the one in a run folder.
///
/// Throws `DescentError` (usage) for the folder of a cross-validation, which has several.
func modelPath(_ path: String) throws -> String {
  guard fileKind(path) == .folder else { return path }
  try CrossValidation.refuseModel(in: path)
  let file = joined(path, RunFolder.modelName)
  let json = joined(path, RunFolder.jsonName)
  return fileKind(file) == .missing && fileKind(json) == .file ? json : file
}

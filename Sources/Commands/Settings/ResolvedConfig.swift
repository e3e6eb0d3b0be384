import Descent

/// `config.yaml`: every setting with its value, and a line on each. It trains the same model again.
enum ResolvedConfig {
  /// The settings in the order of the table; those that others replace are left out.
  static func settings(_ settings: TrainSettings) -> Settings {
    var skipped: Set<String> = []
    if settings.from != nil {
      skipped = Set(SettingsTable.network.map(\.name) + ["scale", "target-scale"])
    }
    if settings.folds != nil { skipped.insert("test") }
    if settings.layers != nil { skipped.formUnion(SettingsTable.replacedByLayers) }
    return Settings(
      SettingsTable.all.compactMap { setting in
        guard !skipped.contains(setting.name), let value = setting.write(settings) else {
          return nil
        }
        return Settings.Entry(setting.name, value)
      })
  }

  /// The text of the file.
  static func text(_ settings: TrainSettings) throws -> String {
    let comments = Dictionary(
      uniqueKeysWithValues: SettingsTable.all.map { ($0.name, $0.summary) })
    return try YAMLWriter(
      header: "Descent \(Program.version): train the same model again with\n"
        + "  descent train --config config.yaml",
      comments: comments
    ).text(.table(Self.settings(settings)))
  }
}

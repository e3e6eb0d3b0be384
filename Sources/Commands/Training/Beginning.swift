import Descent

/// What a training in a run folder began with: what goes on there must be the same.
struct Beginning {
  /// The folder, claimed for this process.
  let folder: RunFolder
  /// The settings, all of them.
  let configuration: Settings
  /// What was trained and tested on.
  let data: [Checkpoint.Data]
  /// Where it began, with which command.
  let remarks: Settings

  /// The settings of the run, with those that may be said anew.
  ///
  /// Throws `DescentError` (bad data) where `config.yaml` was changed in the meantime.
  func settings(flags: Settings) throws -> TrainSettings {
    var levels = SettingsLevels()
    levels.add(try said(), .config)
    try check(ResolvedConfig.settings(try levels.read()))
    levels.add(flags, .flag)
    return try levels.read()
  }

  /// What `config.yaml` says; where it is gone, what it said.
  private func said() throws -> Settings {
    let file = folder.path(of: RunFolder.configName)
    guard fileKind(file) == .file else { return configuration }
    let text = String(decoding: try readFile(file, limit: 1 << 24), as: UTF8.self)
    return try SettingsLevels.checked(try YAMLReader().read(text, file: file), file: file)
  }

  private func check(_ settings: Settings) throws {
    let free = ResumedRun.changeable + ["name", "save-json"]
    for name in configuration.entries.map(\.name) + settings.entries.map(\.name)
    where !free.contains(name) && configuration[name] != settings[name] {
      let file = folder.path(of: RunFolder.configName)
      throw DescentError(
        .badData,
        "\(name): the training began with \(Self.text(configuration[name])), and the file now says "
          + Self.text(settings[name]), at: Position(file: file),
        fix: "Put it back, or begin a new training with: descent train --config "
          + Manifest.quoted(file))
    }
  }

  private static func text(_ value: Value?) -> String {
    value.flatMap { try? JSONWriter().text($0) } ?? "nothing"
  }

  /// Where the data is: a relative path starts where the training was begun.
  func place(of data: String) -> String {
    Self.place(of: data, began: remarks["folder"]?.text)
  }

  /// The same for a training that was begun in a folder.
  static func place(of data: String, began: String?) -> String {
    let isName =
      DatasetCatalog.entries.contains { $0.name == data } || Generator(rawValue: data) != nil
    guard !isName, !data.hasPrefix("/"), let began, began != currentFolder,
      fileKind(joined(began, data)) != .missing
    else { return data }
    return joined(began, data)
  }

  /// Refuses data that isn't what was trained on.
  func check(_ prepared: PreparedData) throws {
    let now = prepared.hashes
    for (new, old) in zip(now, data) where new.sha256 != old.sha256 {
      throw DescentError(
        .badData,
        "\(new.name): the data is not what the training began with: expected SHA-256 "
          + "\(old.sha256.prefix(12))…, found \(new.sha256.prefix(12))…",
        fix: "Bring the data back as it was, or begin a new training with: "
          + Self.again(folder))
    }
    guard now.count == data.count else {
      throw DescentError(
        .badData, "the data is not what the training began with: the test rows of its own are gone")
    }
  }

  /// Refuses what another version of Descent began.
  ///
  /// - Parameter file: where that stands.
  static func check(program: String, _ file: String, _ folder: RunFolder) throws {
    guard program != Program.version else { return }
    throw DescentError(
      .badData,
      "the training began with Descent \(program), this is \(Program.version), "
        + "which may compute in another order", at: Position(file: file),
      fix: "Go on with Descent \(program), or begin again with: " + again(folder))
  }

  /// The command that begins this training anew.
  static func again(_ folder: RunFolder) -> String {
    let config = folder.path(of: RunFolder.configName)
    let bytes = try? readFile(config, limit: 1 << 24)
    guard let bytes, !bytes.isEmpty else { return "descent train" }
    return "descent train --config \(Manifest.quoted(config))"
  }
}

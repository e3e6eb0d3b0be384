import Descent

/// A training that was stopped or killed, as it lies in its run folder.
struct ResumedRun {
  /// The folder, claimed for this process.
  let folder: RunFolder
  /// Its checkpoints.
  let files: CheckpointFolder
  /// The one to go on from.
  let found: CheckpointFolder.Found

  var checkpoint: Checkpoint { found.checkpoint }

  /// Settings that may be said anew: none of them changes a result.
  static let changeable = ["threads", "quiet", "json", "show-every", "checkpoint-every"]

  /// Looks into a run folder.
  ///
  /// Throws `DescentError`: no input where there is no such folder or no checkpoint in it, bad data
  /// where it is no run folder or its checkpoints are damaged or of another version, usage where
  /// the training is finished, can't write where another process has it.
  init(_ path: String) throws {
    try Self.checkIsRun(path)
    folder = try .resumed(path)
    AtomicFile.removeLeftovers(in: path)
    var files = CheckpointFolder(path)
    if folder.isFinished {
      // A training that was killed while it was tidying up.
      files.remove()
      let model = Manifest.quoted(folder.path(of: RunFolder.modelName))
      throw DescentError(
        .usage, "the training is finished; its model is \(model)", at: Position(file: path),
        fix: "Train on from it with: descent train DATA --from \(model)")
    }
    guard let found = try files.load() else { throw Self.nothing(folder) }
    self.files = files
    self.found = found
    guard found.checkpoint.program == Program.version else {
      throw DescentError(
        .badData,
        "the training began with Descent \(found.checkpoint.program), this is \(Program.version), "
          + "which may compute in another order", at: Position(file: found.file),
        fix: "Go on with Descent \(found.checkpoint.program), or begin again with: "
          + Self.again(folder))
    }
  }

  private static func checkIsRun(_ path: String) throws {
    let place = Position(file: path)
    switch fileKind(path) {
    case .missing:
      let (parent, name) = splitPath(path)
      let near = nearestName(to: name, in: namesInFolder(parent) ?? [])
      throw DescentError(
        .noInput, "no such run folder", at: place,
        fix: near.map { "Did you mean \"\(parent == "." ? $0 : joined(parent, $0))\"?" })
    case .file:
      let parent = splitPath(path).folder
      let isInside = (try? checkIsRun(parent)) != nil
      throw DescentError(
        .badData, "expected a run folder, found a file", at: place,
        fix: isInside ? "Give the folder: \(Manifest.quoted(parent))" : nil)
    case .folder:
      let known = [
        RunFolder.configName, RunFolder.manifestName, CheckpointFolder.name,
        CheckpointFolder.previousName,
      ]
      guard (namesInFolder(path) ?? []).contains(where: known.contains) else {
        throw DescentError(
          .badData,
          "no run folder: it has neither \(RunFolder.configName) nor \(CheckpointFolder.name)",
          at: place, fix: "Run folders are runs/<name>-<n> or what --output named.")
      }
    }
  }

  private static func nothing(_ folder: RunFolder) -> DescentError {
    DescentError(
      .noInput, "there is no checkpoint to go on from: the training was stopped before its first",
      at: Position(file: folder.path), fix: "Begin again with: \(again(folder))")
  }

  /// The command that begins this training anew.
  private static func again(_ folder: RunFolder) -> String {
    let config = folder.path(of: RunFolder.configName)
    let bytes = try? readFile(config, limit: 1 << 24)
    guard let bytes, !bytes.isEmpty else { return "descent train" }
    return "descent train --config \(Manifest.quoted(config))"
  }

  // MARK: Settings and data

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
    guard fileKind(file) == .file else { return checkpoint.configuration }
    let text = String(decoding: try readFile(file, limit: 1 << 24), as: UTF8.self)
    return try SettingsLevels.checked(try YAMLReader().read(text, file: file), file: file)
  }

  private func check(_ settings: Settings) throws {
    let free = Self.changeable + ["name", "save-json"]
    let began = checkpoint.configuration
    for name in began.entries.map(\.name) + settings.entries.map(\.name)
    where !free.contains(name) && began[name] != settings[name] {
      let file = folder.path(of: RunFolder.configName)
      throw DescentError(
        .badData,
        "\(name): the training began with \(Self.text(began[name])), and the file now says "
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
    let isName =
      DatasetCatalog.entries.contains { $0.name == data } || Generator(rawValue: data) != nil
    guard !isName, !data.hasPrefix("/"), let began = checkpoint.remarks["folder"]?.text,
      began != currentFolder, fileKind(joined(began, data)) != .missing
    else { return data }
    return joined(began, data)
  }

  /// Refuses data that isn't what was trained on.
  func check(_ data: PreparedData) throws {
    let now = data.hashes
    let before = checkpoint.data
    for (new, old) in zip(now, before) where new.sha256 != old.sha256 {
      throw DescentError(
        .badData,
        "\(new.name): the data is not what the training began with: expected SHA-256 "
          + "\(old.sha256.prefix(12))…, found \(new.sha256.prefix(12))…",
        fix: "Bring the data back as it was, or begin a new training with: "
          + Self.again(folder))
    }
    guard now.count == before.count else {
      throw DescentError(
        .badData, "the data is not what the training began with: the test rows of its own are gone")
    }
  }
}

extension TrainingCheckpoint {
  /// `epoch 3 of 40`, `step 12 of 41 in epoch 4 of 40`
  func place(in plan: TrainingPlan) -> String {
    let epochs = history.epochs.count
    guard step > 0 else { return "epoch \(epochs) of \(plan.epochs)" }
    return "step \(step) of \(plan.stepsPerEpoch) in epoch \(epochs + 1) of \(plan.epochs)"
  }
}

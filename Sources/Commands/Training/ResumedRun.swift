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
  static let changeable = [
    "threads", "memory", "quiet", "json", "report", "tensorboard", "show-every",
    "checkpoint-every",
  ]

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
    try Beginning.check(program: found.checkpoint.program, found.file, folder)
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
      at: Position(file: folder.path), fix: "Begin again with: \(Beginning.again(folder))")
  }

  /// What the training began with.
  var beginning: Beginning {
    Beginning(
      folder: folder, configuration: checkpoint.configuration, data: checkpoint.data,
      remarks: checkpoint.remarks)
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

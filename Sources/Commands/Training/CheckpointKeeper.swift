import Descent

/// A signal stopped the training; everything about it has been said.
struct Stopped: Error {
  /// Where one fold of a cross-validation was stopped, which is still to be said.
  var place: String?
}

/// Saves the checkpoints of a training when they are due.
final class CheckpointKeeper {
  private let interval: CheckpointInterval
  private let folder: RunFolder
  private let watch: any StopWatch
  private var files: CheckpointFolder
  private let make: (TrainingCheckpoint) throws -> Checkpoint
  private var savedAt: Double
  // Seconds that saving took the last time.
  private var cost = 0.0

  /// - Parameters:
  ///   - files: the run folder's checkpoints; as they were read, where the training goes on.
  ///   - make: adds to the state of the training what belongs to it.
  init(
    _ interval: CheckpointInterval, _ folder: RunFolder, _ files: CheckpointFolder,
    _ watch: any StopWatch, make: @escaping (TrainingCheckpoint) throws -> Checkpoint
  ) {
    self.interval = interval
    self.folder = folder
    self.files = files
    self.watch = watch
    self.make = make
    savedAt = watch.seconds
  }

  /// Whether checkpoints are wanted at all.
  var isOn: Bool { interval != .never }

  /// Saves where it is time to.
  func note(_ event: TrainingEvent, _ run: TrainingRun) throws {
    let isDue =
      switch event {
      case .stepEnded: isDue(afterStep: run.trainer.stepCount)
      case .epochEnded(let summary): isDue(afterEpoch: summary.epoch)
      case .started, .finished: false
      }
    if isDue { try save(run) }
  }

  private func isDue(afterStep step: Int) -> Bool {
    switch interval {
    case .steps(let count): step % count == 0
    case .seconds(let seconds): watch.seconds - savedAt >= seconds
    case .automatic: watch.seconds - savedAt >= max(60, 50 * cost)
    case .epochs, .never: false
    }
  }

  private func isDue(afterEpoch epoch: Int) -> Bool {
    switch interval {
    case .epochs(let count): epoch % count == 0
    case .seconds(let seconds): watch.seconds - savedAt >= seconds
    case .automatic: watch.seconds - savedAt >= max(1, 50 * cost)
    case .steps, .never: false
    }
  }

  /// Saves the training as it stands.
  ///
  /// - Parameter isStopped: whether it ends with this, in good order. Whoever looks at the folder later
  ///   tells it from one that died.
  ///
  /// Throws `DescentError` (input/output) that says how to go on from the last good checkpoint.
  func save(_ run: TrainingRun, isStopped: Bool = false) throws {
    // Before the clock starts: the first time, the data is hashed for it, which the end needs, too.
    var checkpoint = try make(try run.checkpoint())
    if isStopped { checkpoint.remarks["stopped"] = true }
    let start = watch.seconds
    do {
      try files.save(checkpoint)
    } catch var error as DescentError {
      error.kind = .inputOutput
      if files.hasFiles {
        error.fix =
          "The checkpoint before it is whole. Free some space, then go on with: "
          + folder.resumeCommand
      }
      throw error
    }
    savedAt = watch.seconds
    cost = savedAt - start
  }

  /// Removes the checkpoints: the training is over and its model saved.
  func remove() { files.remove() }
}

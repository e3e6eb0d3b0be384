import Descent

/// Writes what others may follow while a training runs, and looks whether somebody asks it to stop.
///
/// `metrics.jsonl` grows by a line for each epoch. As long as the training runs the file is locked for
/// writing, which tells a training at work from one that died.
final class RunRecorder {
  /// A file of this name in the run folder, made by anybody, stops the training after its epoch.
  static let stopName = "stop"

  /// What else follows the training: histograms, TensorBoard's files.
  let logs: RunLogs
  private let folder: RunFolder
  private let watch: any StopWatch
  private let file: AppendedFile
  private var pending = ContiguousArray<UInt8>()
  private var lastLook: Double

  /// Begins the file, with the epochs that the training has behind it.
  ///
  /// Throws `DescentError` (can't write, or input/output).
  init(_ folder: RunFolder, _ run: TrainingRun, _ logs: RunLogs, watch: any StopWatch) throws {
    self.folder = folder
    self.watch = watch
    self.logs = logs
    lastLook = watch.seconds
    file = try AppendedFile(folder.path(of: RunFolder.linesName))
    folder.keeps(RunFolder.linesName)
    file.lock()
    // Left from before; what lies where the whole lies may be meant for this part.
    AtomicFile.remove(folder.path(of: Self.stopName))
    pending.append(contentsOf: try run.history.lines.utf8)
    try flush()
  }

  /// Takes note of an event; true where somebody asks the training to stop now.
  ///
  /// Looks and writes ten times a second at most: an epoch may take microseconds.
  ///
  /// Throws `DescentError` (input/output).
  func note(_ event: TrainingEvent, _ run: TrainingRun) throws -> Bool {
    try logs.note(event, run)
    guard case .epochEnded(let summary) = event else { return false }
    pending.append(contentsOf: try summary.line.utf8)
    guard watch.seconds - lastLook >= 0.1 else { return false }
    try flush()
    lastLook = watch.seconds
    let asking = folder.stopPlaces.filter { fileKind($0) != .missing }
    for place in asking { AtomicFile.remove(place) }
    return !asking.isEmpty
  }

  /// Brings everything to the disk; the lock stays.
  ///
  /// Throws `DescentError` (input/output).
  func finish() throws {
    try flush()
    try file.finish()
  }

  private func flush() throws {
    guard !pending.isEmpty else { return }
    try file.append(pending)
    pending.removeAll(keepingCapacity: true)
  }
}

import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
  private let descriptor: Int32
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
    let path = folder.path(of: RunFolder.linesName)
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
    descriptor = open(path, flags, 0o666)
    guard descriptor >= 0 else {
      throw DescentError(
        .cannotWrite, "can't be written: \(systemReason(errno))", at: Position(file: path))
    }
    folder.keeps(RunFolder.linesName)
    // Where a file system knows no locks, the training looks like one that was stopped.
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    _ = fcntl(descriptor, F_SETLK, &lock)
    // Left from before; what lies where the whole lies may be meant for this part.
    unlink(folder.path(of: Self.stopName))
    pending.append(contentsOf: try run.history.lines.utf8)
    try flush()
  }

  deinit { close(descriptor) }

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
    let asking = folder.stopPlaces.filter { access($0, F_OK) == 0 }
    for place in asking { unlink(place) }
    return !asking.isEmpty
  }

  /// Brings everything to the disk; the lock stays.
  ///
  /// Throws `DescentError` (input/output).
  func finish() throws {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(errno) }
  }

  /// Brings to the file what is there.
  private func flush() throws {
    var done = 0
    while done < pending.count {
      let wrote = pending.withUnsafeBytes { bytes in
        write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if wrote >= 0 { done += wrote } else if errno != EINTR { throw failure(errno) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func failure(_ code: Int32) -> DescentError {
    DescentError(
      .inputOutput, "can't be written: \(systemReason(code))",
      at: Position(file: folder.path(of: RunFolder.linesName)),
      fix: code == ENOSPC || code == EFBIG ? "Free some space." : nil)
  }
}

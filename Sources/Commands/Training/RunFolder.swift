import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of one training. Claimed before the training begins, filled when it is over.
///
/// After anything went wrong it is removed with all that was written into it, unless there is a
/// checkpoint to go on from; nobody's files but its own are ever touched.
final class RunFolder {
  static let modelName = "model.safetensors"
  static let jsonName = "model.json"
  static let configName = "config.yaml"
  static let manifestName = "manifest.json"
  static let metricsName = "metrics.csv"
  static let linesName = "metrics.jsonl"
  static let histogramsName = "histograms.jsonl"
  static let tensorBoardName = "tensorboard"
  static let reportName = "report.html"
  static let cardName = "MODEL_CARD.md"
  /// What a training writes before its manifest, which says that all of it is there.
  static let results = [
    configName, metricsName, linesName, histogramsName, reportName, cardName, modelName, jsonName,
  ]

  /// The path as the user would write it.
  let path: String
  private var written: [String] = []
  private var kept: Set<String> = []
  private var created: [String] = []
  private var isComplete = false
  private let lock: FolderLock?
  private var whole: RunFolder?

  /// Claims the folder of a training: the one that its settings name, or the next one of its name.
  ///
  /// - Parameter dataset: the name of the data.
  static func claimed(for resolved: ResolvedTraining, _ dataset: String) throws -> RunFolder {
    let settings = resolved.settings
    if let output = settings.output { return try named(output) }
    return try next(fileName(settings.name ?? resolved.recipe ?? dataset))
  }

  /// A name that is safe as the name of a folder.
  private static func fileName(_ name: String) -> String {
    let safe = name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
    let text = String(safe.prefix(60))
    return text.isEmpty || text.hasPrefix(".") ? "run" + text : text
  }

  /// Claims `runs/<name>-<n>` with the lowest n above all that are there.
  ///
  /// Safe against others that do the same at the same time: whoever makes the folder has it.
  static func next(_ name: String, in parent: String = "runs") throws -> RunFolder {
    var created: [String] = []
    try makeFolders(parent, &created)
    var attempts = 0
    let used = fileNames(in: parent).compactMap { entry -> Int? in
      guard entry.hasPrefix(name + "-") else { return nil }
      return Int(entry.dropFirst(name.count + 1))
    }
    var number = (used.max() ?? 0).addingReportingOverflow(1).partialValue
    while true {
      let path = joined(parent, "\(name)-\(number)")
      if mkdir(path, 0o777) == 0 {
        return RunFolder(path, created: created + [path], lock: try? FolderLock(path))
      }
      switch errno {
      case EEXIST: number += 1
      case ENOENT where attempts < 100:
        // Another run that was abandoned has taken the empty parent away with it.
        attempts += 1
        try makeFolders(parent, &created)
      default: throw cannotMake(path, errno)
      }
    }
  }

  /// Claims a folder that the user names: a new one, or an empty one.
  ///
  /// Throws `DescentError` (can't write) where there is something in it.
  static func named(_ path: String) throws -> RunFolder {
    switch fileKind(path) {
    case .file:
      throw DescentError(
        .cannotWrite, "can't be the run folder: it is a file", at: Position(file: path),
        fix: "Choose another name.")
    case .folder:
      guard (namesInFolder(path) ?? ["?"]).isEmpty else {
        let goOn =
          CheckpointFolder(path).hasFiles || CrossValidation.lies(in: path)
          ? "Go on with the training in it: \(resumeCommand(path)). Or choose" : "Choose"
        throw DescentError(
          .cannotWrite, "the run folder exists and isn't empty", at: Position(file: path),
          fix: goOn + " another name, or leave --output out.")
      }
      guard access(path, W_OK | X_OK) == 0 else { throw cannotMake(path, errno) }
      return try claimed(path, created: [])
    case .missing:
      var created: [String] = []
      try makeFolders(path, &created)
      return try claimed(path, created: created)
    }
  }

  /// Claims the folder of a training that was stopped or killed.
  ///
  /// Throws `DescentError` (can't write) where another process has it.
  static func resumed(_ path: String) throws -> RunFolder {
    guard access(path, W_OK | X_OK) == 0 else { throw cannotMake(path, errno) }
    return RunFolder(path, created: [], lock: try FolderLock(path))
  }

  /// Claims a folder that others may see as well, by making its config file: who makes it has the
  /// folder. The empty file is replaced when the training begins.
  private static func claimed(_ path: String, created: [String]) throws -> RunFolder {
    let descriptor = open(joined(path, configName), O_CREAT | O_EXCL | O_WRONLY, 0o666)
    guard descriptor >= 0 else {
      let code = errno
      if code == EEXIST {
        throw DescentError(
          .cannotWrite, "another training has taken the run folder", at: Position(file: path),
          fix: "Choose another name, or leave --output out.")
      }
      for folder in created.reversed() { rmdir(folder) }
      throw cannotMake(path, code)
    }
    close(descriptor)
    let folder = RunFolder(path, created: created, lock: try? FolderLock(path))
    folder.written.append(configName)
    return folder
  }

  private init(_ path: String, created: [String], lock: FolderLock?) {
    self.path = path
    self.created = created
    self.lock = lock
  }

  /// The command that goes on with the training in the folder.
  var resumeCommand: String { Self.resumeCommand(whole?.path ?? path) }

  /// Says that the training in it is a part of another one, which goes on as a whole.
  func belongs(to whole: RunFolder?) { self.whole = whole }

  private static func resumeCommand(_ path: String) -> String {
    "descent train --resume \(Manifest.quoted(path))"
  }

  /// Whether the training in it came to its end: the manifest is written last.
  var isFinished: Bool {
    guard let manifest = try? readFile(path(of: Self.manifestName)) else { return false }
    return !manifest.isEmpty
  }

  /// Whether there is a checkpoint.
  var hasCheckpoint: Bool { CheckpointFolder(path).hasFiles }

  /// The path of a file in the folder.
  func path(of name: String) -> String { joined(path, name) }

  /// Writes a file of the run.
  func write(_ text: String, to name: String) throws {
    written.append(name)
    try AtomicFile.write(text, to: path(of: name))
  }

  /// Saves the model as a file of the run.
  func save(_ model: Model, as name: String) throws {
    written.append(name)
    try model.save(to: path(of: name))
  }

  /// Says that a file of that name, written from elsewhere, belongs to the run. It stays as long as the
  /// training can go on.
  func keeps(_ name: String) {
    written.append(name)
    kept.insert(name)
  }

  /// Makes a folder in it, which stays as long as the training can go on; returns its path.
  func makeFolder(_ name: String) throws -> String {
    try Self.makeFolders(path(of: name), &created)
    return path(of: name)
  }

  /// Where a file may lie that asks the training to stop: here, or where the whole lies that it is a
  /// part of.
  var stopPlaces: [String] {
    [self, whole].compactMap { $0?.path(of: RunRecorder.stopName) }
  }

  /// Says that everything is there.
  func complete() { isComplete = true }

  /// Removes what a run that didn't come to its end has left. One that has a checkpoint keeps it,
  /// with its settings and what was measured.
  func abandon() {
    guard !isComplete else { return }
    if hasCheckpoint {
      for name in written where name != Self.configName && !kept.contains(name) {
        unlink(path(of: name))
      }
      return
    }
    for name in written { unlink(path(of: name)) }
    for folder in created.reversed() { rmdir(folder) }
  }

  // MARK: Making folders

  private static func makeFolders(_ path: String, _ created: inout [String]) throws {
    if path.isEmpty || fileKind(path) == .folder { return }
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    try makeFolders(splitPath(trimmed).folder, &created)
    if mkdir(trimmed, 0o777) == 0 {
      created.append(trimmed)
    } else if errno != EEXIST || fileKind(trimmed) != .folder {
      throw cannotMake(trimmed, errno)
    }
  }

  private static func cannotMake(_ path: String, _ code: Int32) -> DescentError {
    let reason = code == EEXIST ? "a file has that name" : systemReason(code)
    return DescentError(
      .cannotWrite, "the run folder can't be written: \(reason)", at: Position(file: path),
      fix: "Choose another place with --output.")
  }
}

/// Keeps other processes from going on with the same training, for as long as it lives. A process
/// that is killed leaves none behind.
private final class FolderLock {
  private let descriptor: Int32

  /// Throws `DescentError` (can't write) where another process has it. Where a file system knows no
  /// locks nobody is kept out.
  init(_ path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw DescentError(
        .cannotWrite, "another process is training in this run folder", at: Position(file: path),
        fix: "Wait until it is done, or stop it.")
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}

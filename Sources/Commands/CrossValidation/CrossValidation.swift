import Descent

/// Trains one network for each fold, one after another, each in a run folder of its own within that of
/// the cross-validation: `folds/1`, `folds/2`, …
///
/// A fold is a training like any other, with `folds` and `fold` among its settings, so that its folder
/// works alone. While folds are missing, `cross-validation-begun.json` says what it began with; a fold
/// is finished when its manifest is there.
struct CrossValidation {
  static let summaryName = "cross-validation.json"
  static let begunName = "cross-validation-begun.json"

  private let resolved: ResolvedTraining
  private let surroundings: Surroundings
  private let watch: any StopWatch
  private let count: Int
  private let begun: CrossValidationBeginning?

  /// Checks that every fold has its rows, before anything is written or computed.
  init(
    _ resolved: ResolvedTraining, _ surroundings: Surroundings, _ watch: any StopWatch
  ) throws {
    try self.init(resolved, surroundings, watch, begun: nil)
  }

  /// Goes on with one that was stopped or killed.
  ///
  /// Throws `DescentError`: usage where it is finished, can't write where another process has it, bad data
  /// where settings or data aren't what it began with.
  init(
    resuming path: String, _ resolver: SettingsResolver, _ surroundings: Surroundings,
    _ watch: any StopWatch
  ) throws {
    let begun = try CrossValidationBeginning(path)
    let settings = try begun.beginning.settings(flags: try resolver.flagSettings())
    try self.init(
      try resolver.resolve(settings, begun.beginning, surroundings), surroundings, watch,
      begun: begun)
  }

  private init(
    _ resolved: ResolvedTraining, _ surroundings: Surroundings, _ watch: any StopWatch,
    begun: CrossValidationBeginning?
  ) throws {
    self.resolved = resolved
    self.surroundings = surroundings
    self.watch = watch
    self.begun = begun
    count = resolved.settings.folds ?? 0
    for number in 1...max(1, count) {
      let data = try PreparedData(
        resolved.data, settings(ofFold: number), known: resolved.model?.encoding)
      if number == 1 { try begun?.beginning.check(data) }
    }
  }

  /// Whether a folder is that of a cross-validation.
  static func lies(in path: String) -> Bool {
    [begunName, summaryName].contains { fileKind(joined(path, $0)) == .file }
  }

  /// Refuses the folder of a cross-validation where one model is wanted.
  static func refuseModel(in path: String) throws {
    guard lies(in: path), fileKind(joined(path, RunFolder.modelName)) == .missing else { return }
    throw DescentError(
      .usage, "a cross-validation has a model for each fold", at: Position(file: path),
      fix: "Name one of them: \(joined(path, "folds/1"))")
  }

  private func settings(ofFold number: Int, in folder: RunFolder? = nil) -> TrainSettings {
    var settings = resolved.settings
    settings.fold = number
    settings.output = folder?.path(of: "folds/\(number)")
    return settings
  }

  // MARK: Running

  /// Trains what is missing, and sums up.
  func run() throws {
    // What would be refused for every fold is refused before there is a folder.
    if begun == nil { _ = try session(1, in: nil, noted: []) }
    Interrupt.listen()
    let folder = try begun?.folder ?? .claimed(for: resolved, resolved.data.train.name)
    let remarks = remarks
    // Left from before.
    AtomicFile.remove(folder.path(of: RunRecorder.stopName))
    do {
      if begun == nil {
        try folder.write(try ResolvedConfig.text(resolved.settings), to: RunFolder.configName)
        try folder.write(try beginning(remarks), to: Self.begunName)
      }
      try train(in: folder)
      try finish(folder, remarks)
    } catch {
      guard fileKind(folder.path(of: "folds")) == .folder else {
        folder.abandon()
        throw error
      }
      folder.complete()
      if !(error is Stopped) {
        surroundings.note(
          "note: what is finished stays in \(folder.path); go on with: \(folder.resumeCommand)")
      }
      throw error
    }
  }

  private func train(in folder: RunFolder) throws {
    var noted: Set<String> = []
    for number in 1...count where !isFinished(number, folder) {
      guard !Interrupt.isRequested else { throw try stop(number, nil, folder) }
      let session = try session(number, in: folder, noted: noted)
      do {
        try session.run()
      } catch let error as Stopped {
        throw try stop(number, error.place, folder)
      } catch var error as DescentError {
        if error.kind == .interrupted {
          guard fileKind(folder.path(of: "folds")) == .folder else { throw error }
          throw try stop(number, nil, folder)
        }
        error.message = "fold \(number) of \(count): " + error.message
        throw error
      }
      noted = session.fold?.noted ?? noted
    }
  }

  private func isFinished(_ number: Int, _ folder: RunFolder) -> Bool {
    let path = folder.path(of: "folds/\(number)")
    guard fileKind(joined(path, RunFolder.manifestName)) == .file else { return false }
    // It may have been killed while it was tidying up.
    CheckpointFolder(path).remove()
    return true
  }

  /// The training of a fold: a new one, or one that goes on.
  private func session(
    _ number: Int, in folder: RunFolder?, noted: Set<String>
  ) throws -> TrainingSession {
    var settings = settings(ofFold: number, in: folder)
    var training = ResolvedTraining(
      settings: settings, data: resolved.data, model: resolved.model, recipe: resolved.recipe)
    guard let folder, let path = settings.output else {
      return try TrainingSession(training, surroundings, watch)
    }
    if CheckpointFolder(path).hasFiles {
      let run = try ResumedRun(path)
      settings.output = nil
      training = ResolvedTraining(
        settings: settings, data: resolved.data, model: run.checkpoint.model,
        recipe: resolved.recipe, resumed: run)
    } else {
      RunFolder.clear(path)
    }
    // Each fold has its own time; the first one's includes that of loading the data.
    let watch: any StopWatch = number == 1 ? watch : LapWatch(watch)
    return try TrainingSession(
      training, surroundings, watch,
      fold: FoldPlace(number, of: count, in: folder, arguments: arguments, noted: noted))
  }

  /// Says where it was stopped and how to go on.
  private func stop(_ number: Int, _ place: String?, _ folder: RunFolder) throws -> Stopped {
    let finished = (1...count).filter { isFinished($0, folder) }
    if resolved.settings.json {
      let document: Settings = [
        "run": .text(folder.path), "interrupted": true, "folds": .integer(count),
        "finished_folds": .list(finished.map { .integer($0) }),
        "resume": .text(folder.resumeCommand),
      ]
      try surroundings.output.line(try JSONWriter(.pretty).text(.table(document)).trimmedEnd)
      return Stopped()
    }
    let position = place.map { "after \($0)" } ?? "before its first checkpoint"
    try surroundings.output.paragraph("stopped in fold \(number) of \(count), \(position)")
    try surroundings.output.line("go on: \(folder.resumeCommand)")
    return Stopped()
  }

  // MARK: What is written

  private var arguments: [String] {
    begun?.beginning.remarks["arguments"]?.list?.compactMap(\.text) ?? surroundings.arguments
  }

  private var remarks: Settings {
    guard let begun else {
      var remarks: Settings = [
        "arguments": .list(arguments.map { .text($0) }),
        "started": .integer(currentTime()),
      ]
      if let folder = currentFolder { remarks["folder"] = .text(folder) }
      if let recipe = resolved.recipe { remarks["recipe"] = .text(recipe) }
      return remarks
    }
    var remarks = begun.beginning.remarks
    let now = Value.text(Manifest.utc(currentTime()))
    remarks["resumed"] = .list((remarks["resumed"]?.list ?? []) + [now])
    return remarks
  }

  private func beginning(_ remarks: Settings) throws -> String {
    let data = try PreparedData(
      resolved.data, settings(ofFold: 1), known: resolved.model?.encoding)
    return try CrossValidationBeginning.text(
      ResolvedConfig.settings(resolved.settings), data.hashes, remarks)
  }

  private func finish(_ folder: RunFolder, _ remarks: Settings) throws {
    let summary = try CrossValidationSummary(folder, resolved.settings, resolved.data.train)
    try folder.write(try JSONWriter(.pretty).text(summary.document), to: Self.summaryName)
    if resolved.settings.report {
      try folder.write(
        try CrossValidationPage(folder.path).report.page.html, to: RunFolder.reportName)
    }
    try folder.write(
      try JSONWriter(.pretty).text(
        .table(try summary.manifest(remarks, resolved.settings))),
      to: RunFolder.manifestName)
    AtomicFile.remove(folder.path(of: Self.begunName))
    folder.complete()
    if resolved.settings.json {
      guard var document = summary.document.table else { return }
      document.entries.insert(Settings.Entry("run", .text(folder.path)), at: 0)
      document["seconds"] = rounded(summary.seconds)
      try surroundings.output.line(try JSONWriter(.pretty).text(.table(document)).trimmedEnd)
    } else {
      try summary.write(surroundings, quiet: resolved.settings.quiet)
    }
  }
}

/// A stop watch that begins at 0 while another one goes on.
private struct LapWatch: StopWatch {
  private let watch: any StopWatch
  private let start: Double

  init(_ watch: any StopWatch) {
    self.watch = watch
    start = watch.seconds
  }

  var seconds: Double { watch.seconds - start }
}

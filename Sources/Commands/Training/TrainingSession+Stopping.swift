import Descent

// A training that is stopped on its way, and one that goes on.

extension TrainingSession {
  /// Saves, measures and says how to go on. Always throws.
  func stop(_ run: TrainingRun, _ folder: RunFolder, _ keeper: CheckpointKeeper) throws {
    guard keeper.isOn, run.trainer.stepCount > 0 else {
      guard folder.hasCheckpoint else {
        throw DescentError(.interrupted, "stopped; nothing was saved")
      }
      throw DescentError(
        .interrupted, "stopped; nothing new was saved",
        fix: "Go on from the last checkpoint with: \(folder.resumeCommand)")
    }
    try keeper.save(run, isStopped: true)
    if fold != nil { throw Stopped(place: (try run.checkpoint()).place(in: run.plan)) }
    var result = TrainingResult(
      folder: folder.path, settings: settings, data: data, outcome: nil, history: run.history,
      plan: run.plan, model: model, seconds: secondsBefore + watch.seconds)
    if run.parameters.values.allSatisfy(\.isFinite) { try measure(&result, run) }
    if settings.json {
      guard var document = result.document.table else { return }
      document["interrupted"] = true
      document["steps"] = .integer(run.trainer.stepCount)
      document["resume"] = .text(folder.resumeCommand)
      try surroundings.output.line(try JSONWriter(.pretty).text(.table(document)).trimmedEnd)
    } else {
      try TrainingReport(result, surroundings).write(
        stoppedAt: (try run.checkpoint()).place(in: run.plan), goOn: folder.resumeCommand)
    }
    throw Stopped()
  }

  /// Whether everything about an error has been said.
  func isInterruption(_ error: any Error) -> Bool {
    error is Stopped || (error as? DescentError)?.kind == .interrupted
  }

  /// Seconds that the training took before it was stopped.
  var secondsBefore: Double {
    resolved.resumed?.checkpoint.remarks["seconds"]?.number ?? 0
  }

  /// When and where the training went on before, and now.
  var resumptions: [Value] {
    guard let resumed = resolved.resumed else { return [] }
    let now: Settings = [
      "at": .text(Manifest.utc(currentTime())),
      "steps": .integer(resumed.checkpoint.training.trainer.stepCount),
    ]
    return (resumed.checkpoint.remarks["resumed"]?.list ?? []) + [.table(now)]
  }

  /// The command as it was typed first.
  var arguments: [String] {
    resolved.resumed?.checkpoint.remarks["arguments"]?.list?.compactMap(\.text)
      ?? fold?.arguments ?? surroundings.arguments
  }

  func keeper(_ folder: RunFolder) -> CheckpointKeeper {
    var remarks: Settings = [
      "arguments": .list(arguments.map { .text($0) }), "started": .integer(started),
      "resumed": .list(resumptions),
    ]
    let began = resolved.resumed?.checkpoint.remarks["folder"]?.text ?? currentFolder
    if let began { remarks["folder"] = .text(began) }
    if let recipe = resolved.recipe { remarks["recipe"] = .text(recipe) }
    let settings = ResolvedConfig.settings(settings)
    return CheckpointKeeper(
      self.settings.checkpointEvery, folder,
      resolved.resumed?.files ?? CheckpointFolder(folder.path), watch
    ) { [model, data, watch, secondsBefore, remarks] training in
      var remarks = remarks
      remarks["seconds"] = rounded(secondsBefore + watch.seconds)
      return Checkpoint(
        program: Program.version, model: model, training: training, configuration: settings,
        data: data.hashes, remarks: remarks)
    }
  }

  /// Where a training goes on, and why not later.
  func writeWhereFrom(_ plan: TrainingPlan, _ folder: RunFolder) throws {
    guard let resumed = resolved.resumed else { return }
    if let fault = resumed.found.fault {
      let text = DescentError(fault.kind, fault.message, at: fault.position).description
      surroundings.note("note: \(text.printable); going on from \(resumed.found.file)")
    }
    guard !settings.json, !settings.quiet else { return }
    try surroundings.output.paragraph(
      "going on in \(folder.path) after \(resumed.checkpoint.training.place(in: plan))")
    try surroundings.output.line()
  }
}

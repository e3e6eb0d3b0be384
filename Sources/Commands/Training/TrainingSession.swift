import Descent

/// One training as the command does it: data, network, run, folder.
struct TrainingSession {
  let resolved: ResolvedTraining
  let surroundings: Surroundings
  let settings: TrainSettings
  let data: PreparedData
  let model: Model
  private let configuration: TrainingConfiguration
  let started: Int
  let watch: any StopWatch
  /// Which fold of a cross-validation this is; nil for a training of its own.
  let fold: FoldPlace?

  /// Checks that everything fits together, before anything is written or computed.
  ///
  /// - Parameter watch: started with the command.
  init(
    _ resolved: ResolvedTraining, _ surroundings: Surroundings, _ watch: any StopWatch,
    fold: FoldPlace? = nil
  ) throws {
    self.watch = watch
    self.fold = fold
    self.resolved = resolved
    self.surroundings = surroundings
    settings = resolved.settings
    data = try PreparedData(resolved.data, settings, known: resolved.model?.encoding)
    if let resumed = resolved.resumed {
      try resumed.beginning.check(data)
      model = resumed.checkpoint.model
    } else {
      model = try Self.model(resolved, data)
    }
    started = resolved.resumed?.checkpoint.remarks["started"]?.integer ?? currentTime()
    var configuration = TrainingConfiguration(
      loss: settings.loss, optimizer: settings.optimizer,
      learningRate: settings.resolvedLearningRate, schedule: settings.schedule,
      regularization: settings.regularization, epochs: settings.epochs,
      batchSize: settings.batchSize, metrics: settings.metrics,
      earlyStopping: settings.earlyStopping > 0
        ? EarlyStopping(monitor: settings.resolvedMonitor, patience: settings.earlyStopping) : nil,
      shuffle: settings.shuffle, seed: settings.seed,
      threads: settings.threads
        ?? ThreadCount.useful(
          model.network, batchSize: settings.batchSize, rows: data.split.training.count))
    configuration.precision = settings.precision
    configuration.sampling = settings.sampling
    configuration.augmentation = settings.augmentation
    self.configuration = configuration
  }

  /// The network with the parameters that the training starts from.
  private static func model(_ resolved: ResolvedTraining, _ data: PreparedData) throws -> Model {
    let settings = resolved.settings
    let classes = data.main.task.classes
    if var model = resolved.model {
      guard model.task.classes == classes, model.task.targetWidth == data.main.task.targetWidth
      else {
        throw DescentError(
          .badData,
          "the model predicts \(namedOutcome(model.task)), but \(data.main.name) has "
            + namedOutcome(data.main.task), at: settings.from.map { Position(file: $0) })
      }
      let names = data.main.featureNames
      guard model.featureNames.isEmpty || names.isEmpty || names == model.featureNames else {
        throw DescentError(
          .badData,
          "the model takes the features \(shortList(model.featureNames)), in this order, but "
            + "\(data.main.name) has \(shortList(names))",
          at: settings.from.map { Position(file: $0) })
      }
      try model.take(resolved.data.pictures, of: data.main.name, settings)
      model.loss = settings.loss
      return model
    }
    let network = try NetworkBuilder.network(settings, for: data.main, data.encoding)
    let rows = data.split.training.count
    // Checked against the loss before anything is computed; the model itself checks no less.
    _ = try TrainingData(data.main, rows: [], network: network, loss: settings.loss)
    try TrainingMemory(
      network, batchSize: min(settings.batchSize ?? rows, rows),
      stateSlots: settings.optimizer.stateSlots
    ).check()
    return try Model(
      network: network, parameters: network.initialParameters(seed: settings.seed),
      loss: settings.loss, task: data.main.task,
      scaling: try FittedScaling(
        settings.scale, training: data.main, rows: data.split.training,
        unscaled: data.encoding?.indicators ?? []),
      targetScaling: try FittedScaling(
        (settings.targetScale ?? .none).scaling, trainingTargets: data.main,
        rows: data.split.training),
      featureNames: data.main.featureNames, encoding: data.encoding,
      pictures: resolved.data.pictures, targetNames: data.targetNames, dataset: data.main.name)
  }

  // MARK: Running

  /// Trains, tests and saves; writes the report.
  func run() throws {
    let loaded = watch.seconds
    let run = try TrainingRun(
      model.network, configuration,
      training: try part(data.main, data.split.training, isTraining: true),
      validation: try part(data.main, data.split.validation), parameters: model.parameters)
    if settings.earlyStopping == 0, let monitor = settings.monitor {
      // A name that means nothing isn't passed over because nothing watches it.
      let figures = run.monitors.filter { !$0.hasPrefix("val_") }
      try EarlyStopping(monitor: monitor).check(available: figures + figures.map { "val_" + $0 })
    }
    if let resumed = resolved.resumed { try run.restore(resumed.checkpoint.training) }
    Interrupt.listen()
    let folder = try resolved.resumed?.folder ?? .claimed(for: resolved, data.main.name)
    folder.belongs(to: fold?.folder)
    do {
      try train(run, in: folder, loaded: loaded)
    } catch {
      folder.abandon()
      if folder.hasCheckpoint, !isInterruption(error) {
        surroundings.note("note: the last checkpoint stays in \(folder.path)")
      }
      throw error
    }
  }

  /// - Parameter loaded: seconds that loading the data took.
  private func train(_ run: TrainingRun, in folder: RunFolder, loaded: Double) throws {
    // Only now: everything that can be refused has been.
    if resolved.resumed == nil || fileKind(folder.path(of: RunFolder.configName)) == .missing {
      try folder.write(try ResolvedConfig.text(settings), to: RunFolder.configName)
    }
    try writeWhereFrom(run.plan, folder)
    let isSilent = settings.json || settings.quiet
    if let fold {
      try writeOpening(of: fold)
    } else if !isSilent {
      try writeOpening()
    }
    let progress = ProgressView(
      surroundings, quiet: isSilent, every: settings.showEvery, title: fold?.text ?? "")
    let keeper = keeper(folder)
    let recorder = try RunRecorder(
      folder, run, try RunLogs(run, folder, self), watch: watch)
    let outcome: TrainingOutcome?
    do {
      defer { progress.close() }
      outcome = try follow(run, progress, keeper, recorder)
    }
    try recorder.finish()
    guard let outcome else {
      try recorder.logs.finish()
      return try stop(run, folder, keeper)
    }
    let trained = watch.seconds
    var result = TrainingResult(
      folder: folder.path, settings: settings, data: data, outcome: outcome, history: run.history,
      plan: run.plan, model: model, seconds: trained)
    try measure(&result, run)
    result.histograms = recorder.logs.snapshots
    try recorder.logs.complete(result, run)
    result.seconds = secondsBefore + watch.seconds
    try save(
      result, folder,
      [
        NamedFigure("loading", loaded),
        NamedFigure("training", secondsBefore + trained - loaded),
        NamedFigure("total", result.seconds),
      ])
    folder.complete()
    keeper.remove()
    // Followers see that it runs until everything is there.
    withExtendedLifetime(recorder) {}
    if let fold { return try write(result, of: fold) }
    if settings.json {
      try surroundings.output.line(try JSONWriter(.pretty).text(result.document).trimmedEnd)
    } else {
      try TrainingReport(result, surroundings).write()
    }
  }

  /// Runs to the end, shows what happens and saves checkpoints; nil where a signal or a file asks to
  /// stop.
  private func follow(
    _ run: TrainingRun, _ progress: ProgressView, _ keeper: CheckpointKeeper,
    _ recorder: RunRecorder
  ) throws -> TrainingOutcome? {
    while let event = try run.next() {
      progress.show(event, of: run)
      let isAsked = try recorder.note(event, run)
      if case .finished(let outcome) = event { return outcome }
      if Interrupt.isRequested || isAsked { return nil }
      try keeper.note(event, run)
    }
    throw DescentError(.bug, "the training ended without a word")
  }

  private func part(
    _ dataset: Dataset, _ rows: [Int], isTraining: Bool = false
  ) throws -> TrainingData {
    var weights: [Double]?
    if isTraining {
      switch settings.classWeight {
      case .none: break
      case .balanced where dataset.task.classes.isEmpty:
        throw DescentError(
          .usage, "class-weight: \(dataset.name) has numbers as targets, no classes")
      case .balanced: weights = TrainingData.balancedClassWeights(dataset, rows: rows)
      case .list(let list): weights = list
      }
    }
    return try TrainingData(
      dataset, rows: rows, scaling: model.scaling, targetScaling: model.targetScaling,
      network: model.network, loss: settings.loss,
      classWeights: weights)
  }

  /// Measures the validation and the test rows with the weights that are kept.
  func measure(_ result: inout TrainingResult, _ run: TrainingRun) throws {
    var model = model
    model.parameters = run.parameters
    if !data.split.validation.isEmpty {
      let rows = try part(data.main, data.split.validation)
      let predictions = run.evaluate(rows)
      result.validation = Figures(predictions)
      result.judged.append(
        RunReport.Judged(
          "validation rows", predictions, dataset: data.main, rows: data.split.validation))
    }
    if let testData = data.testData {
      let predictions = run.evaluate(try part(testData, data.split.test))
      result.test = Figures(predictions)
      let name = data.testsOnTraining ? "training rows (nothing is held out)" : "test rows"
      var judged = RunReport.Judged(
        name, predictions, dataset: testData, rows: data.split.test)
      judged.wereTrainedOn = data.testsOnTraining
      result.judged.insert(judged, at: 0)
    }
    model.figures =
      (result.validation?.named ?? []).map { NamedFigure("val_" + $0.name, $0.value) }
      + (result.test?.named ?? []).map { NamedFigure("test_" + $0.name, $0.value) }
    result.model = model
  }

  // MARK: The folder

  private func save(
    _ result: TrainingResult, _ folder: RunFolder, _ timings: [NamedFigure]
  ) throws {
    try folder.save(result.model, as: RunFolder.modelName)
    var names = [RunFolder.modelName]
    if settings.saveJSON {
      try folder.save(result.model, as: RunFolder.jsonName)
      names.append(RunFolder.jsonName)
    }
    let files = try names.map { name in
      (name, SHA256.hexadecimal(of: try readFile(folder.path(of: name))))
    }
    try folder.write(MetricsFile.text(result.history), to: RunFolder.metricsName)
    if settings.report {
      let report = try RunPage(result, arguments: arguments, timings: timings).report
      try folder.write(report.page.html, to: RunFolder.reportName)
      try folder.write(try ModelCard(report).markdown, to: RunFolder.cardName)
    }
    let manifest = Manifest(
      arguments: arguments, settings: settings, recipe: resolved.recipe, data: data,
      plan: result.plan, keptEpoch: result.outcome?.keptEpoch, started: started,
      resumed: resumptions, timings: timings,
      model: result.model,
      figures: result.figureEntries,
      files: files)
    try folder.write(
      try JSONWriter(.pretty).text(manifest.value), to: RunFolder.manifestName)
  }

  // MARK: What comes first

  private func writeOpening() throws {
    let output = surroundings.output
    let style = Style(isOn: surroundings.hasColor(output))
    for note in data.notes { surroundings.note("note: \(note.printable)") }
    let opening =
      "\(data.main.name.printable): \(outcome(data.main.task)), rows of \(data.main.shape); "
      + data.partsText
    for line in opening.folded(output.width ?? 80) { try output.line(line) }
    try output.line()
    for line in SummaryTable.lines(
      model.network, width: output.width ?? 80, bold: { style.bold($0) })
    {
      try output.line(line)
    }
    try output.line()
    try output.flush()
  }
}

/// `cat, dog`, `the number price`: what is predicted, up to 12 classes by name.
func namedOutcome(_ task: Task) -> String {
  let classes = task.classes
  guard !classes.isEmpty else { return outcome(task) }
  return classes.prefix(12).joined(separator: ", ") + (classes.count > 12 ? ", …" : "")
}

/// `10 classes`, `the number price`: what is predicted, in words.
func outcome(_ task: Task) -> String {
  switch task {
  case .classification(let classes): return counted(classes.count, "class", plural: "classes")
  case .regression(let targets):
    return targets.count == 1 ? "the number \(targets[0].printable)" : "\(targets.count) numbers"
  }
}

extension String {
  /// Without the line feed at the end.
  var trimmedEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}

import Descent

/// One training as the command does it: data, network, run, folder.
struct TrainingSession {
  let resolved: ResolvedTraining
  let surroundings: Surroundings
  private let settings: TrainSettings
  private let data: PreparedData
  private let model: Model
  private let configuration: TrainingConfiguration
  private let started = currentTime()
  private let watch: any StopWatch

  /// Checks that everything fits together, before anything is written or computed.
  ///
  /// - Parameter watch: started with the command.
  init(
    _ resolved: ResolvedTraining, _ surroundings: Surroundings, _ watch: any StopWatch
  ) throws {
    self.watch = watch
    self.resolved = resolved
    self.surroundings = surroundings
    settings = resolved.settings
    data = try PreparedData(resolved.data, settings)
    model = try Self.model(resolved, data)
    configuration = TrainingConfiguration(
      loss: settings.loss, optimizer: settings.optimizer,
      learningRate: settings.resolvedLearningRate, schedule: settings.schedule,
      regularization: settings.regularization, epochs: settings.epochs,
      batchSize: settings.batchSize, metrics: settings.metrics,
      earlyStopping: settings.earlyStopping > 0
        ? EarlyStopping(monitor: settings.resolvedMonitor, patience: settings.earlyStopping) : nil,
      shuffle: settings.shuffle, seed: settings.seed,
      threads: settings.threads
        ?? Self.usefulThreads(model.network, settings, rows: data.split.training.count))
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
          "the model predicts \(outcome(model.task)), but \(data.main.name) has "
            + outcome(data.main.task), at: settings.from.map { Position(file: $0) })
      }
      let names = data.main.featureNames
      guard model.featureNames.isEmpty || names.isEmpty || names == model.featureNames else {
        throw DescentError(
          .badData,
          "the model takes the features \(shortList(model.featureNames)), in this order, but "
            + "\(data.main.name) has \(shortList(names))",
          at: settings.from.map { Position(file: $0) })
      }
      model.loss = settings.loss
      return model
    }
    let network = try NetworkBuilder.network(settings, for: data.main)
    let training = data.main.subset(data.split.training)
    // Checked against the loss before anything is computed; the model itself checks no less.
    _ = try TrainingData(data.main, rows: [], network: network, loss: settings.loss)
    try TrainingMemory(
      network, batchSize: min(settings.batchSize ?? training.rows, training.rows),
      stateSlots: settings.optimizer.stateSlots
    ).check()
    return try Model(
      network: network, parameters: network.initialParameters(seed: settings.seed),
      loss: settings.loss, task: data.main.task,
      scaling: try FittedScaling(settings.scale, training: training),
      featureNames: data.main.featureNames, targetNames: data.targetNames, dataset: data.main.name)
  }

  /// As many threads as have enough to do in a step.
  private static func usefulThreads(
    _ network: Network, _ settings: TrainSettings, rows: Int
  ) -> Int {
    let batch = min(settings.batchSize ?? rows, rows)
    let work = 6.0 * Double(network.layout.count) * Double(batch)
    return max(1, min(coreCount(), Int(work / 2e6)))
  }

  // MARK: Running

  /// Trains, tests and saves; writes the report.
  func run() throws {
    let isJSON = settings.json
    let loaded = watch.seconds
    let run = try TrainingRun(
      model.network, configuration,
      training: try part(data.main, data.split.training, isTraining: true),
      validation: try part(data.main, data.split.validation), parameters: model.parameters)
    Interrupt.listen()
    let folder = try claimFolder()
    defer { folder.abandon() }
    // Only now: everything that can be refused has been.
    if !isJSON && !settings.quiet { try writeOpening() }
    let progress = ProgressView(
      surroundings, quiet: isJSON || settings.quiet, every: settings.showEvery)
    let outcome: TrainingOutcome
    do {
      defer { progress.clear() }
      outcome = try follow(run, progress)
    }
    let trained = watch.seconds
    var result = TrainingResult(
      folder: folder.path, settings: settings, data: data, outcome: outcome, history: run.history,
      plan: run.plan, model: model, seconds: trained)
    try measure(&result, run)
    let timings = [
      NamedFigure("loading", loaded), NamedFigure("training", trained - loaded),
      NamedFigure("total", watch.seconds),
    ]
    result.seconds = watch.seconds
    try Interrupt.check()
    try save(result, folder, timings)
    try Interrupt.check()
    folder.complete()
    if isJSON {
      try surroundings.output.line(try JSONWriter(.pretty).text(result.document).trimmedEnd)
    } else {
      try TrainingReport(result, surroundings).write()
    }
  }

  /// Runs to the end and shows what happens.
  private func follow(_ run: TrainingRun, _ progress: ProgressView) throws -> TrainingOutcome {
    while let event = try run.next() {
      try Interrupt.check()
      progress.show(event)
      if case .finished(let outcome) = event { return outcome }
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
      dataset, rows: rows, scaling: model.scaling, network: model.network, loss: settings.loss,
      classWeights: weights)
  }

  /// Measures the validation and the test rows with the weights that are kept.
  private func measure(_ result: inout TrainingResult, _ run: TrainingRun) throws {
    var model = model
    model.parameters = run.parameters
    if !data.split.validation.isEmpty {
      let rows = try part(data.main, data.split.validation)
      result.validation = Figures(run.evaluate(rows))
    }
    if let testData = data.testData {
      result.test = Figures(run.evaluate(try part(testData, data.split.test)))
    }
    model.figures =
      (result.validation?.named ?? []).map { NamedFigure("val_" + $0.name, $0.value) }
      + (result.test?.named ?? []).map { NamedFigure("test_" + $0.name, $0.value) }
    result.model = model
  }

  // MARK: The folder

  private func claimFolder() throws -> RunFolder {
    if let output = settings.output { return try .named(output) }
    let name = settings.name ?? resolved.recipe ?? data.main.name
    return try .next(Self.fileName(name))
  }

  /// A name that is safe as the name of a folder.
  private static func fileName(_ name: String) -> String {
    let safe = name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
    let text = String(safe.prefix(60))
    return text.isEmpty || text.hasPrefix(".") ? "run" + text : text
  }

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
    try folder.write(try ResolvedConfig.text(settings), to: RunFolder.configName)
    try folder.write(MetricsFile.text(result.history), to: RunFolder.metricsName)
    let manifest = Manifest(
      arguments: surroundings.arguments, settings: settings, recipe: resolved.recipe, data: data,
      plan: result.plan, started: started, timings: timings, model: result.model,
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
    let split = data.split
    var parts = ["\(grouped(split.training.count)) to train"]
    if !split.validation.isEmpty { parts.append("\(grouped(split.validation.count)) to validate") }
    if data.testsOnTraining {
      parts.append("tested on the same rows")
    } else if data.testData != nil {
      parts.append("\(grouped(split.test.count)) to test")
    }
    let opening =
      "\(data.main.name.printable): \(outcome(data.main.task)), rows of \(data.main.shape); "
      + parts.joined(separator: ", ")
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

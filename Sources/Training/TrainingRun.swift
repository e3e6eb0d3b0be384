import Basics
import Datasets
import Kernels
import Networks

/// A training from first to last epoch, handed out event by event.
///
///     let run = try TrainingRun(network, configuration, training: data, validation: held)
///     while let event = try run.next() {
///       if case .epochEnded(let epoch) = event { print(epoch.epoch, epoch.loss) }
///     }
///     let parameters = run.parameters
///
/// Nothing happens between two calls of `next()`: to pause, wait; to stop, don't call again.
public final class TrainingRun {
  /// The hyper-parameters.
  public let configuration: TrainingConfiguration
  /// What takes the steps.
  public let trainer: Trainer
  /// Everything measured up to now.
  public internal(set) var history = History()
  /// What the training is going to do.
  public let plan: TrainingPlan
  /// What was predicted for the validation rows at the end of the last epoch, from which `val_…` in the history
  /// was computed; nil before it and without validation rows. It costs nothing but its memory: figures that
  /// are only looked at now and then can be worked out of it then.
  public private(set) var validationPredictions: Predictions?

  let training: TrainingData
  private let validation: TrainingData?
  private let sampler: RowSampler
  private let evaluator: Evaluator
  private let stopWatch: any StopWatch
  private(set) var phase = Phase.starting
  var best: (epoch: Int, parameters: Parameters)?
  var progress = EpochProgress()
  /// What takes histograms; nil until it is asked to.
  var probe: (rows: Int, numbers: Int, value: LayerProbe)?
  private var buffers: BatchBuffers
  /// Nil where all rows are in memory.
  private let readAhead: ReadAhead?
  var lastResult = Trainer.StepResult(lossSum: 0, weightSum: 0, gradientNorm: 0)
  private(set) var outcome: TrainingOutcome?
  // Kept beside the history: schedules look at it in every step.
  var monitored: [Double] = []

  enum Phase { case starting, epochBegins, inEpoch, epochEnds, finished }

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - parameters: where to start; a saved model's parameters to continue it.
  ///   - stopWatch: measures seconds for the history; never decides anything.
  ///
  /// Throws `DescentError` for values out of range, a monitor that doesn't exist, parameters of
  /// another network, or data that can't be trained on.
  public init(
    _ network: Network, _ configuration: TrainingConfiguration, training: TrainingData,
    validation: TrainingData? = nil, parameters: Parameters? = nil,
    stopWatch: any StopWatch = SystemStopWatch()
  ) throws {
    try configuration.check()
    try Self.check(network, configuration.loss, training)
    if let validation { try Self.check(network, configuration.loss, validation) }
    try Self.check(training)
    if let parameters, parameters.values.count != network.layout.count {
      throw DescentError(
        .badData,
        "\(counted(parameters.values.count, "parameter")) to start from for a network with "
          + grouped(network.layout.count))
    }
    self.configuration = configuration
    self.training = training
    self.validation = validation.flatMap { $0.rows.isEmpty ? nil : $0 }
    self.stopWatch = stopWatch
    sampler = try RowSampler(training, configuration.sampling)
    let rows = sampler.count
    let batchSize = min(configuration.batchSize ?? rows, rows)
    if batchSize == 1, let layer = network.plans.firstIndex(where: { $0.shared > 0 }) {
      throw DescentError(
        .usage,
        "\(network.names[layer]) compares the rows of a batch, but batches have a single row",
        fix: "Use a batch size of 2 or more.")
    }
    let augmenter = try Augmenter(
      configuration.augmentation, for: training, loss: configuration.loss, seed: configuration.seed)
    try augmenter?.check(batchSize: batchSize)
    try TrainingMemory(
      network, batchSize: batchSize, stateSlots: configuration.optimizer.stateSlots,
      copies: (configuration.regularization.averageDecay == nil ? 0 : 1)
        + (configuration.earlyStopping == nil ? 0 : 1)
    ).check()
    trainer = Trainer(
      network, loss: configuration.loss, optimizer: configuration.optimizer,
      regularization: configuration.regularization, parameters: parameters,
      seed: configuration.seed, batchSize: batchSize, threads: configuration.threads,
      precision: configuration.precision)
    // A list of what isn't 0 takes time to make: it pays from a fifth of zeros on.
    trainer.workspace.skipsZeros = configuration.skipsZeros ?? (training.liveShare(augmenter) < 0.8)
    evaluator = Evaluator(
      network, loss: configuration.loss, workers: trainer.workspace.workers)
    buffers = BatchBuffers(training, batchSize: batchSize, augmenter: augmenter)
    readAhead = training.dataset.features.isOnDisk ? ReadAhead(training) : nil
    plan = TrainingPlan(
      epochs: configuration.epochs, stepsPerEpoch: (rows + batchSize - 1) / batchSize,
      trainingRows: training.rows.count, validationRows: self.validation?.rows.count ?? 0,
      batchSize: batchSize,
      threads: trainer.workspace.workers.count)
    try configuration.earlyStopping?.check(available: monitors)
  }

  /// Whether the data were prepared for this network and loss.
  private static func check(_ network: Network, _ loss: any Loss, _ data: TrainingData) throws {
    let classes = data.dataset.task.classes.count
    let outputs = network.output.count
    guard network.input.count == data.dataset.shape.count,
      classes > 0 || outputs == data.dataset.task.targetWidth,
      loss.targetEncoding(classes: classes, outputs: outputs) == data.encoding
    else {
      throw DescentError(
        .usage, "\(data.dataset.name) was prepared for another network or another loss")
    }
  }

  /// Whether there is anything to learn from.
  private static func check(_ training: TrainingData) throws {
    guard !training.rows.isEmpty else {
      throw DescentError(.badData, "\(training.dataset.name): no rows to train on")
    }
    guard !training.isWeighted || training.rows.contains(where: { training.weight(ofRow: $0) > 0 })
    else {
      throw DescentError(.badData, "\(training.dataset.name): every row has weight 0")
    }
  }

  /// The parameters to use and to save. With early stopping those of the best epoch so far.
  public var parameters: Parameters { best?.parameters ?? trainer.finalParameters }

  deinit { training.dataset.expectAnyOrder(false) }

  /// What early stopping can watch: the names of the history's columns.
  public var monitors: [String] {
    var names = ["loss"]
    if case .classification = training.dataset.task { names.append("accuracy") }
    if validation != nil { names += (["loss"] + metricNames).map { "val_" + $0 } }
    return names
  }

  private var metricNames: [String] { configuration.metrics.map(\.name).filter { $0 != "loss" } }

  /// Goes on to the next event; nil after the last one.
  ///
  /// Throws `DescentError` where the loss is not finite any more; it names epoch, batch and layer. The
  /// training is over then: later calls return nil.
  public func next() throws -> TrainingEvent? {
    do {
      return try advance()
    } catch {
      // What comes after a fault would be wrong, so nothing does.
      phase = .finished
      throw error
    }
  }

  private func advance() throws -> TrainingEvent? {
    switch phase {
    case .starting:
      // A restored training may begin in the middle of an epoch, or at its end.
      phase =
        progress.step == 0
        ? .epochBegins : progress.step < plan.stepsPerEpoch ? .inEpoch : .epochEnds
      return .started(plan)
    case .epochBegins:
      if history.epochs.count == configuration.epochs || shouldStop { return finish() }
      try beginEpoch()
      phase = .inEpoch
      return try advance()
    case .inEpoch:
      let summary = try step()
      if summary.step == plan.stepsPerEpoch { phase = .epochEnds }
      return .stepEnded(summary)
    case .epochEnds:
      let summary = try endEpoch()
      phase = .epochBegins
      return .epochEnded(summary)
    case .finished:
      return nil
    }
  }

  /// Runs to the end and returns how it ended.
  @discardableResult public func complete() throws -> TrainingOutcome {
    while try next() != nil {}
    return outcome ?? TrainingOutcome(reason: .completed, keptEpoch: keptEpoch)
  }

  /// Measures some data with the parameters as they would be saved.
  public func evaluate(_ data: TrainingData) -> Predictions {
    evaluator.predictions(data, parameters: parameters)
  }

  // MARK: Epochs

  private func beginEpoch() throws {
    try training.dataset.checkUnchanged()
    training.dataset.expectAnyOrder(true)
    let start = stopWatch.seconds
    progress = EpochProgress(isClassified: isClassified)
    progress.startParameters = trainer.parameters.values
    progress.order = order(ofEpoch: history.epochs.count)
    progress.seconds += stopWatch.seconds - start
  }

  var isClassified: Bool { !training.dataset.task.classes.isEmpty }

  /// The rows in the order of an epoch, which is counted from 0.
  func order(ofEpoch epoch: Int) -> [Int] {
    var order = sampler.rows(ofEpoch: epoch, seed: configuration.seed)
    if configuration.shuffle {
      var random = RandomSource(seed: configuration.seed, .shuffle, epoch)
      random.shuffle(&order)
    }
    return order
  }

  /// The figure that schedules look at.
  func monitored(in summary: EpochSummary) -> Double? {
    validation == nil ? summary.loss : summary["val_loss"]
  }

  private func endEpoch() throws -> EpochSummary {
    let parameters = trainer.finalParameters
    guard parameters.values.span.allFinite else {
      throw Divergence.error(
        epoch: history.epochs.count + 1, batch: progress.step, result: lastResult,
        trainer: trainer, rows: buffers.lastRows)
    }
    let changes = weightChanges(since: progress.startParameters)
    let validationStart = stopWatch.seconds
    let figures = validation.map { self.figures(of: $0, parameters) } ?? []
    let summary = EpochSummary(
      epoch: history.epochs.count + 1, steps: progress.step, seconds: progress.seconds,
      validationSeconds: stopWatch.seconds - validationStart,
      learningRate: progress.learningRate, loss: progress.loss, penalty: trainer.penalty,
      accuracy: progress.accuracy, validation: figures, weightChanges: changes,
      gradientNorm: progress.gradientNorm)
    try checkMonitor(summary)
    history.epochs.append(summary)
    monitored += [monitored(in: summary)].compactMap { $0 }
    keepBest(parameters)
    return summary
  }

  private func figures(of data: TrainingData, _ parameters: Parameters) -> [NamedFigure] {
    // Not two of them at once.
    validationPredictions = nil
    let predictions = evaluator.predictions(data, parameters: parameters)
    validationPredictions = predictions
    let metrics: [any Metric] = [LossMetric()] + configuration.metrics.filter { $0.name != "loss" }
    return metrics.compactMap { metric in
      metric.value(predictions).map { NamedFigure(metric.name, $0) }
    }
  }

  private func weightChanges(since start: ContiguousArray<Scalar>) -> [NamedFigure] {
    let end = trainer.parameters.values
    return trainer.network.layout.entries.compactMap { entry in
      guard entry.spec.role == .weight else { return nil }
      let squares = sumOfSquaredChanges(
        from: start.span.extracting(entry.range), to: end.span.extracting(entry.range))
      return NamedFigure(entry.name, squares.squareRoot())
    }
  }

  // MARK: Steps

  private func step() throws -> StepSummary {
    let startedAt = stopWatch.seconds
    let size = plan.batchSize
    let start = progress.step * size
    let batch = progress.order[start..<min(start + size, progress.order.count)]
    readAhead?.goOn(from: start, of: progress.order, batch: size)
    let rate = configuration.learningRate * configuration.schedule.factor(at: position)
    trainer.measuresNorm = progress.step == plan.stepsPerEpoch - 1
    let result = buffers.step(batch, of: training, with: trainer, learningRate: rate)
    progress.add(result, learningRate: rate)
    lastResult = result
    guard result.loss.isFinite, result.gradientNorm.isFinite else {
      throw Divergence.error(
        epoch: history.epochs.count + 1, batch: progress.step, result: result,
        trainer: trainer, rows: batch.count)
    }
    if case .classification = training.dataset.task {
      progress.correct += buffers.correct
    }
    progress.seconds += stopWatch.seconds - startedAt
    return StepSummary(
      epoch: history.epochs.count + 1, step: progress.step, rows: batch.count, loss: result.loss,
      runningLoss: progress.loss, runningAccuracy: progress.accuracy, learningRate: rate)
  }

  private var position: TrainingPosition {
    TrainingPosition(
      step: trainer.stepCount, stepsPerEpoch: plan.stepsPerEpoch, epochs: configuration.epochs,
      monitored: monitored)
  }

  // MARK: Stopping

  /// A figure may be undefined for the validation rows at hand; then it can't decide anything.
  private func checkMonitor(_ summary: EpochSummary) throws {
    guard let monitor = configuration.earlyStopping?.monitor, summary[monitor] == nil else {
      return
    }
    throw DescentError(
      .badData,
      "early stopping can't watch \"\(monitor)\": it isn't defined for the validation rows",
      fix: "Watch val_loss, or validate on rows of every class.")
  }

  private func keepBest(_ parameters: Parameters) {
    guard let earlyStopping = configuration.earlyStopping else { return }
    let verdict = earlyStopping.verdict(
      history.column(earlyStopping.monitor), higherIsBetter: monitorWantsHigher)
    if verdict.bestEpoch == history.epochs.count {
      best = (history.epochs.count, parameters)
    }
  }

  private var shouldStop: Bool {
    guard let earlyStopping = configuration.earlyStopping, !history.epochs.isEmpty else {
      return false
    }
    return earlyStopping.verdict(
      history.column(earlyStopping.monitor), higherIsBetter: monitorWantsHigher
    ).shouldStop
  }

  private var monitorWantsHigher: Bool {
    guard let monitor = configuration.earlyStopping?.monitor else { return false }
    let name = monitor.hasPrefix("val_") ? String(monitor.dropFirst(4)) : monitor
    if name == "accuracy" { return true }
    return configuration.metrics.first { $0.name == name }?.higherIsBetter ?? false
  }

  private var keptEpoch: Int { best?.epoch ?? history.epochs.count }

  private func finish() -> TrainingEvent {
    phase = .finished
    let isComplete = history.epochs.count == configuration.epochs
    let outcome = TrainingOutcome(
      reason: isComplete ? .completed : .stoppedEarly, keptEpoch: keptEpoch)
    self.outcome = outcome
    return .finished(outcome)
  }
}

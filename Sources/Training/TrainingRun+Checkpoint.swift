import Basics
import Networks

extension TrainingRun {
  /// The training as it stands, between two calls of `next()`.
  ///
  /// Throws `DescentError` (usage) after an error: what comes after a fault would be wrong.
  public func checkpoint() throws -> TrainingCheckpoint {
    let isInEpoch: Bool
    switch phase {
    case .starting: isInEpoch = progress.step > 0
    case .epochBegins: isInEpoch = false
    case .inEpoch, .epochEnds: isInEpoch = true
    case .finished:
      guard outcome != nil else {
        throw DescentError(.usage, "a training that ended with an error has no checkpoint")
      }
      isInEpoch = false
    }
    return TrainingCheckpoint(
      trainer: trainer.snapshot, history: history,
      epoch: isInEpoch ? progress.checkpoint(last: lastResult) : nil,
      best: best.map { TrainingCheckpoint.Best(epoch: $0.epoch, parameters: $0.parameters) },
      conditions: conditions)
  }

  /// Goes on from a checkpoint, in a run that hasn't begun: what follows gives the same bits as it
  /// would have given there. The first event is `started` again.
  ///
  /// Throws `DescentError`: usage where this run has begun; bad data, with the name of what differs,
  /// where the checkpoint is of another configuration, network or number of rows, or where its parts
  /// don't fit together. That the rows themselves are the same is the caller's to see to; their
  /// `fingerprint` tells.
  public func restore(_ checkpoint: TrainingCheckpoint) throws {
    guard phase == .starting, trainer.stepCount == 0, history.epochs.isEmpty else {
      throw DescentError(
        .usage, "a training that has begun can't be restored", fix: "Make a new TrainingRun.")
    }
    try check(checkpoint)
    try trainer.restore(checkpoint.trainer)
    history = checkpoint.history
    monitored = history.epochs.compactMap(monitored(in:))
    best = checkpoint.best.map { ($0.epoch, $0.parameters) }
    guard let epoch = checkpoint.epoch else { return }
    progress = EpochProgress(epoch, isClassified: isClassified)
    progress.order = order(ofEpoch: history.epochs.count)
    lastResult = Trainer.StepResult(
      lossSum: epoch.lastLossSum, weightSum: epoch.lastWeightSum,
      gradientNorm: epoch.gradientNorm)
  }

  /// What must be the same where the training goes on.
  private var conditions: Settings {
    var settings = configuration.described
    settings["training rows"] = .integer(plan.trainingRows)
    settings["validation rows"] = .integer(plan.validationRows)
    return settings
  }

  private func check(_ checkpoint: TrainingCheckpoint) throws {
    let here = conditions
    for name in here.entries.map(\.name) + checkpoint.conditions.entries.map(\.name) {
      let (expected, found) = (here[name] ?? .null, checkpoint.conditions[name] ?? .null)
      guard expected != found else { continue }
      throw DescentError(
        .badData,
        "the checkpoint is of another training: \(name): expected \(text(expected)), "
          + "found \(text(found))")
    }
    let epochs = checkpoint.history.epochs.count
    let count = trainer.network.layout.count
    let steps = epochs.multipliedReportingOverflow(by: plan.stepsPerEpoch)
    let isWhole =
      epochs <= configuration.epochs && !steps.overflow
      && checkpoint.trainer.stepCount == steps.partialValue + checkpoint.step
      && (checkpoint.epoch.map { (1...plan.stepsPerEpoch).contains($0.step) } ?? true)
      && (checkpoint.epoch == nil || epochs < configuration.epochs)
      && (checkpoint.epoch?.startParameters.values.count ?? count) == count
      && (checkpoint.best?.parameters.values.count ?? count) == count
      && (checkpoint.best.map { (1...max(1, epochs)).contains($0.epoch) } ?? true)
      && (checkpoint.best == nil || configuration.earlyStopping != nil)
    guard isWhole else {
      throw DescentError(.badData, "the checkpoint's parts don't fit together")
    }
  }

  private func text(_ value: Value) -> String {
    (try? JSONWriter().text(value)) ?? value.found
  }
}

extension EpochProgress {
  /// The epoch as it goes into a checkpoint.
  fileprivate func checkpoint(last: Trainer.StepResult) -> TrainingCheckpoint.Epoch {
    TrainingCheckpoint.Epoch(
      step: step, seconds: seconds, startParameters: Parameters(startParameters),
      learningRate: learningRate, gradientNorm: gradientNorm, correct: correct, lossSum: lossSum,
      weightSum: weightSum, lastLossSum: last.lossSum, lastWeightSum: last.weightSum)
  }

  /// The epoch as it was; the order of the rows has to be worked out again.
  fileprivate init(_ epoch: TrainingCheckpoint.Epoch, isClassified: Bool) {
    self.init(isClassified: isClassified, lossSum: epoch.lossSum, weightSum: epoch.weightSum)
    step = epoch.step
    seconds = epoch.seconds
    startParameters = epoch.startParameters.values
    learningRate = epoch.learningRate
    gradientNorm = epoch.gradientNorm
    correct = epoch.correct
  }
}

/// What happens in a training, as values. `TrainingRun.next()` hands them out one by one.
public enum TrainingEvent: Sendable {
  /// The training is about to begin.
  case started(TrainingPlan)
  /// One step was taken.
  case stepEnded(StepSummary)
  /// An epoch ended and was validated.
  case epochEnded(EpochSummary)
  /// The training is over; nothing follows.
  case finished(TrainingOutcome)
}

/// What a training is going to do.
public struct TrainingPlan: Sendable, Equatable {
  /// Epochs at most.
  public var epochs: Int
  /// Steps in an epoch.
  public var stepsPerEpoch: Int
  /// Rows trained on; with sampling an epoch may have more or fewer.
  public var trainingRows: Int
  /// Rows validated on.
  public var validationRows: Int
  /// Rows in a batch; the last one of an epoch may be smaller.
  public var batchSize: Int
  /// Threads at work.
  public var threads: Int

  /// A plan.
  public init(
    epochs: Int, stepsPerEpoch: Int, trainingRows: Int, validationRows: Int, batchSize: Int,
    threads: Int
  ) {
    self.epochs = epochs
    self.stepsPerEpoch = stepsPerEpoch
    self.trainingRows = trainingRows
    self.validationRows = validationRows
    self.batchSize = batchSize
    self.threads = threads
  }
}

/// One step.
public struct StepSummary: Sendable, Equatable {
  /// The epoch, from 1.
  public var epoch: Int
  /// The step within the epoch, from 1.
  public var step: Int
  /// Rows in the batch.
  public var rows: Int
  /// The weighted mean loss of the batch before the step, without penalties.
  public var loss: Double
  /// The mean loss of the epoch up to here.
  public var runningLoss: Double
  /// The accuracy of the epoch up to here; nil for a regression.
  public var runningAccuracy: Double?
  /// The learning rate of the step.
  public var learningRate: Double

  /// A step.
  package init(
    epoch: Int, step: Int, rows: Int, loss: Double, runningLoss: Double, runningAccuracy: Double?,
    learningRate: Double
  ) {
    self.epoch = epoch
    self.step = step
    self.rows = rows
    self.loss = loss
    self.runningLoss = runningLoss
    self.runningAccuracy = runningAccuracy
    self.learningRate = learningRate
  }
}

/// How a training ended.
public struct TrainingOutcome: Sendable, Equatable {
  /// Why it ended.
  public enum Reason: Sendable, Equatable {
    /// All epochs are done.
    case completed
    /// The monitored figure stopped getting better.
    case stoppedEarly
  }

  /// Why it ended.
  public var reason: Reason
  /// The epoch whose weights were kept, from 1: the best one with early stopping, otherwise the last.
  public var keptEpoch: Int
}

import Basics
import Networks

/// Everything that a `Trainer` changes from step to step.
public struct TrainerSnapshot: Sendable, Equatable {
  /// The parameters as they are trained.
  public var parameters: Parameters
  /// Steps taken.
  public var stepCount: Int
  /// The optimizer's state: for each slot one scalar per parameter, in the order of the layout.
  public var optimizerState: [ContiguousArray<Scalar>]
  /// The moving average of the parameters; nil unless it is asked for.
  public var average: Parameters?

  /// A snapshot.
  public init(
    parameters: Parameters, stepCount: Int, optimizerState: [ContiguousArray<Scalar>],
    average: Parameters?
  ) {
    self.parameters = parameters
    self.stepCount = stepCount
    self.optimizerState = optimizerState
    self.average = average
  }
}

/// A training as it stands between two events: a value from which the rest can be trained, to the
/// same bits, by another process, on any number of threads.
///
///     let saved = try run.checkpoint()
///     ...
///     let again = try TrainingRun(network, configuration, training: data, validation: held)
///     try again.restore(saved)
///     try again.complete()
///
/// What follows from it isn't in it: the order of the rows follows from the seed and the epoch,
/// schedules and early stopping from the history, dropout masks from the seed and the step.
public struct TrainingCheckpoint: Sendable, Equatable {
  /// An epoch that has begun and isn't summed up yet.
  public struct Epoch: Sendable, Equatable {
    /// Steps taken in it.
    public var step: Int
    /// Seconds spent training in it.
    public var seconds: Double
    /// The parameters when it began.
    public var startParameters: Parameters
    /// The learning rate of the last step.
    public var learningRate: Double
    /// The l2 norm of the gradient in the last step.
    public var gradientNorm: Double
    /// The weight of the rows classified right.
    public var correct: Double
    /// The sum of the rows' losses, each times its weight.
    public var lossSum: Double
    /// The sum of the rows' weights.
    public var weightSum: Double
    /// Of these two sums, the part of the last step.
    public var lastLossSum: Double
    /// The part of the last step.
    public var lastWeightSum: Double

    /// An epoch.
    public init(
      step: Int, seconds: Double, startParameters: Parameters, learningRate: Double,
      gradientNorm: Double, correct: Double, lossSum: Double, weightSum: Double,
      lastLossSum: Double, lastWeightSum: Double
    ) {
      self.step = step
      self.seconds = seconds
      self.startParameters = startParameters
      self.learningRate = learningRate
      self.gradientNorm = gradientNorm
      self.correct = correct
      self.lossSum = lossSum
      self.weightSum = weightSum
      self.lastLossSum = lastLossSum
      self.lastWeightSum = lastWeightSum
    }
  }

  /// The best epoch so far, for early stopping.
  public struct Best: Sendable, Equatable {
    /// Its number, from 1.
    public var epoch: Int
    /// The parameters at its end.
    public var parameters: Parameters

    /// A best epoch.
    public init(epoch: Int, parameters: Parameters) {
      self.epoch = epoch
      self.parameters = parameters
    }
  }

  /// What the steps have changed.
  public var trainer: TrainerSnapshot
  /// The finished epochs.
  public var history: History
  /// The epoch that is under way; nil between two epochs.
  public var epoch: Epoch?
  /// The best epoch so far; nil without early stopping and before the first epoch's end.
  public var best: Best?
  /// What decides the rest of the training besides network and data, as `TrainingConfiguration`
  /// describes it, and the numbers of rows. It must be the same where the training is restored.
  public var conditions: Settings

  /// A checkpoint.
  public init(
    trainer: TrainerSnapshot, history: History, epoch: Epoch?, best: Best?, conditions: Settings
  ) {
    self.trainer = trainer
    self.history = history
    self.epoch = epoch
    self.best = best
    self.conditions = conditions
  }

  /// Steps taken in the epoch that is under way; 0 between two epochs.
  public var step: Int { epoch?.step ?? 0 }
}

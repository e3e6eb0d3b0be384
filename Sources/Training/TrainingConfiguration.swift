import Basics
import Kernels
import Networks

/// Everything that decides a training besides the network and the data.
///
/// A training is a pure function of network, configuration and data: the same three give the same
/// bits, on any number of threads.
public struct TrainingConfiguration: Sendable {
  /// What is made small.
  public var loss: any Loss
  /// The rule that moves the parameters; Adam unless stated.
  public var optimizer: any Optimizer
  /// The base learning rate; the optimizer's own default unless stated.
  public var learningRate: Double
  /// How the learning rate changes; constant unless stated.
  public var schedule: any Schedule
  /// Penalties, clipping, decay and averaging; none unless stated.
  public var regularization: Regularization
  /// Epochs at most; 20 unless stated.
  public var epochs: Int
  /// Rows per step; nil takes all rows at once. 32 unless stated.
  public var batchSize: Int?
  /// What is measured on validation and test rows besides the loss.
  public var metrics: [any Metric]
  /// How training pictures are changed at random; not at all unless stated.
  public var augmentation = Augmentation.none
  /// When to stop before the last epoch; nil never.
  public var earlyStopping: EarlyStopping?
  /// Whether the rows come in a new order in each epoch; true unless stated.
  public var shuffle: Bool
  /// The seed of everything random: initial parameters, order, dropout, augmentation; 0 unless stated.
  public var seed: UInt64
  /// Threads that share a step; 1 unless stated. Never changes a result.
  public var threads: Int

  /// Whether products with features that are 0 are left out; nil looks at the data. Never changes a
  /// result.
  public var skipsZeros: Bool?

  /// How the rows of an epoch are drawn; every training row once unless stated.
  public var sampling = Sampling.none

  /// What products of matrices are computed in while training; in full unless stated. Validation and
  /// predictions are always computed in full.
  public var precision = Precision.full

  /// A configuration; see the properties for the defaults.
  public init(
    loss: any Loss, optimizer: any Optimizer = Adam(), learningRate: Double? = nil,
    schedule: any Schedule = ConstantSchedule(), regularization: Regularization = Regularization(),
    epochs: Int = 20, batchSize: Int? = 32, metrics: [any Metric] = [],
    earlyStopping: EarlyStopping? = nil, shuffle: Bool = true, seed: UInt64 = 0, threads: Int = 1
  ) {
    self.loss = loss
    self.optimizer = optimizer
    self.learningRate = learningRate ?? optimizer.defaultLearningRate
    self.schedule = schedule
    self.regularization = regularization
    self.epochs = epochs
    self.batchSize = batchSize
    self.metrics = metrics
    self.earlyStopping = earlyStopping
    self.shuffle = shuffle
    self.seed = seed
    self.threads = threads
  }

  /// Throws `DescentError` (usage) for a value out of range.
  func check() throws {
    func refuse(_ name: String, _ value: Any, _ expected: String) -> DescentError {
      DescentError(.usage, "\(name): expected \(expected), found \(value)")
    }
    guard learningRate > 0, learningRate.isFinite else {
      throw refuse("learning rate", learningRate, "a number above 0")
    }
    guard epochs >= 1 else { throw refuse("epochs", epochs, "1 or more") }
    if let batchSize, batchSize < 1 { throw refuse("batch size", batchSize, "1 or more") }
    guard threads >= 1 else { throw refuse("threads", threads, "1 or more") }
    guard canMultiply(in: precision) else {
      throw DescentError(
        .usage, "precision: this processor has no instruction for \(precision.rawValue)",
        fix: "Leave the precision at full.")
    }
    try regularization.check()
    try augmentation.check()
  }
}

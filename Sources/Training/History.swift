import Basics

/// Everything measured in one epoch.
public struct EpochSummary: Sendable, Equatable {
  /// The number of the epoch, from 1.
  public var epoch: Int
  /// Steps taken in it.
  public var steps: Int
  /// Seconds spent training, without validation.
  public var seconds: Double
  /// Seconds spent on validation.
  public var validationSeconds: Double
  /// The learning rate of the last step.
  public var learningRate: Double
  /// The weighted mean loss over the rows as they were trained on, without penalties.
  public var loss: Double
  /// What l1 and l2 add to the loss, at the end of the epoch.
  public var penalty: Double
  /// The share of rows classified right as they were trained on; nil for a regression.
  public var accuracy: Double?
  /// The validation figures by metric name (`loss`, `accuracy`, …); empty without validation.
  public var validation: [NamedFigure]
  /// For each weight matrix, the l2 norm of its change over the epoch.
  public var weightChanges: [NamedFigure]
  /// The l2 norm of the gradient in the last step, before clipping.
  public var gradientNorm: Double

  /// An epoch that was measured earlier.
  package init(
    epoch: Int, steps: Int, seconds: Double, validationSeconds: Double, learningRate: Double,
    loss: Double, penalty: Double, accuracy: Double?, validation: [NamedFigure],
    weightChanges: [NamedFigure], gradientNorm: Double
  ) {
    self.epoch = epoch
    self.steps = steps
    self.seconds = seconds
    self.validationSeconds = validationSeconds
    self.learningRate = learningRate
    self.loss = loss
    self.penalty = penalty
    self.accuracy = accuracy
    self.validation = validation
    self.weightChanges = weightChanges
    self.gradientNorm = gradientNorm
  }

  /// A figure of this epoch by its column's name: `loss`, `accuracy`, `penalty`, `learning_rate`,
  /// `val_loss`, `val_…`; nil where there is none.
  public subscript(name: String) -> Double? {
    switch name {
    case "loss": loss
    case "accuracy": accuracy
    case "penalty": penalty
    case "learning_rate": learningRate
    case "gradient_norm": gradientNorm
    case "seconds": seconds
    default:
      name.hasPrefix("val_")
        ? validation.first { $0.name == name.dropFirst(4) }?.value : nil
    }
  }
}

/// A number with its name.
public struct NamedFigure: Sendable, Equatable {
  /// The name: of a metric, or of a parameter such as `layers.0.weight`.
  public var name: String
  /// The number.
  public var value: Double

  /// A figure.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// Everything measured in a training.
public struct History: Sendable, Equatable {
  /// The epochs in order.
  public var epochs: [EpochSummary] = []

  /// An empty history.
  public init() {}

  /// One figure over all epochs, by its column's name: not a number where an epoch has none, and empty
  /// where none has it.
  public func column(_ name: String) -> [Double] {
    let values = epochs.map { $0[name] }
    return values.contains { $0 != nil } ? values.map { $0 ?? .nan } : []
  }
}

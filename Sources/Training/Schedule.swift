import Basics

/// How the learning rate changes during a training.
///
/// A pure function of where the training is and what it has seen, without state of its own: a
/// resumed training continues as if nothing had happened.
public protocol Schedule: Described {
  /// What the base learning rate is multiplied with in a step.
  func factor(at position: TrainingPosition) -> Double
}

/// Where a training is.
public struct TrainingPosition: Sendable, Hashable {
  /// Steps taken before this one, over all epochs.
  public var step: Int
  /// Steps in one epoch.
  public var stepsPerEpoch: Int
  /// Epochs planned.
  public var epochs: Int
  /// The monitored figure after each finished epoch, such that lower is better: the validation loss,
  /// or the training loss where there is no validation.
  public var monitored: [Double]

  /// A position.
  public init(step: Int, stepsPerEpoch: Int, epochs: Int, monitored: [Double] = []) {
    self.step = step
    self.stepsPerEpoch = stepsPerEpoch
    self.epochs = epochs
    self.monitored = monitored
  }

  /// Finished epochs.
  public var epoch: Int { stepsPerEpoch > 0 ? step / stepsPerEpoch : 0 }
  /// Steps planned over all epochs.
  public var totalSteps: Int {
    let (product, overflow) = stepsPerEpoch.multipliedReportingOverflow(by: epochs)
    return overflow ? .max : product
  }
  /// The share of the planned steps that is done, 0 to 1.
  public var progress: Double {
    totalSteps > 0 ? min(1, Double(step) / Double(totalSteps)) : 0
  }
}

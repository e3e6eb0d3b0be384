import Basics
import Datasets
import Networks

/// What an epoch has seen up to now.
struct EpochProgress {
  var order: [Int] = []
  var step = 0
  /// Seconds spent training, without what the caller does between two events.
  var seconds = 0.0
  /// The parameters when the epoch began.
  var startParameters = ContiguousArray<Scalar>()
  var learningRate = 0.0
  var gradientNorm = 0.0
  /// The weight of the rows classified right.
  var correct = 0.0
  private(set) var lossSum: Double
  private(set) var weightSum: Double
  private(set) var isClassified: Bool

  /// The weighted mean loss.
  var loss: Double { weightSum > 0 ? lossSum / weightSum : 0 }
  /// The share of the rows' weight that was classified right.
  var accuracy: Double? { isClassified && weightSum > 0 ? correct / weightSum : nil }

  init(isClassified: Bool = false, lossSum: Double = 0, weightSum: Double = 0) {
    self.isClassified = isClassified
    self.lossSum = lossSum
    self.weightSum = weightSum
  }

  mutating func add(_ result: Trainer.StepResult, learningRate: Double) {
    step += 1
    self.learningRate = learningRate
    lossSum += result.lossSum
    weightSum += result.weightSum
    gradientNorm = result.gradientNorm
  }
}

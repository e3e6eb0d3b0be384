import Basics
import Datasets
import Networks

/// What an epoch has seen up to now.
struct EpochProgress {
  var order: [Int] = []
  var step = 0
  var startedAt = 0.0
  /// The parameters when the epoch began.
  var startParameters = ContiguousArray<Scalar>()
  var learningRate = 0.0
  var gradientNorm = 0.0
  /// Rows classified right.
  var correct = 0
  private var rows = 0
  private var lossSum = 0.0
  private var weightSum = 0.0
  private(set) var isClassified = false

  /// The weighted mean loss.
  var loss: Double { weightSum > 0 ? lossSum / weightSum : 0 }
  /// The share of rows classified right.
  var accuracy: Double? { isClassified && rows > 0 ? Double(correct) / Double(rows) : nil }

  init(isClassified: Bool = false) { self.isClassified = isClassified }

  mutating func add(_ result: Trainer.StepResult, rows: Int, learningRate: Double) {
    step += 1
    self.rows += rows
    self.learningRate = learningRate
    lossSum += result.lossSum
    weightSum += result.weightSum
    gradientNorm = result.gradientNorm
  }
}

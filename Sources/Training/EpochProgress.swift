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

/// The targets and weights of one batch, allocated once.
struct BatchBuffers {
  private var plain: ContiguousArray<Scalar>
  private var encoded: ContiguousArray<Scalar>
  private var weights: ContiguousArray<Scalar>
  /// Rows in the last batch.
  private(set) var lastRows = 0

  init(_ data: TrainingData, batchSize: Int) {
    plain = ContiguousArray(repeating: 0, count: batchSize * data.dataset.task.targetWidth)
    encoded = ContiguousArray(repeating: 0, count: batchSize * data.targetWidth)
    weights = ContiguousArray(repeating: 1, count: data.isWeighted ? batchSize : 0)
  }

  /// Loads a batch into the trainer's workspace and takes a step on it.
  mutating func step(
    _ batch: ArraySlice<Int>, of data: TrainingData, with trainer: Trainer, learningRate: Double
  ) -> Trainer.StepResult {
    let rows = batch.count
    lastRows = rows
    trainer.network.load(rows: rows, into: trainer.workspace) { features in
      var targets = plain.mutableSpan
      data.gather(batch, features: &features, targets: &targets)
    }
    var span = encoded.mutableSpan
    data.encode(plain.span, count: rows, into: &span)
    let targets = encoded.span.extracting(first: rows * data.targetWidth)
    guard data.isWeighted else {
      return trainer.step(rows: rows, targets: targets, weights: nil, learningRate: learningRate)
    }
    var weightSpan = weights.mutableSpan
    data.weights(batch, into: &weightSpan)
    return trainer.step(
      rows: rows, targets: targets, weights: weights.span.extracting(first: rows),
      learningRate: learningRate)
  }

  /// How many rows of the last batch the network classified right, from its outputs before the step.
  ///
  /// With one output the second class is chosen above the middle of the output's range: 0 for logits,
  /// 0.5 for probabilities.
  func correct(_ rows: Int, of data: TrainingData, _ trainer: Trainer) -> Int {
    let width = trainer.network.output.count
    let outputs = trainer.workspace.outputs(rows: rows)
    let isLogit = type(of: trainer.loss.outputActivation).kind == Sigmoid.kind
    var correct = 0
    for row in 0..<rows {
      let predicted: Int
      if width == 1 {
        predicted = outputs[row] > (isLogit ? 0 : 0.5) ? 1 : 0
      } else {
        var best = row * width
        for i in (row * width)..<((row + 1) * width) where outputs[i] > outputs[best] { best = i }
        predicted = best - row * width
      }
      if predicted == Int(plain[row]) { correct += 1 }
    }
    return correct
  }
}

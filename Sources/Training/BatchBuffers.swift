import Basics
import Datasets
import Networks

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
    // Taken out, so that spans of them don't hold on to all of self.
    var plain = take(&self.plain)
    var encoded = take(&self.encoded)
    var weights = take(&self.weights)
    defer { (self.plain, self.encoded, self.weights) = (plain, encoded, weights) }
    data.load(batch, into: trainer.workspace)
    var plainSpan = plain.mutableSpan
    data.dataset.gatherTargets(of: batch, into: &plainSpan)
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

  /// The weight of the rows of the last batch that the network classified right, from its outputs
  /// before the step.
  ///
  /// With one output the second class is chosen above the middle of the output's range: 0 for logits,
  /// 0.5 for probabilities.
  func correct(_ rows: Int, of data: TrainingData, _ trainer: Trainer) -> Double {
    let isLogit = type(of: trainer.loss.outputActivation).kind == Sigmoid.kind
    return trainer.workspace.withOutputs(rows: rows) { outputs in
      correct(outputs, rows, trainer.network.output.count, isLogit: isLogit)
    }
  }

  private func correct(
    _ outputs: Span<Scalar>, _ rows: Int, _ width: Int, isLogit: Bool
  ) -> Double {
    var correct = 0.0
    for row in 0..<rows {
      let predicted: Int
      if width == 1 {
        predicted = outputs[row] > (isLogit ? 0 : 0.5) ? 1 : 0
      } else {
        var best = row * width
        for i in (row * width)..<((row + 1) * width) where outputs[i] > outputs[best] { best = i }
        predicted = best - row * width
      }
      if predicted == Int(plain[row]) {
        correct += weights.isEmpty ? 1 : Double(weights[row])
      }
    }
    return correct
  }
}

/// Moves an array out and leaves an empty one, so that it isn't copied.
private func take(_ array: inout ContiguousArray<Scalar>) -> ContiguousArray<Scalar> {
  var taken = ContiguousArray<Scalar>()
  swap(&taken, &array)
  return taken
}

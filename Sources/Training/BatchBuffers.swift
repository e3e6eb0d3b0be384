import Basics
import Datasets
import Kernels
import Networks

// Unsafe: threads note the hits of disjoint rows in one region.

/// The targets and weights of one batch, allocated once.
struct BatchBuffers {
  private var plain: ContiguousArray<Scalar>
  private var encoded: ContiguousArray<Scalar>
  private var weights: ContiguousArray<Scalar>
  private let augmenter: Augmenter?
  /// 1 for each row of the last batch that was classified right, [batchSize].
  private let hits: Region
  /// Rows in the last batch.
  private(set) var lastRows = 0

  /// - Parameter augmenter: changes the rows; nil trains on them as they are.
  init(_ data: TrainingData, batchSize: Int, augmenter: Augmenter? = nil) {
    self.augmenter = augmenter
    let mixes = augmenter?.augmentation.mixup ?? 0 > 0
    let width = mixes ? data.mixedTargetWidth : data.isEncoded ? data.targetWidth : 0
    plain = ContiguousArray(repeating: 0, count: batchSize * data.dataset.task.targetWidth)
    encoded = ContiguousArray(
      repeating: 0, count: batchSize * width)
    weights = ContiguousArray(repeating: 1, count: data.isWeighted ? batchSize : 0)
    hits = Region(data.dataset.task.classes.isEmpty ? 0 : batchSize)
  }

  /// Takes a step of the trainer on a batch.
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
    var plainSpan = plain.mutableSpan
    data.dataset.gatherTargets(of: batch, into: &plainSpan)
    let stepCount = trainer.stepCount
    let mixes = augmenter?.mixes(rows: rows, step: stepCount) ?? []
    let isEncoded = data.isEncoded || !mixes.isEmpty
    if isEncoded {
      var span = encoded.mutableSpan
      if mixes.isEmpty {
        data.encode(plain.span, count: rows, into: &span)
      } else {
        data.encode(plain.span, mixes, into: &span)
      }
    }
    if data.isWeighted {
      var weightSpan = weights.mutableSpan
      if mixes.isEmpty {
        data.weights(batch, into: &weightSpan)
      } else {
        data.weights(batch, mixes, into: &weightSpan)
      }
    }
    let classes = plain.span
    let isClassified = hits.count > 0
    let width = trainer.network.output.count
    let threshold: Scalar = type(of: trainer.loss.outputActivation).kind == Sigmoid.kind ? 0 : 0.5
    let hits = hits
    func step(_ targets: Span<Scalar>, _ weights: Span<Scalar>?) -> Trainer.StepResult {
      trainer.step(
        rows: rows, targets: targets, weights: weights, learningRate: learningRate,
        load: { [augmenter] part, features in
          guard let augmenter else { return data.load(part, of: batch, into: &features) }
          augmenter.load(
            part, of: batch, from: data, step: stepCount, mixes: mixes, into: &features)
        },
        look: { part, outputs in
          guard isClassified else { return }
          var hits = MutableSpan(_unsafeStart: hits.part(part), count: part.count)
          noteHits(
            outputs, width: width, classes: classes.extracting(part), threshold: threshold, &hits)
        })
    }
    let used = rows * (mixes.isEmpty ? data.targetWidth : data.mixedTargetWidth)
    func step(_ weights: Span<Scalar>?) -> Trainer.StepResult {
      isEncoded
        ? step(encoded.span.extracting(first: used), weights)
        : step(plain.span.extracting(first: used), weights)
    }
    return data.isWeighted ? step(weights.span.extracting(first: rows)) : step(nil)
  }

  /// The weight of the rows of the last batch that the network classified right, from its outputs
  /// before the step. A mixed row is right where it is taken for its own class, which has the larger
  /// share.
  var correct: Double {
    let hits = Span(_unsafeStart: self.hits.part(0..<lastRows), count: lastRows)
    var sum = 0.0
    for row in 0..<lastRows where hits[row] != 0 {
      sum += weights.isEmpty ? 1 : Double(weights[row])
    }
    return sum
  }
}

/// Notes for each row whether its class has the largest output, the first of several.
///
/// With one output the second class is chosen above the threshold: 0 for logits, 0.5 for
/// probabilities.
private func noteHits(
  _ outputs: Span<Scalar>, width: Int, classes: Span<Scalar>, threshold: Scalar,
  _ hits: inout MutableSpan<Scalar>
) {
  if width == 1 {
    for row in 0..<hits.count {
      hits[row] = (outputs[row] > threshold ? 1 : 0) == classes[row] ? 1 : 0
    }
    return
  }
  withUnsafeTemporaryAllocation(of: Int32.self, capacity: hits.count) { places in
    places.initialize(repeating: 0)
    var span = MutableSpan(_unsafeElements: places)
    largestPlaces(outputs, width: width, into: &span)
    for row in 0..<hits.count { hits[row] = Scalar(places[row]) == classes[row] ? 1 : 0 }
  }
}

/// Moves an array out and leaves an empty one, so that it isn't copied.
private func take(_ array: inout ContiguousArray<Scalar>) -> ContiguousArray<Scalar> {
  var taken = ContiguousArray<Scalar>()
  swap(&taken, &array)
  return taken
}

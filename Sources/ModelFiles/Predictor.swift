import Basics
import Datasets
import Kernels
import Networks
import Synchronization
import Training

// Unsafe: the threads get pointers to disjoint rows of the caller's spans, for the length of a call.

/// Predicts with a model. Keeps its memory between calls, so make one per thread.
///
///     let predictor = Predictor(model)
///     var probabilities = ContiguousArray<Scalar>(repeating: 0, count: predictor.outputWidth)
///     var span = probabilities.mutableSpan
///     try predictor.predict(row.span, into: &span)
///
/// Nothing is allocated after it is made, unless predictions with labels are asked for. A row's
/// prediction has the same bits alone or in any batch, on any number of threads.
public final class Predictor {
  /// The model.
  public let model: Model
  /// Numbers in a row of features.
  public let inputWidth: Int
  /// Numbers in a row of predictions: one probability per class, or one value per target.
  public let outputWidth: Int
  private let workspace: Workspace
  /// The rows of a piece, one after the other.
  private let order: [Int]

  /// A predictor with memory for so many rows at once; longer inputs are taken in pieces.
  ///
  /// - Parameter threads: they share the rows; one row alone is for one thread.
  public init(_ model: Model, batchSize: Int = 256, threads: Int = 1) {
    self.model = model
    inputWidth = model.network.input.count
    let classes = model.task.classes.count
    outputWidth = classes > 0 ? classes : model.network.output.count
    order = Array(0..<max(1, batchSize))
    workspace = Workspace(
      for: model.network, capacity: batchSize, workers: Workers(threads), training: false)
  }

  /// Predicts one row or several.
  ///
  /// - Parameters:
  ///   - features: unscaled, [rows][inputWidth].
  ///   - predictions: written, [rows][outputWidth]: probabilities in the order of the model's classes
  ///     that add up to 1, or values in the order of its targets.
  ///   - rowsBefore: of the same input; errors count rows from there.
  ///
  /// Throws `DescentError`: bad data where the features aren't a whole count of rows, where one isn't
  /// finite, or where an output isn't (what `predictions` holds then means nothing); usage where the
  /// predictions have no room.
  public func predict(
    _ features: Span<Scalar>, into predictions: inout MutableSpan<Scalar>, after rowsBefore: Int = 0
  ) throws {
    let rows = features.count / inputWidth
    guard rows * inputWidth == features.count else {
      throw DescentError(
        .badData,
        "the model takes rows of \(inputWidth) features; \(features.count) numbers are not "
          + "a whole count of rows")
    }
    guard predictions.count >= rows * outputWidth else {
      throw DescentError(
        .usage,
        "\(counted(rows, "row")) of \(counted(outputWidth, "prediction")) need room for "
          + "\(grouped(rows * outputWidth)) numbers, and there is room for "
          + grouped(predictions.count))
    }
    try features.withUnsafeBufferPointer { features in
      try predictions.withUnsafeMutableBufferPointer { predictions in
        for first in stride(from: 0, to: rows, by: workspace.capacity) {
          try run(
            min(workspace.capacity, rows - first), after: rowsBefore + first,
            features.extracting((first * inputWidth)...),
            predictions.extracting((first * outputWidth)...))
        }
      }
    }
  }

  /// Whether features reach the network as they are.
  private var isPlain: Bool {
    model.scaling.scaling == .none || model.scaling.scaling == .unit && model.scaling.divisor == 1
  }

  private func notFinite(_ features: UnsafeBufferPointer<Scalar>, after first: Int) -> DescentError
  {
    let place = features.firstIndex { !$0.isFinite } ?? 0
    return DescentError(
      .badData,
      "row \(first + place / inputWidth + 1), feature \(place % inputWidth + 1) is "
        + "\(features[place]), not a finite number")
  }

  /// Some rows that the workspace has room for, from the start of both buffers; `first` rows came
  /// before them.
  private func run(
    _ rows: Int, after first: Int, _ features: UnsafeBufferPointer<Scalar>,
    _ predictions: UnsafeMutableBufferPointer<Scalar>
  ) throws {
    nonisolated(unsafe) let features = features
    nonisolated(unsafe) let predictions = predictions
    let faults = Atomic<Int>(0)
    let width = model.network.output.count
    let all = Span(_unsafeElements: features)
    func look(_ part: Range<Int>, _ rows: Span<Scalar>) {
      if !rows.allFinite { faults.add(1, ordering: .relaxed) }
    }
    func finish(_ part: Range<Int>, _ outputs: Span<Scalar>) {
      let range = (part.lowerBound * width)..<(part.upperBound * width)
      for i in 0..<outputs.count { predictions[range.lowerBound + i] = outputs[i] }
      var span = MutableSpan(_unsafeElements: predictions.extracting(range))
      model.loss.outputActivation.apply(&span, width: width)
      model.targetScaling.undo(on: &span)
    }
    if isPlain {
      model.network.infer(
        rows: rows, features: all, parameters: model.parameters, in: workspace, look: look,
        finish: finish)
    } else {
      let isDivided = model.scaling.scaling == .unit
      model.network.infer(
        rows: rows, parameters: model.parameters, in: workspace,
        load: { part, span in
          let place = (part.lowerBound * inputWidth)..<(part.upperBound * inputWidth)
          look(part, all.extracting(place))
          gather(
            all, rows: order[part], width: inputWidth,
            scaling: isDivided ? .divide(by: Scalar(model.scaling.divisor)) : .plain, into: &span)
          if !isDivided { model.scaling.apply(to: &span, width: inputWidth) }
        }, finish: finish)
    }
    guard faults.load(ordering: .relaxed) == 0 else {
      throw notFinite(features.extracting(0..<(rows * inputWidth)), after: first)
    }
    let outputs = predictions.extracting(0..<(rows * width))
    guard Span(_unsafeElements: outputs).allFinite else {
      let place = outputs.firstIndex { !$0.isFinite } ?? 0
      let row = place / width
      throw model.overflow(
        "row \(first + row + 1)", features[(row * inputWidth)..<((row + 1) * inputWidth)],
        output: outputs[place])
    }
    guard width < outputWidth else { return }
    // One output for two classes is the probability of the second. From behind, so that nothing is
    // written over before it is read.
    for row in (0..<rows).reversed() {
      (predictions[2 * row], predictions[2 * row + 1]) = Predictions.pair(predictions[row])
    }
  }
}

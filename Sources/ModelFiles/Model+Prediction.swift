import Basics
import Datasets
import Kernels
import Networks
import Training

/// What a model says of one row.
public struct Prediction: Sendable, Equatable {
  /// The class index with the highest probability; nil for a regression.
  public var classIndex: Int?
  /// Its name.
  public var label: String?
  /// One probability per class; empty for a regression.
  public var probabilities: [Scalar]
  /// The predicted numbers; empty for a classification.
  public var values: [Scalar]

  /// The probability of the label.
  public var probability: Scalar? { classIndex.map { probabilities[$0] } }

  /// The most probable classes, best first: index and probability.
  public func top(_ count: Int) -> [(classIndex: Int, probability: Scalar)] {
    let order = probabilities.indices.sorted {
      probabilities[$0] != probabilities[$1] ? probabilities[$0] > probabilities[$1] : $0 < $1
    }
    return order.prefix(max(0, count)).map { ($0, probabilities[$0]) }
  }
}

/// Predicts with a model. Keeps its memory between calls, so make one per thread.
///
/// A row's prediction has the same bits alone or in any batch.
public final class Predictor {
  /// The model.
  public let model: Model
  private let workspace: Workspace

  /// A predictor with memory for so many rows at once; longer inputs are taken in pieces.
  public init(_ model: Model, batchSize: Int = 256, threads: Int = 1) {
    self.model = model
    workspace = Workspace(
      for: model.network, capacity: batchSize, workers: Workers(threads), training: false)
  }

  /// Predictions for rows of unscaled features, [rows][features].
  ///
  /// Throws `DescentError` (bad data) where the count isn't a multiple of the model's features or a
  /// value isn't finite.
  public func predict(_ features: ContiguousArray<Scalar>) throws -> [Prediction] {
    let width = model.network.input.count
    guard features.count % width == 0 else {
      throw DescentError(
        .badData,
        "the model takes rows of \(width) features; \(features.count) numbers are not "
          + "a whole count of rows")
    }
    if let place = features.firstIndex(where: { !$0.isFinite }) {
      throw DescentError(
        .badData,
        "row \(place / width + 1), feature \(place % width + 1) is \(features[place]), "
          + "not a finite number")
    }
    var predictions: [Prediction] = []
    predictions.reserveCapacity(features.count / width)
    let rows = features.count / width
    for start in stride(from: 0, to: rows, by: workspace.capacity) {
      let count = min(workspace.capacity, rows - start)
      model.network.load(rows: count, into: workspace) { part, span in
        let first = (start + part.lowerBound) * width
        for i in 0..<span.count { span[i] = features[first + i] }
        model.scaling.apply(to: &span, width: width)
      }
      predictions += try run(count, after: start)
    }
    return predictions
  }

  /// Runs the rows in the workspace; `first` rows came before them.
  private func run(_ rows: Int, after first: Int) throws -> [Prediction] {
    model.network.forward(
      rows: rows, parameters: model.parameters, in: workspace, mode: .inference)
    var outputs = workspace.outputs(rows: rows)
    let width = model.network.output.count
    var span = outputs.mutableSpan
    model.loss.outputActivation.apply(&span, width: width)
    if let place = outputs.firstIndex(where: { !$0.isFinite }) {
      throw DescentError(
        .badData,
        "row \(first + place / width + 1): the model's output is \(outputs[place]), not a finite number",
        fix: "The row or the model's weights are out of range; train again with scaled features.")
    }
    return (0..<rows).map { row in
      prediction(Array(outputs[(row * width)..<((row + 1) * width)]))
    }
  }

  private func prediction(_ outputs: [Scalar]) -> Prediction {
    let classes = model.task.classes
    if classes.isEmpty {
      return Prediction(classIndex: nil, label: nil, probabilities: [], values: outputs)
    }
    let probabilities = Predictions.probabilities(outputs, classes: classes.count)
    var best = 0
    for i in probabilities.indices where probabilities[i] > probabilities[best] { best = i }
    return Prediction(
      classIndex: best, label: classes[best], probabilities: probabilities, values: [])
  }
}

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

extension Model {
  /// Whether the numbers that it gives for classes are probabilities, each from 0 to 1.
  ///
  /// They are where the loss or the last layer ends in a sigmoid or a softmax. Otherwise (squared error
  /// on a linear output) they are scores: the larger, the likelier, but of any size.
  public var givesProbabilities: Bool {
    func isBounded(_ function: any ActivationFunction) -> Bool {
      function is Sigmoid || function is Softmax
    }
    if isBounded(loss.outputActivation) { return true }
    switch network.layers.last {
    case let dense as Dense: return isBounded(dense.activation)
    case let activation as Activation: return isBounded(activation.function)
    default: return false
    }
  }
}

extension Predictor {
  /// Predictions for rows of unscaled features, [rows][features], with labels.
  ///
  /// - Parameter rowsBefore: of the same input; errors count rows from there.
  ///
  /// Throws `DescentError` (bad data) where the count isn't a multiple of the model's features or a
  /// value isn't finite.
  public func predict(
    _ features: ContiguousArray<Scalar>, after rowsBefore: Int = 0
  ) throws -> [Prediction] {
    let rows = features.count / inputWidth
    var outputs = ContiguousArray<Scalar>(repeating: 0, count: rows * outputWidth)
    var span = outputs.mutableSpan
    try predict(features.span, into: &span, after: rowsBefore)
    return (0..<rows).map { row in
      prediction(Array(outputs[(row * outputWidth)..<((row + 1) * outputWidth)]))
    }
  }

  private func prediction(_ outputs: [Scalar]) -> Prediction {
    let classes = model.task.classes
    if classes.isEmpty {
      return Prediction(classIndex: nil, label: nil, probabilities: [], values: outputs)
    }
    var best = 0
    for i in outputs.indices where outputs[i] > outputs[best] { best = i }
    return Prediction(
      classIndex: best, label: classes[best], probabilities: outputs, values: [])
  }
}

import Basics
import Datasets

/// A figure that says how good predictions are.
public protocol Metric: Sendable {
  /// The name of its column: `accuracy`, `roc_auc`.
  var name: String { get }
  /// Whether more is better.
  var higherIsBetter: Bool { get }
  /// The figure; nil where it isn't defined for this data.
  func value(_ predictions: Predictions) -> Double?
}

/// What a model says of some rows, beside what is true.
public struct Predictions: Sendable {
  /// What is predicted.
  public let task: Task
  /// For classes one probability each, [rows][classes]; for numbers the values, [rows][targets].
  public let outputs: ContiguousArray<Scalar>
  /// Class indices, [rows], or numbers, [rows][targets].
  public let targets: ContiguousArray<Scalar>
  /// The weight of each row, [rows]; nil where all count the same.
  public let weights: ContiguousArray<Scalar>?
  /// The loss of each row, [rows]; nil where it wasn't measured.
  public let rowLosses: ContiguousArray<Scalar>?

  /// Predictions.
  ///
  /// - Parameter outputs: after the output activation, [rows][width]. A classifier with a single
  ///   output gives the probability p of the second class; it becomes [1 - p, p].
  public init(
    task: Task, outputs: ContiguousArray<Scalar>, targets: ContiguousArray<Scalar>,
    weights: ContiguousArray<Scalar>? = nil, rowLosses: ContiguousArray<Scalar>? = nil
  ) {
    self.task = task
    self.targets = targets
    self.weights = weights
    self.rowLosses = rowLosses
    let classes = task.classes.count
    if classes == 2 && outputs.count == targets.count {
      var pairs = ContiguousArray<Scalar>(repeating: 0, count: 2 * outputs.count)
      for (row, output) in outputs.enumerated() {
        (pairs[2 * row], pairs[2 * row + 1]) = Self.pair(output)
      }
      self.outputs = pairs
    } else {
      self.outputs = outputs
    }
  }

  /// The number of rows.
  public var rows: Int { task.targetWidth > 0 ? targets.count / task.targetWidth : 0 }
  /// Numbers in a row of outputs.
  public var width: Int { rows > 0 ? outputs.count / rows : 0 }
  /// The number of classes; 0 for numbers.
  public var classes: Int { task.classes.count }

  /// The weight of a row.
  public func weight(_ row: Int) -> Double { weights.map { Double($0[row]) } ?? 1 }
  /// The true class of a row.
  public func target(_ row: Int) -> Int { Int(targets[row]) }
  /// The most probable class of a row, the first of equals.
  public func predictedClass(_ row: Int) -> Int {
    var best = row * width
    for i in (row * width)..<((row + 1) * width) where outputs[i] > outputs[best] { best = i }
    return best - row * width
  }

  /// The outputs of one row as one probability per class: p becomes [1 - p, p].
  ///
  /// A network trained with a squared error may give a score outside of 0 to 1; it is limited.
  public static func probabilities(_ outputs: [Scalar], classes: Int) -> [Scalar] {
    guard outputs.count == 1, classes == 2 else { return outputs }
    let pair = pair(outputs[0])
    return [pair.first, pair.second]
  }

  /// The probabilities of two classes from the score of the second, limited to 0 to 1.
  public static func pair(_ score: Scalar) -> (first: Scalar, second: Scalar) {
    let p = min(max(score, 0), 1)
    return (1 - p, p)
  }
}

/// The weighted mean of the rows' losses.
public struct LossMetric: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `loss`
  public var name: String { "loss" }
  /// Less is better.
  public var higherIsBetter: Bool { false }

  /// sum of w loss / sum of w
  public func value(_ predictions: Predictions) -> Double? {
    guard let losses = predictions.rowLosses else { return nil }
    return weightedMean(predictions) { Double(losses[$0]) }
  }
}

/// The weighted mean over the rows of some figure, in Double; nil without rows of weight.
func weightedMean(_ predictions: Predictions, _ figure: (Int) -> Double) -> Double? {
  var sum = 0.0
  var total = 0.0
  for row in 0..<predictions.rows {
    let weight = predictions.weight(row)
    // A row without weight must not spoil the mean, whatever its figure.
    if weight != 0 { sum += weight * figure(row) }
    total += weight
  }
  return total > 0 ? sum / total : nil
}

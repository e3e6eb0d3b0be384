import Basics

/// The mean negative logarithm of the true class's probability.
///
/// Probabilities are divided by their row's sum and kept at least the type's epsilon away from 0, as
/// scikit-learn does.
public struct LogLoss: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `log_loss`
  public var name: String { "log_loss" }
  /// Less is better.
  public var higherIsBetter: Bool { false }

  /// - sum of w log p / sum of w
  public func value(_ predictions: Predictions) -> Double? {
    guard predictions.classes > 0 else { return nil }
    let width = predictions.width
    let least = Double(Scalar.ulpOfOne)
    return weightedMean(predictions) { row in
      var sum = 0.0
      for j in 0..<width { sum += Double(predictions.outputs[row * width + j]) }
      guard sum.isFinite else { return .nan }
      let p = Double(predictions.outputs[row * width + predictions.target(row)])
      return -Portable.log(min(max(sum > 0 ? p / sum : 0, least), 1 - least))
    }
  }
}

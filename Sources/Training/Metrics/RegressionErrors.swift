import Basics

/// The mean of the squared errors over rows and targets. For classes, against one-hot targets.
public struct MeanSquaredErrorMetric: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `mean_squared_error`
  public var name: String { "mean_squared_error" }
  /// Less is better.
  public var higherIsBetter: Bool { false }

  /// sum of w mean of (y - t)^2 / sum of w
  public func value(_ predictions: Predictions) -> Double? {
    weightedMean(predictions) { row in meanError(predictions, row) { $0 * $0 } }
  }
}

/// The mean of the absolute errors over rows and targets. For classes, against one-hot targets.
public struct MeanAbsoluteErrorMetric: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `mean_absolute_error`
  public var name: String { "mean_absolute_error" }
  /// Less is better.
  public var higherIsBetter: Bool { false }

  /// sum of w mean of |y - t| / sum of w
  public func value(_ predictions: Predictions) -> Double? {
    weightedMean(predictions) { row in meanError(predictions, row, { $0.magnitude }) }
  }
}

/// The mean over a row's outputs of some function of the error.
private func meanError(
  _ predictions: Predictions, _ row: Int, _ function: (Double) -> Double
) -> Double {
  let width = predictions.width
  var sum = 0.0
  for j in 0..<width {
    let target =
      predictions.classes > 0
      ? (predictions.target(row) == j ? 1 : 0) : Double(predictions.targets[row * width + j])
    sum += function(Double(predictions.outputs[row * width + j]) - target)
  }
  return sum / Double(width)
}

/// The share of the targets' variance that is explained: 1 - sum (y - t)^2 / sum (t - mean t)^2,
/// averaged over the targets.
///
/// A constant target gives 1 where it is met exactly and 0 otherwise, as in scikit-learn.
public struct R2: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `r2`
  public var name: String { "r2" }
  /// More is better.
  public var higherIsBetter: Bool { true }

  /// The mean of R2 over the targets; nil for classes and for fewer than two rows.
  public func value(_ predictions: Predictions) -> Double? {
    let width = predictions.width
    guard predictions.classes == 0, predictions.rows >= 2 else { return nil }
    var sum = 0.0
    for j in 0..<width {
      let target = { (row: Int) in Double(predictions.targets[row * width + j]) }
      guard let mean = weightedMean(predictions, target) else { return nil }
      var residual = 0.0
      var spread = 0.0
      for row in 0..<predictions.rows {
        let weight = predictions.weight(row)
        let error = Double(predictions.outputs[row * width + j]) - target(row)
        residual += weight * error * error
        spread += weight * (target(row) - mean) * (target(row) - mean)
      }
      sum += spread > 0 ? 1 - residual / spread : (residual == 0 ? 1 : 0)
    }
    return sum / Double(width)
  }
}

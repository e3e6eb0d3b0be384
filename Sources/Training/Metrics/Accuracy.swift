import Basics

/// The share of rows whose most probable class is the true one.
public struct Accuracy: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `accuracy`
  public var name: String { "accuracy" }
  /// More is better.
  public var higherIsBetter: Bool { true }

  /// Rows classified right over all rows, weighted.
  public func value(_ predictions: Predictions) -> Double? {
    guard predictions.classes > 0 else { return nil }
    return weightedMean(predictions) { row in
      predictions.predictedClass(row) == predictions.target(row) ? 1 : 0
    }
  }
}

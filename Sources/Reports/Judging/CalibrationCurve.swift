import Training

/// Whether a model is right as often as it says: rows by the probability of the class that they were given,
/// in bins of equal width.
///
/// The expected calibration error is the mean over the rows of |accuracy - confidence| of their bin: Guo
/// and others, "On calibration of modern neural networks", ICML 2017.
public struct CalibrationCurve: Sendable, Equatable {
  /// Rows of about the same confidence.
  public struct Bin: Sendable, Equatable {
    /// Where it begins.
    public var lower: Double
    /// Where it ends; the last one holds its end.
    public var upper: Double
    /// The weight of its rows.
    public var weight: Double
    /// The mean probability of the predicted class; nil without rows.
    public var confidence: Double?
    /// The share of its rows that were given the right class; nil without rows.
    public var accuracy: Double?
  }

  /// The bins from 0 to 1.
  public let bins: [Bin]
  /// The expected calibration error, from 0 to 1.
  public let expectedError: Double

  /// The curve; nil for numbers, without rows, and where a probability is not a number.
  ///
  /// - Parameter count: how many bins.
  public init?(_ predictions: Predictions, bins count: Int = 10) {
    guard predictions.classes > 1, predictions.rows > 0, count > 0 else { return nil }
    var sums = Array(repeating: (weight: 0.0, confidence: 0.0, right: 0.0), count: count)
    for row in 0..<predictions.rows {
      let given = predictions.predictedClass(row)
      let confidence = Double(predictions.outputs[row * predictions.width + given])
      guard confidence.isFinite else { return nil }
      let place = min(max(Int(min(max(confidence, 0), 1) * Double(count)), 0), count - 1)
      let weight = predictions.weight(row)
      sums[place].weight += weight
      sums[place].confidence += weight * confidence
      sums[place].right += given == predictions.target(row) ? weight : 0
    }
    let total = sums.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return nil }
    bins = sums.enumerated().map { index, sum in
      Bin(
        lower: Double(index) / Double(count), upper: Double(index + 1) / Double(count),
        weight: sum.weight, confidence: sum.weight > 0 ? sum.confidence / sum.weight : nil,
        accuracy: sum.weight > 0 ? sum.right / sum.weight : nil)
    }
    expectedError = sums.reduce(0) { $0 + ($1.right - $1.confidence).magnitude } / total
  }
}

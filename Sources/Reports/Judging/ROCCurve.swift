import Training

/// How many rows of a class are found, and how many others are taken for it, at every threshold of its
/// probability (receiver operating characteristic).
///
/// Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 2006.
public struct ROCCurve: Sendable, Equatable {
  /// What comes of one threshold.
  public struct Point: Sendable, Equatable {
    /// Rows from this probability on are taken for the class; infinite at the first point.
    public var threshold: Double
    /// The share of the other rows that are taken for it.
    public var falsePositiveRate: Double
    /// The share of its rows that are.
    public var truePositiveRate: Double
  }

  /// From (0, 0) to (1, 1), a point for each probability that occurs.
  public let points: [Point]
  /// The area below the curve; ties count half.
  public let area: Double

  /// The curve of one class against the rest; nil where it has no rows or all of them, or a probability is
  /// not a number.
  public init?(_ predictions: Predictions, of wanted: Int) {
    guard let scores = ClassScores(predictions, of: wanted), scores.positives > 0,
      scores.negatives > 0
    else { return nil }
    var points = [Point(threshold: .infinity, falsePositiveRate: 0, truePositiveRate: 0)]
    var (positive, negative, area) = (0.0, 0.0, 0.0)
    for group in scores.groups {
      area += group.negative * (positive + group.positive / 2)
      positive += group.positive
      negative += group.negative
      points.append(
        Point(
          threshold: group.score, falsePositiveRate: negative / scores.negatives,
          truePositiveRate: positive / scores.positives))
    }
    self.points = points
    self.area = area / (scores.positives * scores.negatives)
  }
}

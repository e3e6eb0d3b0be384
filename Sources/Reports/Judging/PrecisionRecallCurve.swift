import Training

/// How many of the rows that are taken for a class are of it, and how many of its rows are found, at every
/// threshold of its probability.
///
/// Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.
public struct PrecisionRecallCurve: Sendable, Equatable {
  /// What comes of one threshold.
  public struct Point: Sendable, Equatable {
    /// Rows from this probability on are taken for the class.
    public var threshold: Double
    /// The share of those that are of it.
    public var precision: Double
    /// The share of its rows that are taken for it.
    public var recall: Double
  }

  /// A point for each probability that occurs, the highest first.
  public let points: [Point]
  /// sum over the points of (recall - recall before) precision; nothing is drawn between points.
  public let averagePrecision: Double
  /// The share of the class among all rows: the precision of guessing.
  public let prevalence: Double

  /// The curve of one class against the rest; nil where it has no rows, or a probability is not a number.
  public init?(_ predictions: Predictions, of wanted: Int) {
    guard let scores = ClassScores(predictions, of: wanted), scores.positives > 0 else {
      return nil
    }
    var points: [Point] = []
    var (positive, taken, average) = (0.0, 0.0, 0.0)
    for group in scores.groups where group.positive + group.negative > 0 {
      positive += group.positive
      taken += group.positive + group.negative
      let precision = positive / taken
      average += group.positive / scores.positives * precision
      points.append(
        Point(
          threshold: group.score, precision: precision, recall: positive / scores.positives))
    }
    self.points = points
    averagePrecision = average
    prevalence = scores.positives / (scores.positives + scores.negatives)
  }
}

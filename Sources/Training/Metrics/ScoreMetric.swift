import Basics

/// Which figure of a classification report.
public enum Score: String, Sendable, Hashable, CaseIterable {
  /// Right ones among those given the class.
  case precision
  /// Right ones among those of the class.
  case recall
  /// The harmonic mean of both.
  case f1
}

/// How the classes are averaged.
public enum Average: String, Sendable, Hashable, CaseIterable {
  /// Every class counts the same.
  case macro
  /// Every class counts by its rows.
  case weighted
}

/// Precision, recall or F1, averaged over the classes.
public struct ScoreMetric: Metric, Hashable {
  private let score: Score
  private let average: Average

  /// A score and how it is averaged.
  public init(_ score: Score, _ average: Average) {
    self.score = score
    self.average = average
  }

  /// `f1_macro`
  public var name: String { "\(score.rawValue)_\(average.rawValue)" }
  /// More is better.
  public var higherIsBetter: Bool { true }

  /// The figure of the report; nil for numbers.
  public func value(_ predictions: Predictions) -> Double? {
    guard predictions.classes > 0, predictions.rows > 0 else { return nil }
    let report = ClassificationReport(ConfusionMatrix(predictions))
    let line = average == .macro ? report.macro : report.weighted
    switch score {
    case .precision: return line.precision
    case .recall: return line.recall
    case .f1: return line.f1
    }
  }
}

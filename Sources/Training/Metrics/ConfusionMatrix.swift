import Basics
import Datasets

/// How often rows of each true class were given each class, weighted.
public struct ConfusionMatrix: Sendable, Equatable {
  /// The class names.
  public let classes: [String]
  /// Weighted counts, [true class][predicted class].
  public private(set) var counts: [[Double]]

  /// Counts predictions. Classes may be empty for numbers; then so is the matrix.
  public init(_ predictions: Predictions) {
    classes = predictions.task.classes
    counts = Array(repeating: Array(repeating: 0, count: classes.count), count: classes.count)
    guard !classes.isEmpty else { return }
    for row in 0..<predictions.rows {
      counts[predictions.target(row)][predictions.predictedClass(row)] += predictions.weight(row)
    }
  }

  /// Rows of a true class.
  public func support(_ index: Int) -> Double { counts[index].reduce(0, +) }
  /// Rows given a class.
  public func predicted(_ index: Int) -> Double { counts.reduce(0) { $0 + $1[index] } }
  /// All rows.
  public var total: Double { counts.reduce(0) { $0 + $1.reduce(0, +) } }
}

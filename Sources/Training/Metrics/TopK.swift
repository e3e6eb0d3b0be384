import Basics

/// The share of rows whose true class is among the k most probable ones.
///
/// Classes of equal probability are taken in the order of their names' list.
public struct TopK: Metric, Hashable {
  /// How many classes count.
  public let k: Int

  /// 5 classes unless stated.
  public init(_ k: Int = 5) { self.k = k }
  /// `top_5_accuracy`
  public var name: String { "top_\(k)_accuracy" }
  /// More is better.
  public var higherIsBetter: Bool { true }

  /// Rows with their class among the best k over all rows, weighted.
  public func value(_ predictions: Predictions) -> Double? {
    guard predictions.classes > 0 else { return nil }
    let width = predictions.width
    return weightedMean(predictions) { row in
      let target = predictions.target(row)
      let score = predictions.outputs[row * width + target]
      if score.isNaN { return 0 }
      var before = 0
      for j in 0..<width {
        let other = predictions.outputs[row * width + j]
        if other > score || (other == score && j < target) { before += 1 }
      }
      return before < k ? 1 : 0
    }
  }
}

import Basics

/// The area under the receiver operating characteristic: how likely a row of the class gets a higher
/// probability of it than a row of another class, ties counting half.
///
/// For two classes that of the second; for more the plain mean of each class against the rest. Nil
/// where a class has no rows or all of them; NaN where a probability is. Hanley and McNeil, "The meaning and use of the area under
/// a receiver operating characteristic curve", Radiology 1982.
public struct ROCAUC: Metric, Hashable {
  /// The metric.
  public init() {}
  /// `roc_auc`
  public var name: String { "roc_auc" }
  /// More is better.
  public var higherIsBetter: Bool { true }

  /// The area, weighted.
  public func value(_ predictions: Predictions) -> Double? {
    let classes = predictions.classes
    guard classes >= 2, predictions.rows > 0 else { return nil }
    if classes == 2 { return area(predictions, of: 1) }
    let areas = (0..<classes).compactMap { area(predictions, of: $0) }
    return areas.count == classes ? areas.reduce(0, +) / Double(classes) : nil
  }

  /// One class against the rest: walks up the scores, groups of equal ones at once.
  private func area(_ predictions: Predictions, of wanted: Int) -> Double? {
    let width = predictions.width
    let score = { (row: Int) in predictions.outputs[row * width + wanted] }
    // NaN is equal to nothing, itself included: there is no order of the rows.
    if (0..<predictions.rows).contains(where: { score($0).isNaN }) { return .nan }
    let order = (0..<predictions.rows).sorted { score($0) < score($1) }
    var positives = 0.0
    var negatives = 0.0
    var area = 0.0
    var start = 0
    while start < order.count {
      var here = (positive: 0.0, negative: 0.0)
      var end = start
      while end < order.count && score(order[end]) == score(order[start]) {
        let weight = predictions.weight(order[end])
        if predictions.target(order[end]) == wanted {
          here.positive += weight
        } else {
          here.negative += weight
        }
        end += 1
      }
      area += here.positive * (negatives + here.negative / 2)
      positives += here.positive
      negatives += here.negative
      start = end
    }
    return positives > 0 && negatives > 0 ? area / (positives * negatives) : nil
  }
}

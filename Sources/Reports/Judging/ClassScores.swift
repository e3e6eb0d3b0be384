import Training

/// One class against the rest: the rows by how probable the model holds the class, the most probable
/// first, in groups of equal ones.
struct ClassScores {
  /// Rows of one probability.
  struct Group {
    /// Their probability.
    var score: Double
    /// The weight of those that are of the class.
    var positive: Double
    /// The weight of the others.
    var negative: Double
  }

  let groups: [Group]
  /// The weight of all rows of the class.
  let positives: Double
  /// The weight of all others.
  let negatives: Double

  /// Nil where a probability is not a number, or there is no such class.
  init?(_ predictions: Predictions, of wanted: Int) {
    let width = predictions.width
    guard predictions.rows > 0, wanted >= 0, wanted < predictions.classes else { return nil }
    let scores = (0..<predictions.rows).map { Double(predictions.outputs[$0 * width + wanted]) }
    if scores.contains(where: \.isNaN) { return nil }
    var groups: [Group] = []
    for row in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
      if groups.last?.score != scores[row] {
        groups.append(Group(score: scores[row], positive: 0, negative: 0))
      }
      let weight = predictions.weight(row)
      if predictions.target(row) == wanted {
        groups[groups.count - 1].positive += weight
      } else {
        groups[groups.count - 1].negative += weight
      }
    }
    self.groups = groups
    positives = groups.reduce(0) { $0 + $1.positive }
    negatives = groups.reduce(0) { $0 + $1.negative }
  }
}

import Testing
import Training

@Suite struct ScoreMetricTests {
  @Test func averagesByHand() throws {
    // Class 0: 1 of 2 right, none wrongly; class 1: 2 of 2 right, 1 wrongly.
    let found = predictions(
      [1, 0, 0, 1, 0, 1, 0, 1], [0, 0, 1, 1], classes: 2, weights: [1, 1, 1, 5])
    func expect(_ score: Score, _ average: Average, _ expected: Double) throws {
      let value = try #require(ScoreMetric(score, average).value(found))
      #expect((value - expected).magnitude < 1e-12, "\(score) \(average)")
    }
    try expect(.recall, .macro, 0.75)
    try expect(.recall, .weighted, 0.875)
    try expect(.precision, .macro, 0.928571428571428572)
    try expect(.f1, .macro, 0.794871794871794872)
  }

  @Test func names() {
    #expect(ScoreMetric(.f1, .macro).name == "f1_macro")
    #expect(ScoreMetric(.recall, .weighted).name == "recall_weighted")
  }
}

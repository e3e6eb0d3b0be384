import TestSupport
import Testing
import Training

@Suite struct ScoreMetricTests {
  @Test func golden() throws {
    for average in Average.allCases {
      for score in Score.allCases {
        try expectGoldenMetric(ScoreMetric(score, average), cases: 9)
      }
    }
  }

  @Test func notDefined() {
    #expect(ScoreMetric(.f1, .macro).value(predictions([], [], classes: 2)) == nil)
    #expect(ScoreMetric(.f1, .macro).value(predictions(numbers: [1], [1])) == nil)
  }
}

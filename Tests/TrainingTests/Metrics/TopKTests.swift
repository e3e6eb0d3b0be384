import Testing
import Training

@Suite struct TopKTests {
  @Test func golden() throws {
    for k in [1, 2, 3, 5] { try expectGoldenMetric(TopK(k), cases: 2) }
  }

  @Test func firstOfEqualsComesFirst() {
    // All equal: the class is among the best k where its index is below k.
    let equal = predictions(
      [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25], [1, 3], classes: 4)
    #expect((1...5).map { TopK($0).value(equal) } == [0, 0.5, 0.5, 1, 1])
  }

  @Test func bestOneIsTheAccuracy() throws {
    for item in try MetricCase.all() {
      #expect(TopK(1).value(item.predictions) == Accuracy().value(item.predictions))
    }
  }

  @Test func whatIsNotANumberIsNotRight() {
    #expect(TopK(2).value(predictions([.nan, .nan, .nan], [0], classes: 3)) == 0)
  }
}

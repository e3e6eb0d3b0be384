import Testing
import Training

@Suite struct AccuracyTests {
  @Test func golden() throws { try expectGoldenMetric(Accuracy(), cases: 9) }

  @Test func oneProbabilityForTwoClasses() {
    #expect(
      Accuracy().value(predictions([0.25, 0.75, 0.5, 0.625], [0, 1, 0, 0], classes: 2)) == 0.75)
  }

  @Test func notDefined() {
    #expect(Accuracy().value(predictions([], [], classes: 3)) == nil)
    #expect(Accuracy().value(predictions([0, 1], [0], classes: 2, weights: [0])) == nil)
    #expect(Accuracy().value(predictions(numbers: [1], [1])) == nil)
  }
}

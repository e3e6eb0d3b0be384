import Testing
import Training

@Suite struct AccuracyTests {
  @Test func oneProbabilityForTwoClasses() {
    let found = predictions([0.25, 0.75, 0.5, 0.625], [0, 1, 0, 0], classes: 2)
    #expect(Accuracy().value(found) == 0.75)
  }

  @Test func weightsCount() {
    let found = predictions([0.75, 0.25, 0.75, 0.25], [0, 1], classes: 2, weights: [3, 1])
    #expect(Accuracy().value(found) == 0.75)
  }

  @Test func notDefined() {
    #expect(Accuracy().value(predictions([], [], classes: 3)) == nil)
    #expect(Accuracy().value(predictions([0, 1], [0], classes: 2, weights: [0])) == nil)
  }
}

import Testing
import Training

@Suite struct ROCAUCTests {
  @Test func golden() throws { try expectGoldenMetric(ROCAUC(), cases: 4) }

  @Test func ties() {
    #expect(ROCAUC().value(predictions([0.5, 0.5, 0.5], [0, 1, 1], classes: 2)) == 0.5)
    #expect(ROCAUC().value(predictions([0.25, 0.5, 0.5], [0, 0, 1], classes: 2)) == 0.75)
    #expect(ROCAUC().value(predictions([0.75, 0.25], [0, 1], classes: 2)) == 0)
  }

  @Test func notDefinedForOneClass() {
    #expect(ROCAUC().value(predictions([0.25, 0.5], [0, 0], classes: 2)) == nil)
    #expect(ROCAUC().value(predictions([0.25, 0.5], [1, 1], classes: 2)) == nil)
    #expect(
      ROCAUC().value(predictions([0.25, 0.5, 0.25, 0.5, 0.25, 0.25], [0, 1], classes: 3)) == nil)
    #expect(ROCAUC().value(predictions([], [], classes: 2)) == nil)
    #expect(ROCAUC().value(predictions(numbers: [1], [1])) == nil)
    // A row of weight 0 is not there.
    #expect(
      ROCAUC().value(predictions([0.25, 0.5], [0, 1], classes: 2, weights: [1, 0])) == nil)
  }

  @Test func whatIsNotANumberHasNoOrder() {
    #expect(ROCAUC().value(predictions([0.25, .nan], [0, 1], classes: 2))?.isNaN == true)
  }
}

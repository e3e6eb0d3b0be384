import Testing
import Training

@Suite struct RegressionErrorsTests {
  @Test func golden() throws {
    try expectGoldenMetric(MeanSquaredErrorMetric(), cases: 4)
    try expectGoldenMetric(MeanAbsoluteErrorMetric(), cases: 4)
    try expectGoldenMetric(R2(), cases: 4)
  }

  @Test func classesAreOneHot() {
    let two = predictions([0.75, 0.25, 0, 1], [0, 0], classes: 2)
    #expect(MeanSquaredErrorMetric().value(two) == (0.0625 + 1) / 2)
    #expect(MeanAbsoluteErrorMetric().value(two) == (0.25 + 1) / 2)
    #expect(R2().value(two) == nil)
  }

  @Test func notDefinedForTooFewRows() {
    #expect(R2().value(predictions(numbers: [1], [1])) == nil)
    #expect(R2().value(predictions(numbers: [1, 2], [1, 2], weights: [0, 0])) == nil)
    #expect(MeanSquaredErrorMetric().value(predictions(numbers: [], [])) == nil)
  }
}

import TestSupport
import Testing
import Training

@Suite struct ConfusionMatrixTests {
  @Test func golden() throws {
    let cases = try MetricCase.having("confusion")
    #expect(cases.count == 9)
    for item in cases {
      let matrix = ConfusionMatrix(item.predictions)
      let expected = try item.line.scalars("confusion")
      #expect(matrix.counts.flatMap { $0 } == expected.map { Double($0) })
    }
  }

  @Test func rowsAreTrueAndColumnsPredicted() {
    let matrix = ConfusionMatrix(
      predictions([0.25, 0.75, 0.75, 0.25], [0, 0], classes: 2, weights: [2, 0.5]))
    #expect(matrix.counts == [[0.5, 2], [0, 0]])
    #expect(matrix.classes == ["n0", "n1"])
    #expect([matrix.support(0), matrix.support(1)] == [2.5, 0])
    #expect([matrix.predicted(0), matrix.predicted(1)] == [0.5, 2])
    #expect(matrix.total == 2.5)
  }

  @Test func numbersHaveNone() {
    #expect(ConfusionMatrix(predictions(numbers: [1], [1])).counts.isEmpty)
  }
}

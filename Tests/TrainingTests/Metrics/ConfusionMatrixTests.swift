import Basics
import Datasets
import TestSupport
import Testing
import Training

@Suite struct ConfusionMatrixTests {
  @Test("Weighted counts agree with scikit-learn, rows true and columns predicted")
  func golden() throws {
    var count = 0
    for line in try Fixture.cases("metrics", .module) where line.table["confusion"] != nil {
      let matrix = ConfusionMatrix(try goldenPredictions(line))
      let golden = try #require(try line.value("confusion").list).map { try #require($0.number) }
      let name = try line.value("name").text ?? ""
      #expect(matrix.counts.flatMap { $0 } == golden, "\(name)")
      #expect(matrix.total == golden.reduce(0, +))
      count += 1
    }
    #expect(count >= 9)
  }

  @Test("A mistake stands in the row of what was true")
  func orientation() {
    let matrix = ConfusionMatrix(
      Predictions(
        task: .classification(classes: ["a", "b"]), outputs: [0, 1, 0, 1, 1, 0],
        targets: [0, 0, 0],
        weights: [1, 2, 4]))
    #expect(matrix.counts == [[4, 3], [0, 0]])
    #expect(matrix.support(0) == 7)
    #expect(matrix.predicted(1) == 3)
  }

  @Test("Numbers have no classes to confuse")
  func numbers() {
    let matrix = ConfusionMatrix(
      Predictions(task: .regression(targets: ["y"]), outputs: [1], targets: [2]))
    #expect(matrix.classes.isEmpty && matrix.counts.isEmpty)
  }
}

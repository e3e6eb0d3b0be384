import Basics
import Datasets
import TestSupport
import Testing
import Training

@Suite struct TopKTests {
  private let predictions = Predictions(
    task: .classification(classes: ["a", "b", "c"]),
    outputs: [0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5, 0.375, 0.375, 0.25],
    targets: [1, 0, 2, 1])

  @Test("The first classes of equal probability are taken, as for the accuracy")
  func ties() {
    #expect(TopK(1).value(predictions) == Accuracy().value(predictions))
    #expect(TopK(1).value(predictions) == 0.25)
    #expect(TopK(2).value(predictions) == 1)
    let last = Predictions(
      task: .classification(classes: ["a", "b", "c"]), outputs: [0.5, 0.25, 0.25], targets: [2])
    #expect(TopK(2).value(last) == 0)
  }

  @Test("As many as there are classes is always right")
  func all() {
    #expect(TopK(3).value(predictions) == 1)
    #expect(TopK(5).name == "top_5_accuracy")
  }
}

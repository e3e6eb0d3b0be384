import Basics
import Datasets
import TestSupport
import Testing
import Training

@Suite struct ROCAUCTests {
  private func area(_ scores: ContiguousArray<Scalar>, _ targets: ContiguousArray<Scalar>)
    -> Double?
  {
    ROCAUC().value(
      Predictions(task: .classification(classes: ["a", "b"]), outputs: scores, targets: targets))
  }

  @Test("Every pair counts 1 in order, 0 out of order and half in a tie")
  func pairs() {
    #expect(area([0.125, 0.25, 0.75, 0.875], [0, 0, 1, 1]) == 1)
    #expect(area([0.125, 0.25, 0.75, 0.875], [1, 1, 0, 0]) == 0)
    #expect(area([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1]) == 0.5)
    #expect(area([0.125, 0.5, 0.5, 0.875], [0, 0, 1, 1]) == 0.875)
  }

  @Test("With one class alone there is no area")
  func oneClass() {
    #expect(area([0.25, 0.5], [1, 1]) == nil)
    #expect(area([0.25, 0.5], [0, 0]) == nil)
    let three = Predictions(
      task: .classification(classes: ["a", "b", "c"]), outputs: [1, 0, 0, 0, 1, 0], targets: [0, 1])
    #expect(ROCAUC().value(three) == nil)
  }

  @Test("Scores that are not numbers have no order and end the count")
  func notANumber() throws {
    #expect(try #require(area([.nan, 0.5, 0.25, .nan], [0, 1, 0, 1])).isNaN)
    #expect(area([0, 1], [0, 1]) == 1)
  }
}

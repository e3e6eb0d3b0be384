import Basics
import Datasets
import TestSupport
import Testing
import Training

@Suite struct RegressionErrorsTests {
  private func r2(
    _ outputs: ContiguousArray<Scalar>, _ targets: ContiguousArray<Scalar>, width: Int = 1
  ) -> Double? {
    R2().value(
      Predictions(
        task: .regression(targets: (0..<width).map { "y\($0)" }), outputs: outputs, targets: targets
      ))
  }

  @Test("R2 is 1 for the targets themselves, 0 for their mean, and below 0 for worse")
  func r2() {
    #expect(r2([1, 2, 6], [1, 2, 6]) == 1)
    #expect(r2([3, 3, 3], [1, 2, 6]) == 0)
    #expect(r2([6, 2, 1], [1, 2, 6]) ?? 1 < 0)
    #expect(r2([1, 3, 2, 3, 6, 3], [1, 1, 2, 3, 6, 5], width: 2) == 0.5)
  }

  @Test("A constant target gives 1 where it is met, else 0; one row alone gives nothing")
  func constant() {
    #expect(r2([3, 3], [3, 3]) == 1)
    #expect(r2([3, 4], [3, 3]) == 0)
    #expect(r2([3], [3]) == nil)
  }

  @Test("Errors of classes are taken against one-hot targets")
  func classes() {
    let predictions = Predictions(
      task: .classification(classes: ["a", "b"]), outputs: [0.75, 0.25, 0.5, 0.5], targets: [0, 1])
    #expect(MeanSquaredErrorMetric().value(predictions) == (0.0625 + 0.25) / 2)
    #expect(MeanAbsoluteErrorMetric().value(predictions) == (0.25 + 0.5) / 2)
  }
}

import Basics
import Testing
import Training

@Suite struct MetricTests {
  @Test func lossIsTheWeightedMean() {
    let metric = LossMetric()
    #expect(metric.value(predictions(numbers: [0, 0], [0, 0], losses: [1, 3])) == 2)
    #expect(
      metric.value(predictions(numbers: [0, 0], [0, 0], weights: [1, 3], losses: [1, 3])) == 2.5)
    // A row without weight doesn't count, whatever its loss.
    #expect(
      metric.value(predictions(numbers: [0, 0], [0, 0], weights: [1, 0], losses: [1, .nan])) == 1)
    #expect(metric.value(predictions(numbers: [0], [0])) == nil)
  }

  @Test func oneOutputBecomesTwoProbabilities() {
    let two = predictions([0.25, 1.5, -0.5], [0, 1, 0], classes: 2)
    #expect(two.outputs == [0.75, 0.25, 0, 1, 1, 0])
    #expect(two.width == 2 && two.rows == 3)
    #expect([0, 1, 2].map(two.predictedClass) == [0, 1, 0])
    #expect(Predictions.probabilities([0.25], classes: 3) == [0.25])
  }

  @Test func firstOfEqualsIsPredicted() {
    #expect(predictions([0.5, 0.5], [1], classes: 2).predictedClass(0) == 0)
    #expect(predictions([0.25, 0.375, 0.375], [1], classes: 3).predictedClass(0) == 1)
  }

  @Test func namesOfTheCatalog() throws {
    let names = MetricCatalog.standard.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(try MetricCatalog.metric(name).name == name)
      let dashed = String(name.map { $0 == "_" ? "-" : $0 })
      #expect(try MetricCatalog.metric(dashed).name == name)
    }
    #expect(try MetricCatalog.metric("top-7-accuracy").name == "top_7_accuracy")
    for wrong in ["top_0_accuracy", "top_accuracy", "top__accuracy", "top_x_accuracy", ""] {
      #expect(refusal(.usage) { _ = try MetricCatalog.metric(wrong) }?.hasPrefix("unknown") == true)
    }
    let text = refusal(.usage) { _ = try MetricCatalog.metric("acuracy") }
    #expect(
      text?.hasPrefix("unknown metric \"acuracy\". Did you mean \"accuracy\"? Known: loss, ")
        == true)
  }

  @Test func whichWayIsBetter() throws {
    let lower = Set(MetricCatalog.standard.filter { !$0.higherIsBetter }.map(\.name))
    #expect(lower == ["loss", "log_loss", "mean_squared_error", "mean_absolute_error"])
  }
}

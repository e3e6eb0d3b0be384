import Basics
import Datasets
import TestSupport
import Testing
import Training

@Suite struct MetricTests {
  @Test("Every metric agrees with scikit-learn")
  func golden() throws {
    var seen: Set<String> = []
    for line in try Fixture.cases("metrics", .module) {
      let predictions = try goldenPredictions(line)
      let name = try line.value("name").text ?? ""
      for metric in MetricCatalog.standard + [TopK(1), TopK(2)] {
        // scikit-learn raises probabilities of 0 to the epsilon of their type.
        let isFloatLogLoss = metric is LogLoss && Scalar.self == Float.self
        let key = isFloatLogLoss ? "log_loss_float" : metric.name
        guard let golden = line.table[key]?.number else { continue }
        let found = try #require(metric.value(predictions), "\(name): \(metric.name)")
        #expect((found - golden).magnitude < 1e-6, "\(name): \(metric.name)")
        seen.insert(metric.name)
      }
    }
    // The loss comes from the network; all others must have been compared.
    #expect(Set(MetricCatalog.standard.map(\.name)).subtracting(seen) == ["loss"])
  }

  @Test("Metrics of classes are not defined for numbers, and the other way round")
  func undefined() {
    let numbers = Predictions(
      task: .regression(targets: ["y"]), outputs: [1, 2, 4], targets: [1, 2, 3])
    let classes = Predictions(
      task: .classification(classes: ["a", "b"]), outputs: [0.25, 0.75], targets: [0, 1])
    func names(_ predictions: Predictions) -> [String] {
      MetricCatalog.standard.filter { $0.value(predictions) != nil }.map(\.name)
    }
    #expect(names(numbers) == ["mean_squared_error", "mean_absolute_error", "r2"])
    #expect(!names(classes).contains("r2"))
    #expect(!names(classes).contains("loss"))
    #expect(names(classes).contains("accuracy"))
  }

  @Test("Without rows, or with rows of no weight, nothing is defined")
  func empty() {
    for task in [Datasets.Task.regression(targets: ["y"]), .classification(classes: ["a", "b"])] {
      let none = Predictions(task: task, outputs: [], targets: [], rowLosses: [])
      let weightless = Predictions(
        task: task, outputs: [1, 0], targets: [1, 0], weights: [0, 0], rowLosses: [1, 2])
      for metric in MetricCatalog.standard {
        #expect(metric.value(none) == nil, "\(metric.name)")
        let value = metric.value(weightless)
        // Averages over classes are 0 where no class is there.
        let isScore = metric is ScoreMetric && !task.classes.isEmpty
        #expect(value == nil || (isScore && value == 0), "\(metric.name)")
      }
    }
  }

  @Test("The loss is the weighted mean of the rows' losses; rows of no weight don't count")
  func loss() {
    func value(_ losses: ContiguousArray<Scalar>?, _ weights: ContiguousArray<Scalar>?) -> Double? {
      LossMetric().value(
        Predictions(
          task: .regression(targets: ["y"]), outputs: [0, 0, 0], targets: [0, 0, 0],
          weights: weights, rowLosses: losses))
    }
    #expect(value([1, 2, 6], nil) == 3)
    #expect(value([1, 2, 6], [3, 0, 1]) == 2.25)
    #expect(value([1, .infinity, 6], [3, 0, 1]) == 2.25)
    #expect(value([1, .infinity, 6], nil) == .infinity)
    #expect(value(nil, nil) == nil)
  }

  @Test("A single output p becomes the probabilities 1 - p and p, limited to 0 to 1")
  func singleOutput() {
    let predictions = Predictions(
      task: .classification(classes: ["a", "b"]), outputs: [0.25, 0.75, 0.5, -2, 3],
      targets: [0, 1, 0, 0, 1])
    #expect(predictions.outputs == [0.75, 0.25, 0.25, 0.75, 0.5, 0.5, 1, 0, 0, 1])
    #expect((0..<5).map(predictions.predictedClass) == [0, 1, 0, 0, 1])
    #expect(predictions.width == 2)
    #expect(Accuracy().value(predictions) == 1)
  }

  @Test("Sums are in Double: over a million rows a sum in Float would be off by far more")
  func sumsInDouble() {
    let count = 1 << 20
    let predictions = Predictions(
      task: .regression(targets: ["y"]), outputs: ContiguousArray(repeating: 0.1, count: count),
      targets: ContiguousArray(repeating: 0, count: count))
    let error = Double(Scalar(0.1))
    let found = MeanAbsoluteErrorMetric().value(predictions) ?? .nan
    #expect((found / error - 1).magnitude < 1e-9)
  }

  @Test("Which way is better")
  func directions() {
    let lower: Set = ["loss", "log_loss", "mean_squared_error", "mean_absolute_error"]
    for metric in MetricCatalog.standard {
      #expect(metric.higherIsBetter == !lower.contains(metric.name), "\(metric.name)")
    }
  }

  @Test("Outputs that are not numbers are never taken for good ones")
  func notANumber() throws {
    let predictions = Predictions(
      task: .classification(classes: ["a", "b", "c"]),
      outputs: [.nan, .nan, .nan, 0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0, 0, 1], targets: [1, 0, 1, 2])
    #expect(try #require(ROCAUC().value(predictions)).isNaN)
    #expect(try #require(LogLoss().value(predictions)).isNaN)
    #expect(Accuracy().value(predictions) == 0.75)
    #expect(TopK(2).value(predictions) == 0.75)
  }
}

/// The predictions of a line of the fixture.
func goldenPredictions(_ line: Fixture) throws -> Predictions {
  let classes = try line.integer("classes")
  let weights = try line.scalars("weights")
  let task: Datasets.Task
  if classes > 0 {
    task = .classification(classes: (0..<classes).map { "class \($0)" })
  } else {
    task = .regression(targets: (0..<(try line.integer("target_width"))).map { "y\($0)" })
  }
  return Predictions(
    task: task, outputs: try line.scalars("outputs"), targets: try line.scalars("targets"),
    weights: weights.isEmpty ? nil : weights)
}

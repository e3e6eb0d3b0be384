import Basics
import Datasets
import TestSupport
import Testing
import Training

/// A case of metrics.json.
struct MetricCase {
  let line: Fixture
  let predictions: Predictions

  init(_ line: Fixture) throws {
    self.line = line
    let classes = try line.integer("classes")
    let width = classes == 0 ? try line.integer("target_width") : classes
    let names = (0..<width).map { "n\($0)" }
    let weights = try line.scalars("weights")
    predictions = Predictions(
      task: classes == 0 ? .regression(targets: names) : .classification(classes: names),
      outputs: try line.scalars("outputs"), targets: try line.scalars("targets"),
      weights: weights.isEmpty ? nil : weights)
  }

  static func all() throws -> [MetricCase] {
    try Fixture.cases("metrics", .module).map(MetricCase.init)
  }

  /// The cases for which scikit-learn gives a figure.
  static func having(_ name: String) throws -> [MetricCase] {
    try all().filter { $0.line.table[name] != nil }
  }
}

/// Compares a metric with scikit-learn's figure in every case that has one.
func expectGoldenMetric(_ metric: some Metric, cases count: Int) throws {
  let cases = try MetricCase.having(metric.name)
  #expect(cases.count == count)
  for item in cases {
    let found = try #require(metric.value(item.predictions))
    let expected = try item.line.number(metric.name)
    let name = item.line.table["name"]?.text ?? ""
    #expect((found - expected).magnitude < 1e-6, "\(metric.name): \(name)")
  }
}

/// Predictions of classes.
func predictions(
  _ outputs: ContiguousArray<Scalar>, _ targets: ContiguousArray<Scalar>, classes: Int,
  weights: ContiguousArray<Scalar>? = nil
) -> Predictions {
  Predictions(
    task: .classification(classes: (0..<classes).map { "n\($0)" }), outputs: outputs,
    targets: targets, weights: weights)
}

/// Predictions of one number.
func predictions(
  numbers outputs: ContiguousArray<Scalar>, _ targets: ContiguousArray<Scalar>,
  weights: ContiguousArray<Scalar>? = nil, losses: ContiguousArray<Scalar>? = nil
) -> Predictions {
  Predictions(
    task: .regression(targets: ["t"]), outputs: outputs, targets: targets, weights: weights,
    rowLosses: losses)
}

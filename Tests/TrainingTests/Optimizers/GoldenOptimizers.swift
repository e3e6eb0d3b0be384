import Basics
import Networks
import TestSupport
import Testing
import Training

/// What a case of optimizers.json says.
struct OptimizerCase {
  let line: Fixture
  let optimizer: any Optimizer
  var regularization = Regularization()

  init(_ line: Fixture) throws {
    self.line = line
    optimizer = try OptimizerCatalog.standard.make(line.value("optimizer"), path: "optimizer")
    for entry in try #require(try line.value("regularization").table).entries {
      let value = try #require(entry.value.number)
      switch entry.name {
      case "l1": regularization.l1 = value
      case "l2": regularization.l2 = value
      case "weight_decay": regularization.weightDecay = value
      case "max_norm": regularization.maxNorm = value
      case "clip_value": regularization.clipValue = value
      case "clip_norm": regularization.clipNorm = value
      case "average_decay": regularization.averageDecay = value
      default: Issue.record("unknown regularization \(entry.name)")
      }
    }
  }

  /// All cases; those without anything but the rule, or those with.
  static func all(regularized: Bool) throws -> [OptimizerCase] {
    try Fixture.cases("optimizers", .module).map(OptimizerCase.init)
      .filter { ($0.regularization != Regularization()) == regularized }
  }

  var kind: String { type(of: optimizer).kind }

  /// Runs the small network: losses, norms and parameters at the end.
  func run() throws -> (losses: [Double], norms: [Double], end: ContiguousArray<Scalar>) {
    let network = try Network(input: [3], layers: [Dense(4, activation: .tanh), Dense(2)])
    let rows = try line.integer("rows")
    let trainer = Trainer(
      network, loss: MeanSquaredError(), optimizer: optimizer, regularization: regularization,
      parameters: Parameters(try line.scalars("start")), batchSize: rows)
    let features = try line.scalars("features")
    let targets = try line.scalars("targets")
    let rate = try line.number("learning_rate")
    let count = try line.scalars("losses").count
    let batches = targets.count / 2 / rows
    let results = try (0..<count).map { step in
      let first = step % batches * rows
      return try trainer.step(
        features: ContiguousArray(features[(3 * first)..<(3 * (first + rows))]),
        targets: ContiguousArray(targets[(2 * first)..<(2 * (first + rows))]), learningRate: rate)
    }
    return (results.map(\.loss), results.map(\.gradientNorm), trainer.finalParameters.values)
  }

  /// Compares losses, norms and the last parameters with PyTorch's.
  func expectGolden() throws {
    let (losses, norms, end) = try run()
    func expect(_ found: ContiguousArray<Scalar>, _ name: String) throws {
      let error = difference(found, try line.scalars(name))
      #expect(error < stepsTolerance, "\(kind) \(optimizer.settings): \(name)")
    }
    try expect(ContiguousArray(losses.map { Scalar($0) }), "losses")
    try expect(end, "end")
    if line.table["gradient_norms"] != nil {
      try expect(ContiguousArray(norms.map { Scalar($0) }), "gradient_norms")
    }
  }
}

/// Compares all cases of a rule with PyTorch's results; there must be some.
func expectGolden(_ kind: String, cases count: Int) throws {
  let cases = try OptimizerCase.all(regularized: false).filter { $0.kind == kind }
  #expect(cases.count == count)
  for item in cases { try item.expectGolden() }
}

/// The parameters after some steps of a rule on gradients that are given, and its state.
func steps(
  _ optimizer: any Optimizer, from start: ContiguousArray<Scalar>,
  gradients: [ContiguousArray<Scalar>], rate: Double = 0.1
) -> ContiguousArray<Scalar> {
  var parameters = start
  var state = ContiguousArray<Scalar>(repeating: 0, count: start.count * optimizer.stateSlots)
  for (index, gradient) in gradients.enumerated() {
    var parameterSpan = parameters.mutableSpan
    var stateSpan = state.mutableSpan
    optimizer.update(
      &parameterSpan, gradient: gradient.span, state: &stateSpan,
      step: OptimizerStep(number: index + 1, learningRate: rate))
  }
  return parameters
}

/// A setting out of range must be refused with its path, what was expected and what was found.
func expectRefused(_ kind: String, _ setting: String, _ value: Double, _ expected: String) {
  let settings: Settings = [setting: .number(value)]
  let text = refusal(.badData) {
    _ = try OptimizerCatalog.standard.make(kind: kind, settings: settings, path: "optimizer")
  }
  let found = Value.number(value).found
  #expect(text == "optimizer.\(setting): expected \(expected), found \(found)")
}

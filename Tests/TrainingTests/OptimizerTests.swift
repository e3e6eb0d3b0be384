import Basics
import Networks
import TestSupport
import Testing
import Training

@Suite struct OptimizerTests {
  @Test("Fifty steps on a small network agree with PyTorch, for every optimizer")
  func golden() throws {
    let tolerance = Scalar.self == Float.self ? 1e-5 : 1e-10
    var kinds: Set<String> = []
    for line in try Fixture.cases("optimizers", .module) {
      let optimizer = try makeOptimizer(line.value("optimizer"))
      let run = try train(line, with: optimizer)
      let detail = "\(optimizer), \(try line.value("regularization"))"
      let (parameters, end) = (run.parameters.values, try line.scalars("end"))
      #expect(relativeError(parameters, end) < tolerance, "\(detail)")
      #expect(relativeError(run.losses, try line.scalars("losses")) < tolerance, "\(detail)")
      if line.table["gradient_norms"] != nil {
        let norms = try line.scalars("gradient_norms")
        #expect(relativeError(run.norms, norms) < 10 * tolerance, "\(detail)")
      }
      kinds.insert(type(of: optimizer).kind)
    }
    #expect(kinds == Set(OptimizerCatalog.standard.kinds))
  }

  @Test("No two optimizers take the same way")
  func allDiffer() throws {
    let line = try #require(try Fixture.cases("optimizers", .module).first)
    let ends = try OptimizerCatalog.standard.kinds.map { kind in
      (kind, try train(line, with: makeOptimizer(.text(kind))).parameters.values)
    }
    let start = try line.scalars("start")
    for (index, (kind, end)) in ends.enumerated() {
      #expect(difference(end, start) > 1e-3, "\(kind) did not move")
      for (other, otherEnd) in ends[..<index] {
        #expect(difference(end, otherEnd) > 1e-6, "\(kind) goes where \(other) goes")
      }
    }
  }

  @Test("The settings of every optimizer make the same optimizer again")
  func settingsRoundTrip() throws {
    for line in try Fixture.cases("optimizers", .module) {
      let optimizer = try makeOptimizer(line.value("optimizer"))
      #expect(try makeOptimizer(optimizer.described).described == optimizer.described)
      for entry in try line.value("optimizer").table?.entries ?? [] where entry.name != "kind" {
        #expect(optimizer.settings[entry.name] == entry.value)
      }
    }
  }

  @Test(
    "A stretch updated in two parts gets the same bits", arguments: OptimizerCatalog.standard.kinds)
  func parts(kind: String) throws {
    let optimizer = try makeOptimizer(.text(kind))
    let count = 13
    var whole = Stretch(optimizer, points(count, seed: 1))
    var first = Stretch(optimizer, ContiguousArray(whole.parameters[..<5]))
    var second = Stretch(optimizer, ContiguousArray(whole.parameters[5...]))
    for step in 1...7 {
      let gradient = points(count, seed: UInt64(step + 1))
      whole.step(step, gradient)
      first.step(step, ContiguousArray(gradient[..<5]))
      second.step(step, ContiguousArray(gradient[5...]))
    }
    #expect(whole.parameters == first.parameters + second.parameters)
  }

  @Test("A parameter without gradient stays", arguments: OptimizerCatalog.standard.kinds)
  func noGradient(kind: String) throws {
    var stretch = Stretch(try makeOptimizer(.text(kind)), [1, -2])
    for step in 1...5 { stretch.step(step, [0, 0]) }
    #expect(stretch.parameters == [1, -2])
  }

  @Test(
    "Tiny, huge and many gradients leave finite parameters",
    arguments: OptimizerCatalog.standard.kinds)
  func extremes(kind: String) throws {
    for size in [Scalar.leastNonzeroMagnitude, 1e-30, 1e-8, 1, 1e15] {
      var stretch = Stretch(try makeOptimizer(.text(kind)), [1, 1])
      for step in 1...3000 { stretch.step(step, [size, -size], learningRate: 1e-6) }
      #expect(allFinite(stretch.parameters), "gradient \(size)")
    }
  }

  @Test(
    "Bias corrections undo the averages exactly: the first step is as long as the learning rate",
    arguments: ["adam", "adamw", "adamax"])
  func firstStep(kind: String) throws {
    // Within 50 golden steps a share of 1 - 0.999 taken in Float stays below the tolerance.
    var stretch = Stretch(try makeOptimizer(.text(kind)), [0])
    stretch.step(1, [1], learningRate: 1)
    #expect((stretch.parameters[0] + 1).magnitude < 1e-6)
  }

  @Test("A gradient that is not a number shows", arguments: OptimizerCatalog.standard.kinds)
  func notANumber(kind: String) throws {
    var stretch = Stretch(try makeOptimizer(.text(kind)), [1, 1])
    stretch.step(1, [.nan, 1])
    #expect(stretch.parameters[0].isNaN)
    #expect(stretch.parameters[1].isFinite)
  }

  @Test("Only adamw decays by itself; each has a learning rate to start from")
  func defaults() throws {
    for kind in OptimizerCatalog.standard.kinds {
      let optimizer = try makeOptimizer(.text(kind))
      #expect(optimizer.weightDecay == (kind == "adamw" ? 0.01 : 0))
      #expect(optimizer.defaultLearningRate > 0 && optimizer.defaultLearningRate <= 1)
    }
    #expect(Adam().defaultLearningRate == 0.001)
    #expect(Adadelta().defaultLearningRate == 1)
    #expect(AdamW(weightDecay: 0.5).weightDecay == 0.5)
  }

  @Test("Settings out of range and unknown names are refused, with the way out")
  func refusals() {
    func refusal(_ settings: Settings) -> String? {
      message { _ = try makeOptimizer(.table(settings)) }
    }
    #expect(
      refusal(["kind": "momentum", "momentum": 1])
        == "optimizer.momentum: expected a number from 0 to below 1, found 1")
    #expect(
      refusal(["kind": "nesterov", "momentum": -0.5])
        == "optimizer.momentum: expected a number from 0 to below 1, found -0.5")
    #expect(
      refusal(["kind": "adam", "beta2": 2])
        == "optimizer.beta2: expected a number from 0 to below 1, found 2")
    #expect(
      refusal(["kind": "rmsprop", "alpha": "much"])
        == "optimizer.alpha: expected a number from 0 to below 1, found \"much\"")
    // 0 and what is 0 in Float would divide 0 by 0.
    for epsilon in [Value.integer(0), .number(1e-60)] {
      #expect(
        refusal(["kind": "adagrad", "epsilon": epsilon])
          == "optimizer.epsilon: expected a number above 1e-37, found \(epsilon.found)")
    }
    #expect(
      refusal(["kind": "sgd", "momentum": 0.9])
        == "optimizer: unknown setting \"momentum\". It takes no settings.")
    #expect(
      message { _ = try makeOptimizer("adm") }
        == "optimizer: unknown optimizer \"adm\". Did you mean \"adam\"? Known: sgd, momentum, "
        + "nesterov, rmsprop, adagrad, adadelta, adam, adamax, nadam, adamw.")
  }
}

private func makeOptimizer(_ value: Value) throws -> any Optimizer {
  try OptimizerCatalog.standard.make(value, path: "optimizer")
}

/// Some parameters with an optimizer and its state.
private struct Stretch {
  let optimizer: any Optimizer
  var parameters: ContiguousArray<Scalar>
  var state: ContiguousArray<Scalar>

  init(_ optimizer: any Optimizer, _ parameters: ContiguousArray<Scalar>) {
    self.optimizer = optimizer
    self.parameters = parameters
    state = ContiguousArray(repeating: 0, count: parameters.count * optimizer.stateSlots)
  }

  mutating func step(
    _ number: Int, _ gradient: ContiguousArray<Scalar>, learningRate: Double = 0.01
  ) {
    // Copies, because spans of two members at once would overlap in self.
    var (parameters, state) = (self.parameters, self.state)
    var parameterSpan = parameters.mutableSpan
    var stateSpan = state.mutableSpan
    optimizer.update(
      &parameterSpan, gradient: gradient.span, state: &stateSpan,
      step: OptimizerStep(number: number, learningRate: learningRate))
    (self.parameters, self.state) = (parameters, state)
  }
}

/// What a training of a case leaves: parameters, and the figures of each step.
private struct Outcome {
  var parameters: Parameters
  var losses: ContiguousArray<Scalar> = []
  var norms: ContiguousArray<Scalar> = []
}

/// Fifty steps on the batches of a case, in turn.
private func train(_ line: Fixture, with optimizer: any Optimizer) throws -> Outcome {
  let network = try Network(input: [3], layers: [Dense(4, activation: .tanh), Dense(2)])
  var regularization = Regularization()
  for entry in try line.value("regularization").table?.entries ?? [] {
    let number = try #require(entry.value.number)
    switch entry.name {
    case "l1": regularization.l1 = number
    case "l2": regularization.l2 = number
    case "weight_decay": regularization.weightDecay = number
    case "max_norm": regularization.maxNorm = number
    case "clip_value": regularization.clipValue = number
    case "clip_norm": regularization.clipNorm = number
    case "average_decay": regularization.averageDecay = number
    default: Issue.record("unknown regularization \(entry.name)")
    }
  }
  let trainer = Trainer(
    network, loss: MeanSquaredError(), optimizer: optimizer, regularization: regularization,
    parameters: Parameters(try line.scalars("start")))
  let rows = try line.integer("rows")
  let (features, targets) = (try line.scalars("features"), try line.scalars("targets"))
  let batches = features.count / (3 * rows)
  var outcome = Outcome(parameters: trainer.parameters)
  for step in 0..<50 {
    let first = step % batches * rows
    let result = try trainer.step(
      features: ContiguousArray(features[(first * 3)..<((first + rows) * 3)]),
      targets: ContiguousArray(targets[(first * 2)..<((first + rows) * 2)]),
      learningRate: try line.number("learning_rate"))
    outcome.losses.append(Scalar(result.loss))
    outcome.norms.append(Scalar(result.gradientNorm))
  }
  outcome.parameters = trainer.finalParameters
  return outcome
}

/// The largest difference of two arrays, relative to the largest element.
private func relativeError(
  _ a: ContiguousArray<Scalar>, _ b: ContiguousArray<Scalar>
) -> Double {
  guard a.count == b.count, !a.isEmpty else { return .infinity }
  let largest = b.map { Double($0).magnitude }.max() ?? 0
  let worst = zip(a, b).map { Double($0 - $1).magnitude }
  return worst.contains { !$0.isFinite } ? .infinity : (worst.max() ?? 0) / largest
}

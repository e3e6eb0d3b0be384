import Basics
import Networks
import TestSupport
import Testing
import Training

@Suite struct RegularizationTests {
  static func changed(
    _ values: ContiguousArray<Scalar>, _ change: (inout MutableSpan<Scalar>) -> Void
  ) -> ContiguousArray<Scalar> {
    var copy = values
    var span = copy.mutableSpan
    change(&span)
    return copy
  }

  @Test func goldenWithEverythingSwitchedOn() throws {
    let cases = try OptimizerCase.all(regularized: true)
    #expect(cases.count == 8)
    for item in cases { try item.expectGolden() }
  }

  @Test func penaltyByHand() {
    var rule = Regularization()
    let weights: ContiguousArray<Scalar> = [1, -2, 0.5]
    #expect(rule.penalty(of: weights.span) == 0)
    rule.l1 = 0.5
    #expect(rule.penalty(of: weights.span) == 1.75)
    rule.l2 = 4
    #expect(rule.penalty(of: weights.span) == 1.75 + 10.5)
  }

  @Test func gradientOfThePenaltyByCentralDifferences() {
    for (l1, l2) in [(0.5, 0.0), (0, 0.75), (0.25, 1.5)] {
      var rule = Regularization()
      (rule.l1, rule.l2) = (l1, l2)
      let weights = points(20, seed: 3, avoiding: [0])
      let gradient = Self.changed(ContiguousArray(repeating: 0, count: 20)) {
        rule.addGradient(of: weights.span, to: &$0)
      }
      let error = gradientError(at: weights, gradient) { rule.penalty(of: $0.span) }
      #expect(error < gradientTolerance, "l1 \(l1), l2 \(l2)")
    }
  }

  @Test func gradientIsAddedAndZeroAtZero() {
    var rule = Regularization()
    (rule.l1, rule.l2) = (0.5, 2)
    let weights: ContiguousArray<Scalar> = [0, -0.0, 1, -1]
    let gradient = Self.changed([1, 2, 3, 4]) { rule.addGradient(of: weights.span, to: &$0) }
    #expect(gradient == [1, 2, 5.5, 1.5])
  }

  /// The whole way: loss plus penalty against what a step takes off the parameters.
  @Test func stepFollowsLossAndPenalty() throws {
    let network = try Network(input: [3], layers: [Dense(4, activation: .tanh), Dense(2)])
    var rule = Regularization()
    (rule.l1, rule.l2) = (0.125, 0.25)
    let start = Parameters(points(network.layout.count, seed: 6, avoiding: [0]))
    let features = numbers(12, salt: 4)
    let targets = numbers(8, salt: 5)
    func trainer(_ parameters: Parameters) -> Trainer {
      Trainer(
        network, loss: MeanSquaredError(), optimizer: SGD(), regularization: rule,
        parameters: parameters)
    }
    let moved = trainer(start)
    _ = try moved.step(features: features, targets: targets, learningRate: 1)
    let gradient = ContiguousArray(
      zip(start.values, moved.parameters.values).map { $0 - $1 })
    let error = gradientError(at: start.values, gradient) { values in
      let other = trainer(Parameters(values))
      let penalty = other.penalty
      guard let result = try? other.step(features: features, targets: targets, learningRate: 0)
      else { return .nan }
      return result.loss + penalty
    }
    #expect(error < gradientTolerance)
  }

  @Test func clipsByValue() {
    var rule = Regularization()
    let gradient: ContiguousArray<Scalar> = [0.25, -0.25, 3, -.infinity, .infinity, -0.5]
    #expect(Self.changed(gradient) { rule.clipByValue(&$0) } == gradient)
    rule.clipValue = 0.5
    #expect(
      Self.changed(gradient) { rule.clipByValue(&$0) } == [0.25, -0.25, 0.5, -0.5, 0.5, -0.5])
    #expect(Self.changed([.nan]) { rule.clipByValue(&$0) }[0].isNaN)
  }

  @Test func clipsByNormOnlyWhatIsLonger() throws {
    func step(_ clipNorm: Double?) throws -> (change: Double, norm: Double) {
      let network = try Network(input: [3], layers: [Dense(4, activation: .tanh), Dense(2)])
      var rule = Regularization()
      rule.clipNorm = clipNorm
      let trainer = Trainer(
        network, loss: MeanSquaredError(), optimizer: SGD(), regularization: rule, seed: 1)
      let before = trainer.parameters
      let result = try trainer.step(
        features: numbers(12), targets: numbers(8, salt: 2), learningRate: 1)
      let squares = zip(before.values, trainer.parameters.values).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      return (squares.squareRoot(), result.gradientNorm)
    }
    let free = try step(nil)
    #expect((free.change - free.norm).magnitude < 1e-5)
    let limited = try step(free.norm / 4)
    #expect((limited.change - free.norm / 4).magnitude < 1e-5)
    #expect(limited.norm == free.norm)  // what is reported is the norm before clipping
    #expect(try step(free.norm * 2).change == free.change)
  }

  @Test func limitsTheNormOfEachUnit() {
    var rule = Regularization()
    // Two inputs, three units: columns (3, 4), (0.3, 0.4), (0, 0).
    let weights: ContiguousArray<Scalar> = [3, 0.25, 0, 4, 0.5, 0]
    #expect(Self.changed(weights) { rule.limitNorms(&$0, units: 3) } == weights)
    rule.maxNorm = 1
    let limited = Self.changed(weights) { rule.limitNorms(&$0, units: 3) }
    #expect(difference(limited, [0.6, 0.25, 0, 0.8, 0.5, 0]) < 1e-6)
    rule.maxNorm = 5
    #expect(Self.changed(weights) { rule.limitNorms(&$0, units: 3) } == weights)
  }

  @Test func averageForgetsTheStart() {
    var rule = Regularization()
    let parameters: ContiguousArray<Scalar> = [1]
    #expect(
      Self.changed([0]) { rule.updateAverage(&$0, with: parameters.span, step: 1) } == [0])
    rule.averageDecay = 0.75
    func average(_ step: Int) -> Double {
      Double(Self.changed([0]) { rule.updateAverage(&$0, with: parameters.span, step: step) }[0])
    }
    #expect((average(1) - 9.0 / 11).magnitude < 1e-6)  // 1 - 2 / 11
    #expect((average(20) - 9.0 / 30).magnitude < 1e-6)  // 1 - 21 / 30
    #expect(average(1000) == 0.25)
    rule.averageDecay = 0.99999
    #expect((average(10_000_000) / 1e-5 - 1).magnitude < 1e-6)
  }

  @Test func weightsAloneArePenalizedAndDecay() throws {
    let network = try Network(input: [2], layers: [Dense(3), BatchNormalization(), Dense(1)])
    for change in 0..<3 {
      var rule = Regularization()
      if change == 0 { rule.l2 = 1 }
      if change == 1 { rule.weightDecay = 1 }
      if change == 2 { rule.maxNorm = 0.125 }
      // Outputs that are met exactly leave no gradient but the penalty's.
      var start = Parameters(ContiguousArray(repeating: 1, count: network.layout.count))
      for entry in network.layout.entries where entry.layer == 2 {
        for i in entry.range { start.values[i] = 0 }
      }
      let trainer = Trainer(
        network, loss: MeanSquaredError(), optimizer: SGD(), regularization: rule,
        parameters: start)
      _ = try trainer.step(features: numbers(8), targets: [0, 0, 0, 0], learningRate: 0.5)
      for entry in network.layout.entries where entry.layer < 2 {
        if case .statistic = entry.spec.role { continue }
        let moves = trainer.parameters.values[entry.range] != start.values[entry.range]
        #expect(moves == (entry.spec.role == .weight), "\(change) \(entry.name)")
      }
    }
  }

  @Test func valuesOutOfRange() {
    func text(_ change: (inout Regularization) -> Void) -> String? {
      var rule = Regularization()
      change(&rule)
      return refusal(.usage) { try rule.check() }
    }
    #expect(text { _ in } == nil)
    #expect(text { $0.l1 = -1 } == "l1: expected a number of 0 or more, found -1.0")
    #expect(text { $0.l2 = .nan } == "l2: expected a number of 0 or more, found nan")
    #expect(
      text { $0.weightDecay = .infinity }
        == "weight decay: expected a number of 0 or more, found inf")
    #expect(text { $0.maxNorm = 0 } == "max norm: expected a number above 0, found 0.0")
    #expect(text { $0.clipNorm = -1 } == "clip norm: expected a number above 0, found -1.0")
    #expect(text { $0.clipValue = 0 } == "clip value: expected a number above 0, found 0.0")
    #expect(
      text { $0.averageDecay = 1 }
        == "average decay: expected a number from 0 to below 1, found 1.0")
  }
}

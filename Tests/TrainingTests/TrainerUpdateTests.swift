import Basics
import Networks
import TestSupport
import Testing
import Training

/// Penalties, decay and clipping on the whole way from the loss to the parameters.
@Suite struct TrainerUpdateTests {
  static func changed(
    _ values: ContiguousArray<Scalar>, _ change: (inout MutableSpan<Scalar>) -> Void
  ) -> ContiguousArray<Scalar> {
    var copy = values
    var span = copy.mutableSpan
    change(&span)
    return copy
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
}

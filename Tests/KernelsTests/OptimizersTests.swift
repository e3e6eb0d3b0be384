import Basics
import Kernels
import TestSupport
import Testing

@Suite struct OptimizersTests {
  @Test(arguments: [
    OptimizerKernel.sgd(rate: 0.1), .momentum(rate: 0.1, kept: 0.9),
    .nesterov(rate: 0.1, kept: 0.9),
    .rmsprop(rate: 0.01, kept: 0.99, share: 0.01, epsilon: 1e-8),
    .adam(rate: 0.01, share1: 0.1, kept2: 0.999, share2: 0.001, scale: 1.7, epsilon: 1e-8),
    .nadam(
      gradientRate: 0.01, momentRate: 0.02, share1: 0.1, kept2: 0.999, share2: 0.001, scale: 1.7,
      epsilon: 1e-8),
    .adamax(rate: 0.01, share1: 0.1, kept2: 0.999, epsilon: 1e-8),
    .adadelta(rate: 1, kept: 0.9, share: 0.1, epsilon: 1e-6),
  ]) func someStepsAreTheReference(_ rule: OptimizerKernel) {
    onEveryInstructionSet { name in
      for count in sizes {
        var found = spread(count, seed: 1)
        var state = ContiguousArray<Scalar>(repeating: 0, count: rule.slots * count + 1)
        var (expected, expectedState) = (found, state)
        for step in 0..<4 {
          var gradient = spread(count, seed: UInt64(2 + step))
          if count > 5 && step == 3 {
            gradient.replaceSubrange(0..<4, with: [0, .infinity, .nan, 1e30])
          }
          var span = found.mutableSpan
          var stateSpan = state.mutableSpan
          optimize(rule, &span, gradient: gradient.span, state: &stateSpan)
          span = expected.mutableSpan
          stateSpan = expectedState.mutableSpan
          optimizeReference(rule, &span, gradient: gradient.span, state: &stateSpan)
        }
        #expect(sameBits(found, expected), "\(rule) \(count) \(name)")
        #expect(sameBits(state, expectedState), "state \(rule) \(count) \(name)")
      }
    }
  }
}

import Basics
import Kernels
import TestSupport
import Testing

@Suite struct ActivationsTests {
  static let functions: [ActivationKernel] = [
    .relu, .leakyRelu(slope: 0.01), .elu(alpha: 1.3), .selu, .sigmoid, .tanh, .softplus, .silu,
    .gelu, .geluByTanh,
  ]

  static let special: ContiguousArray<Scalar> = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .greatestFiniteMagnitude,
    -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 50, -50,
  ]

  @Test(arguments: functions) func forwardIsTheReference(_ function: ActivationKernel) {
    onEveryInstructionSet { name in
      for input in sizes.map({ spread($0, seed: 1, scale: 9) }) + [Self.special] {
        var found = input
        var expected = input
        var span = found.mutableSpan
        activate(function, &span)
        span = expected.mutableSpan
        activateReference(function, &span)
        #expect(sameBits(found, expected), "\(function) \(input.count) \(name)")
      }
    }
  }

  @Test(arguments: functions) func backwardIsTheReference(_ function: ActivationKernel) {
    onEveryInstructionSet { name in
      for operand in sizes.map({ spread($0, seed: 2, scale: 9) }) + [Self.special] {
        var found = spread(operand.count, seed: 3)
        var expected = found
        var span = found.mutableSpan
        activateBack(function, &span, operand: operand.span)
        span = expected.mutableSpan
        activateBackReference(function, &span, operand: operand.span)
        #expect(sameBits(found, expected), "\(function) \(operand.count) \(name)")
      }
    }
  }

  @Test func softmaxIsTheReference() {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        for rows in [0, 1, 2, 5] {
          let shares = spread(rows * width, seed: 4)
          var found = spread(rows * width, seed: 5, scale: 9)
          var expected = found
          var span = found.mutableSpan
          softmaxRows(&span, width: width)
          span = expected.mutableSpan
          softmaxRowsReference(&span, width: width)
          #expect(sameBits(found, expected), "\(rows)x\(width) \(name)")
          span = found.mutableSpan
          softmaxRowsBack(&span, shares: shares.span, width: width)
          span = expected.mutableSpan
          softmaxRowsBackReference(&span, shares: shares.span, width: width)
          #expect(sameBits(found, expected), "back \(rows)x\(width) \(name)")
        }
      }
    }
  }
}

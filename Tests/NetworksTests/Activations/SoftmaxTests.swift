import Basics
import Networks
import TestSupport
import Testing

@Suite struct SoftmaxTests {
  @Test("Each row adds up to 1; a constant makes no difference")
  func rows() {
    let z: ContiguousArray<Scalar> = [1, 2, 3, -5, 0, 5]
    let y = Softmax().values(z, width: 3)
    #expect(difference([y[0] + y[1] + y[2], y[3] + y[4] + y[5]], [1, 1]) < goldenTolerance)
    let expected: ContiguousArray<Scalar> = [
      0.09003057317038046, 0.24472847105479764, 0.6652409557748219,
    ]
    #expect(difference(ContiguousArray(y[0..<3]), expected) < goldenTolerance)
    let moved = Softmax().values(ContiguousArray(z.map { $0 + 64 }), width: 3)
    #expect(difference(moved, y) < goldenTolerance)
  }

  @Test("The gradient is the product with the whole Jacobian")
  func jacobian() {
    let z: ContiguousArray<Scalar> = [0.5, -1, 2]
    let upstream: ContiguousArray<Scalar> = [1, 0.25, -2]
    let y = Softmax().values(z)
    var expected = ContiguousArray<Scalar>(repeating: 0, count: 3)
    for j in 0..<3 {
      for k in 0..<3 { expected[j] += upstream[k] * y[k] * ((j == k ? 1 : 0) - y[j]) }
    }
    #expect(difference(Softmax().gradient(at: z, upstream: upstream), expected) < goldenTolerance)
    let even = Softmax().gradient(at: z, upstream: [3, 3, 3])
    #expect(difference(even, [0, 0, 0]) < goldenTolerance)
  }

  @Test("The furthest apart that numbers can be")
  func extremes() {
    let greatest = Scalar.greatestFiniteMagnitude
    #expect(Softmax().values([greatest, -greatest, 0]) == [1, 0, 0])
    #expect(Softmax().values([-greatest, -greatest]) == [0.5, 0.5])
    #expect(Softmax().values([], width: 0).isEmpty)
  }
}

import Basics
import Kernels
import TestSupport
import Testing

@Suite struct SquareRootTests {
  @Test func sameBitsAsTheStandard() {
    var values = points(2000, seed: 1)
    for i in values.indices { values[i] = values[i].magnitude * Scalar(1 << (i % 60)) }
    for value in values + [0, -0.0, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity]
    {
      #expect(squareRoot(value).bitPattern == value.squareRoot().bitPattern)
    }
    #expect(squareRoot(-1).isNaN && squareRoot(.nan).isNaN)
  }
}

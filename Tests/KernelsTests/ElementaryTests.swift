import Basics
import Foundation
import Kernels
import Testing

@Suite struct ElementaryTests {
  /// Far from and near to 0, where the functions are precise for a reason.
  static let values: [Double] = [
    -80, -20, -5, -1.5, -1, -0.5, -0.125, -0.001953125, -1e-6, 0, 1e-6, 0.001953125, 0.125, 0.5, 1,
    1.5, 5, 20, 80,
  ].map { Double(Scalar($0)) }

  /// Within a few units in the last place of the result in Double.
  static func expect(
    _ name: String, _ function: (Scalar) -> Scalar, _ exact: (Double) -> Double,
    where isDefined: (Double) -> Bool = { _ in true }
  ) {
    for value in values where isDefined(value) {
      let expected = Scalar(exact(value))
      let error = (function(Scalar(value)) - expected).magnitude
      #expect(error <= 2 * expected.ulp, "\(name)(\(value))")
    }
  }

  @Test func agreeWithTheSystemInDouble() {
    Self.expect("exp", exponential, exp)
    Self.expect("log", logarithm, log) { $0 > 0 }
    Self.expect("log1p", logarithmOfOnePlus, log1p) { $0 > -1 }
    Self.expect("expm1", exponentialMinusOne, expm1)
    Self.expect("tanh", hyperbolicTangent, tanh)
    Self.expect("erf", errorFunction, erf)
  }

  @Test func knownValues() {
    #expect(exponential(0) == 1 && logarithm(1) == 0)
    #expect((exponential(1) - 2.718281828459045).magnitude < 1e-6)
    #expect((logarithm(2) - 0.693147180559945).magnitude < 1e-6)
    #expect((hyperbolicTangent(0.5) - 0.46211715726).magnitude < 1e-6)
    #expect((errorFunction(0.5) - 0.52049987781).magnitude < 1e-6)
  }

  @Test func ends() {
    #expect(exponential(-.infinity) == 0 && exponential(.infinity) == .infinity)
    #expect(exponential(1e6) == .infinity && exponentialMinusOne(-.infinity) == -1)
    #expect(logarithm(0) == -.infinity && logarithm(-1).isNaN)
    #expect(hyperbolicTangent(.infinity) == 1 && hyperbolicTangent(-1e6) == -1)
    #expect(errorFunction(.infinity) == 1)
    for function in [
      exponential, logarithm, logarithmOfOnePlus, exponentialMinusOne, hyperbolicTangent,
      errorFunction,
    ] {
      #expect(function(.nan).isNaN)
    }
  }
}

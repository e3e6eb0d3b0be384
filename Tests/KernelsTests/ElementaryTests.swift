import Basics
import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct ElementaryTests {
  struct Case: CustomStringConvertible, Sendable {
    var function: ElementaryFunction
    var one: @Sendable (Scalar) -> Scalar
    var exact: @Sendable (Double) -> Double
    /// The largest error allowed in units in the last place, as documented.
    var bound: Double
    var description: String { "\(function)" }
  }

  /// Errors of the C library in Double, up to 2 units, count only where we compute in Double, too.
  static let slack = Scalar.self == Float.self ? 0.0 : 2.0

  static let cases = [
    Case(function: .exponential, one: exponential, exact: { exp($0) }, bound: 0.9),
    Case(
      function: .exponentialMinusOne, one: exponentialMinusOne, exact: { expm1($0) }, bound: 1.7),
    Case(function: .logarithm, one: logarithm, exact: { log($0) }, bound: 0.9),
    Case(function: .logarithmOfOnePlus, one: logarithmOfOnePlus, exact: { log1p($0) }, bound: 1.7),
    Case(function: .hyperbolicTangent, one: hyperbolicTangent, exact: { tanh($0) }, bound: 1.5),
    Case(function: .errorFunction, one: errorFunction, exact: { erf($0) }, bound: 1.2),
    Case(
      function: .logistic, one: logistic, exact: { exp(min($0, 0)) / (1 + exp(-$0.magnitude)) },
      bound: 2.5),
  ]

  static func values(_ function: ElementaryFunction, of input: ContiguousArray<Scalar>)
    -> ContiguousArray<Scalar>
  {
    var output = input
    var span = output.mutableSpan
    evaluate(function, on: &span)
    return output
  }

  /// Bit patterns spread over all numbers: every sign, exponent and many significands.
  static func samples(step: UInt64) -> ContiguousArray<Scalar> {
    var result = ContiguousArray<Scalar>()
    #if DoublePrecision
      for pattern in stride(from: UInt64(0), to: 0x8000_0000, by: Int(step)) {
        let bits = (pattern << 33) | (pattern &* 0x9E37_79B9 & 0x1_FFFF_FFFF)
        result.append(Scalar(bitPattern: bits))
      }
    #else
      for pattern in stride(from: UInt64(0), to: 0x1_0000_0000, by: Int(step)) {
        result.append(Scalar(bitPattern: UInt32(pattern)))
      }
    #endif
    return result
  }

  /// What is left of a unit in the last place of the exact result.
  static func error(_ found: Scalar, _ exact: Double) -> Double {
    let rounded = Scalar(exact)
    if exact.isNaN { return found.isNaN ? 0 : .infinity }
    if !rounded.isFinite || !found.isFinite { return found == rounded ? 0 : .infinity }
    let unit = Double(max(rounded.magnitude.ulp, Scalar.leastNonzeroMagnitude))
    return (Double(found) - exact).magnitude / unit
  }

  @Test(arguments: cases) func errorsAreAsDocumented(_ test: Case) {
    let input = Self.samples(step: 4099)
    let output = Self.values(test.function, of: input)
    var worst = (error: 0.0, at: Scalar(0))
    for (x, y) in zip(input, output) {
      let error = Self.error(y, test.exact(Double(x)))
      if error > worst.error { worst = (error, x) }
    }
    #expect(worst.error <= test.bound + Self.slack, "\(test) at \(worst.at)")
  }

  @Test(arguments: cases) func errorsNearZeroAndOne(_ test: Case) {
    let input = spread(60_000, seed: 3, scale: 6) + spread(20_000, seed: 4, scale: 90)
    for (x, y) in zip(input, Self.values(test.function, of: input)) {
      let error = Self.error(y, test.exact(Double(x)))
      if error > test.bound + Self.slack { Issue.record("\(test)(\(x)): \(error)") }
    }
  }

  @Test(arguments: cases) func sameBitsOnEveryInstructionSet(_ test: Case) {
    let input = Self.samples(step: 131_101) + spread(999, seed: 1)
    var first: ContiguousArray<Scalar>?
    onEveryInstructionSet { name in
      let output = Self.values(test.function, of: input)
      if let first { #expect(sameBits(output, first), "\(test) on \(name)") }
      first = first ?? output
    }
  }

  @Test(arguments: cases) func oneNumberHasTheBitsOfMany(_ test: Case) {
    let input = spread(53, seed: 2)
    let output = Self.values(test.function, of: input)
    #expect(sameBits(output, ContiguousArray(input.map { test.one($0) })))
  }

  @Test func everyLengthIsEveryElement() {
    for count in sizes {
      let input = spread(count, seed: 5)
      let output = Self.values(.exponential, of: input)
      #expect(sameBits(output, ContiguousArray(input.map { exponential($0) })), "\(count)")
    }
  }

  @Test func knownValues() {
    #expect(exponential(0) == 1 && logarithm(1) == 0)
    #expect((exponential(1) - 2.718281828459045).magnitude < 1e-6)
    #expect((logarithm(2) - 0.693147180559945).magnitude < 1e-6)
    #expect((hyperbolicTangent(0.5) - 0.46211715726).magnitude < 1e-6)
    #expect((errorFunction(0.5) - 0.52049987781).magnitude < 1e-6)
    #expect(logistic(0) == 0.5 && (logistic(1) - 0.73105857863).magnitude < 1e-6)
  }

  @Test func ends() {
    let most = Scalar.greatestFiniteMagnitude
    let least = Scalar.leastNonzeroMagnitude
    #expect(exponential(-.infinity) == 0 && exponential(.infinity) == .infinity)
    #expect(exponential(1e6) == .infinity && exponential(-most) == 0)
    #expect(exponentialMinusOne(-.infinity) == -1 && exponentialMinusOne(most) == .infinity)
    #expect(logarithm(0) == -.infinity && logarithm(-0.0) == -.infinity && logarithm(-1).isNaN)
    #expect(logarithm(.infinity) == .infinity && logarithm(-.infinity).isNaN)
    #expect(logarithmOfOnePlus(-1) == -.infinity && logarithmOfOnePlus(-2).isNaN)
    #expect(logarithmOfOnePlus(.infinity) == .infinity)
    #expect(hyperbolicTangent(.infinity) == 1 && hyperbolicTangent(-1e6) == -1)
    #expect(errorFunction(.infinity) == 1 && errorFunction(-most) == -1)
    #expect(logistic(.infinity) == 1 && logistic(-.infinity) == 0 && logistic(-most) == 0)
    for odd in [exponentialMinusOne, logarithmOfOnePlus, hyperbolicTangent, errorFunction] {
      #expect(odd(0) == 0 && odd(0).sign == .plus && odd(-0.0) == 0 && odd(-0.0).sign == .minus)
      #expect(odd(-least) <= 0 && odd(least) >= 0)
    }
    #expect(exponentialMinusOne(least) == least && logarithmOfOnePlus(least) == least)
    for test in Self.cases { #expect(test.one(.nan).isNaN) }
  }

  /// Around where results leave the normal numbers, overflow and vanish.
  @Test func edgesOfOverflow() {
    let least = log(Double(Scalar.leastNormalMagnitude))
    let most = log(Double(Scalar.greatestFiniteMagnitude))
    for edge in [least, most, log(Double(Scalar.leastNonzeroMagnitude))] {
      for step in -200...200 {
        let x = Scalar(edge + Double(step) / 100)
        #expect(Self.error(exponential(x), exp(Double(x))) <= 0.9 + Self.slack, "\(x)")
      }
    }
  }
}

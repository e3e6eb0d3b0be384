import Basics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct PortableTests {
  struct Case: CustomStringConvertible, Sendable {
    let description: String
    let portable: @Sendable (Double) -> Double
    let library: @Sendable (Double) -> Double
    let range: ClosedRange<Double>
    /// FNV-1a of the bits of the results for 10,000 numbers of the range: the same everywhere.
    let checksum: UInt64
  }

  static let cases = [
    Case(
      description: "log", portable: { Portable.log($0) }, library: { log($0) }, range: 1e-9...3,
      checksum: 0x4e70_4967_8125_db76),
    Case(
      description: "exp", portable: { Portable.exp($0) }, library: { exp($0) }, range: -700...700,
      checksum: 0x73b1_6d92_9465_844e),
    Case(
      description: "sin", portable: { Portable.sin($0) }, library: { sin($0) }, range: -13...13,
      checksum: 0x174b_6db5_ad7c_aa4b),
    Case(
      description: "cos", portable: { Portable.cos($0) }, library: { cos($0) }, range: -13...13,
      checksum: 0xe0f3_51d2_45c2_cfe0),
  ]

  func samples(_ test: Case, count: Int) -> [Double] {
    var random = RandomSource(seed: 3, .other)
    return (0..<count).map { _ in random.uniform(test.range.lowerBound, test.range.upperBound) }
  }

  @Test(arguments: cases) func agreesWithTheLibrary(_ test: Case) {
    var worst = 0.0
    for x in samples(test, count: 200_000) {
      let expected = test.library(x)
      worst = max(worst, abs(test.portable(x) - expected) / expected.ulp)
    }
    // Both are wrong by less than one unit in the last place.
    #expect(worst <= 2)
  }

  @Test(arguments: cases) func givesTheSameBitsEverywhere(_ test: Case) {
    var checksum: UInt64 = 0xcbf2_9ce4_8422_2325
    for x in samples(test, count: 10_000) {
      checksum = (checksum ^ test.portable(x).bitPattern) &* 0x100_0000_01b3
    }
    #expect(checksum == test.checksum)
  }

  @Test func logarithmsOfEnds() {
    #expect(Portable.log(0) == -.infinity)
    #expect(Portable.log(1) == 0)
    #expect(Portable.log(.infinity) == .infinity)
    #expect(Portable.log(-1).isNaN)
    #expect(Portable.log(.nan).isNaN)
    // The least and the greatest number.
    #expect(abs(Portable.log(.leastNonzeroMagnitude) - log(.leastNonzeroMagnitude)) < 1e-12)
    #expect(abs(Portable.log(.greatestFiniteMagnitude) - log(.greatestFiniteMagnitude)) < 1e-12)
  }

  @Test func exponentialsOfEnds() {
    #expect(Portable.exp(0) == 1)
    #expect(Portable.exp(-.infinity) == 0)
    #expect(Portable.exp(-1e300) == 0)
    #expect(Portable.exp(.infinity) == .infinity)
    #expect(Portable.exp(709.79) == .infinity)
    #expect(Portable.exp(709.78).isFinite)
    #expect(Portable.exp(-745) == .leastNonzeroMagnitude)
    #expect(Portable.exp(.nan).isNaN)
  }

  @Test func anglesOfEveryKind() {
    #expect(Portable.sin(0) == 0)
    #expect(Portable.cos(0) == 1)
    #expect(Portable.cos(Double.pi) == -1)
    // What is missing from half of pi as a Double.
    #expect(abs(Portable.cos(Double.pi / 2) - 6.123233995736766e-17) < 1e-31)
    for angle in [0x1p20, 1e300, -1e300, .greatestFiniteMagnitude] {
      #expect(abs(Portable.sin(angle)) <= 1)
    }
    for angle in [Double.infinity, -.infinity, .nan] {
      #expect(Portable.sin(angle).isNaN)
      #expect(Portable.cos(angle).isNaN)
    }
  }
}

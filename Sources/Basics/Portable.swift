/// Elementary functions that give the same bits on every processor and system.
///
/// A C library's functions differ in the last place between systems, and between processors with
/// fused multiply-add and without. What decides a result (first parameters, schedules, generated
/// data) takes these instead: additions, multiplications and divisions in a fixed order, rounded
/// each. None is wrong by more than 0.9 units in the last place, measured against a longer format.
public enum Portable {
  /// The natural logarithm: -infinity at 0, what is not a number below.
  public static func log(_ x: Double) -> Double {
    guard x > 0 && x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    // x = (1 + f) 2^k with 2/3 <= 1 + f < 4/3
    let isSmall = x.significand < 4.0 / 3
    let k = Double(isSmall ? x.exponent : x.exponent + 1)
    let f = (isSmall ? x.significand : x.significand / 2) - 1
    // log(1 + f) = 2 s + s^3 times the polynomial of s^2, and 2 s = f - f^2 / 2 + s f^2 / 2.
    let s = f / (2 + f)
    let half = 0.5 * f * f
    let square = s * s
    let rest = s * (square * polynomial(logTerms, square) + half) - half
    // The sum of the large parts, and what was lost in it.
    let large = k * highLn2
    let sum = large + f
    let lost = f - (sum - large)
    return sum + (rest + (k * lowLn2 + lost))
  }

  /// e^x: 0 below the least number, infinity above the greatest.
  public static func exp(_ x: Double) -> Double {
    guard x > -746 && x < 710 else { return x < 0 ? 0 : x > 0 ? .infinity : x }
    // x = k ln 2 + r with |r| <= ln 2 / 2
    let k = (x * 0x1.71547652b82fep+0).rounded()
    let large = x - k * highLn2
    let small = k * lowLn2
    let r = large - small
    let e = 1 + (large + (r * r * polynomial(expTerms, r) - small))
    // In two steps, so that results below the least normal number are rounded once.
    let half = Int(k) / 2
    return e * power(half) * power(Int(k) - half)
  }

  /// The sine of an angle in radians.
  public static func sin(_ x: Double) -> Double {
    let (quarter, r, rest) = reduced(x)
    let value = quarter % 2 == 0 ? sine(r, rest) : cosine(r, rest)
    return quarter < 2 ? value : -value
  }

  /// The cosine of an angle in radians.
  public static func cos(_ x: Double) -> Double {
    let (quarter, r, rest) = reduced(x)
    let value = quarter % 2 == 0 ? cosine(r, rest) : sine(r, rest)
    return quarter == 0 || quarter == 3 ? value : -value
  }

  /// ln 2 in two parts; the first is so short that exponents times it are exact.
  private static let highLn2 = 0x1.62e42fefa3800p-1
  private static let lowLn2 = 0x1.ef35793c76730p-45

  /// The terms of s^2, s^4, ... of the polynomial for the logarithm, which are also those of the
  /// kernels: see Scripts/fit-elementary.py.
  private static let logTerms = [
    0x1.555555555554fp-1, 0x1.999999999c17ap-2, 0x1.24924921e43bep-2, 0x1.c71c748fd5465p-3,
    0x1.745c4ad462f64p-3, 0x1.3b35c20aebe42p-3, 0x1.0dcb7aeb98bf2p-3, 0x1.1b8270dff046ep-3,
  ]

  /// Series: (e^r - 1 - r) / r^2; (sin r - r) / r^3 and (cos r - 1 + r^2 / 2) / r^4, of r^2.
  private static let expTerms = (2...14).map { 1 / factorial($0) }
  private static let sineTerms = (1...8).map { ($0 % 2 == 0 ? 1 : -1) / factorial(2 * $0 + 1) }
  private static let cosineTerms = (2...8).map { ($0 % 2 == 0 ? 1 : -1) / factorial(2 * $0) }

  private static func factorial(_ n: Int) -> Double { (1...n).reduce(1) { $0 * Double($1) } }

  private static func polynomial(_ terms: [Double], _ x: Double) -> Double {
    var sum = terms[terms.count - 1]
    for i in stride(from: terms.count - 2, through: 0, by: -1) { sum = sum * x + terms[i] }
    return sum
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// x = (4 n + quarter) pi / 2 + r + rest with |r| <= pi / 4: for angles of more than 2^20, which
  /// nothing here asks for, of the remainder by 2 pi as a Double.
  private static func reduced(_ x: Double) -> (quarter: Int, r: Double, rest: Double) {
    guard x.isFinite else { return (0, .nan, 0) }
    let angle = x.magnitude < 0x1p20 ? x : x.truncatingRemainder(dividingBy: 2 * Double.pi)
    let n = (angle * (2 / Double.pi)).rounded()
    // pi / 2 in three parts, the first two with 31 bits, so that n times them is exact.
    let high = angle - n * 0x1.921fb544p+0
    let middle = n * 0x1.0b4611a4p-34
    let low = n * 0x1.13198a2e03707p-65
    let most = high - middle
    let r = most - low
    return (Int(n) & 3, r, ((most - r) - low) + ((high - most) - middle))
  }

  private static func sine(_ r: Double, _ rest: Double) -> Double {
    let square = r * r
    return r + (r * square * polynomial(sineTerms, square) + rest * (1 - square / 2))
  }

  private static func cosine(_ r: Double, _ rest: Double) -> Double {
    let square = r * r
    let half = 0.5 * square
    let near = 1 - half
    return near
      + (((1 - near) - half) + (square * square * polynomial(cosineTerms, square) - r * rest))
  }
}

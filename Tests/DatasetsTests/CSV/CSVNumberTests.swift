import Basics
import DataFiles
import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's `strtod`, which rounds correctly, is what numbers are compared with.
@Suite struct CSVNumberTests {
  private func parse(_ string: String) -> ParsedNumber { parseNumber(text(string).span) }

  /// Expects the bits that the C library reads, or "too large" where it reads infinity.
  private func compare(_ string: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let expected = strtod(string, nil)
    switch parse(string) {
    case .number(let value):
      #expect(
        value.bitPattern == expected.bitPattern, "\(string)", sourceLocation: sourceLocation)
    case .tooLarge: #expect(expected.isInfinite, "\(string)", sourceLocation: sourceLocation)
    case let other: Issue.record("\(string): \(other)", sourceLocation: sourceLocation)
    }
  }

  @Test func digitsPointsAndExponentsOfEveryLength() {
    var random = RandomSource(seed: 1, .generation)
    func digits(_ count: Int) -> String {
      // Runs of zeros and nines are where carries and cuts go wrong.
      let kind = random.below(4)
      return String(
        (0..<count).map { _ -> Character in
          let digit = random.below(10)
          let shown = kind == 0 ? 0 : kind == 1 ? 9 : digit
          return Character(String(digit == 5 ? digit : shown))
        })
    }
    for whole in 0...24 {
      for fraction in 0...24 where whole + fraction > 0 {
        for _ in 0..<4 {
          let sign = ["", "-", "+"][random.below(3)]
          let plain = sign + digits(whole) + (fraction > 0 ? "." : "") + digits(fraction)
          compare(plain)
          compare(plain + "e\(random.below(80) - 40)")
          compare(plain + "E\(["+", "-"][random.below(2)])\(random.below(400))")
        }
      }
    }
  }

  @Test func numbersAsProgramsWriteThem() {
    var random = RandomSource(seed: 2, .generation)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { compare("\(value)") }
      // Of everyday size, as `repr` and `%.17g` write it.
      let everyday = (random.uniform() - 0.5) * [1e-5, 1, 1000, 1e12][random.below(4)]
      compare("\(everyday)")
    }
  }

  /// Numbers exactly between two Doubles, and a little to either side of them.
  @Test func halfwayCases() {
    var random = RandomSource(seed: 3, .generation)
    for power in -40...10 {
      for _ in 0..<40 {
        // 54 bits, the last one set: halfway between two of 53 bits.
        let odd = (random.next() >> 11 | 1 << 53) | 1
        // odd * 2^power = odd * 5^-power / 10^-power, written out digit by digit.
        var number = Digits(odd)
        for _ in 0..<abs(power) { number.multiply(by: power < 0 ? 5 : 2) }
        let exponent = min(power, 0)
        compare("\(number.text)e\(exponent)")
        compare("\(number.text)00000000000000000000000000000e\(exponent - 29)")
        compare("\(number.text)00000000000000000000000000001e\(exponent - 29)")
        number.decrement()
        compare("\(number.text)e\(exponent)")
        compare("\(number.text)99999999999999999999999999999e\(exponent - 29)")
      }
    }
  }

  @Test(arguments: [
    "0", "0.0", "0e5", "0000000000000000000000000000000000001", "0.1", "1e22", "1e23",
    "9007199254740993", "9007199254740992.99999999999999999999", "9007199254740993e22",
    "18446744073709551615", "18446744073709551616", "9999999999999999999", "10000000000000000000",
    "99999999999999999999999999999999999999999", "8.5", ".5", "5.", "1e-27", "1e27", "1e28",
    "1e-28",
    "9999999999999999999e27", "9999999999999999999e-27", "1e308", "1.7976931348623157e308",
    "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "2.2250738585072014e-308",
    "2.2250738585072011e-308", "2.2250738585072012e-308", "4.9e-324", "2.4703282292062327e-324",
    "2.4703282292062328e-324", "1e-400", "123456789012345678901234567890e-30", "1e99999999999999",
    "1e-99999999999999", "1e+0000000000000000000001",
    "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
    "6.631236846766476e-316", "3.2378839133029012895883524125015321748630094e-319",
  ]) func hardCases(_ string: String) {
    compare(string)
    compare("-" + string)
    compare("  " + string + "\t")
  }

  @Test func hundredsOfDigits() {
    for count in [50, 308, 400, 800] {
      compare(String(repeating: "7", count: count) + "e-\(count)")
      compare("0." + String(repeating: "0", count: count) + "123456789e\(count)")
      compare("1" + String(repeating: "0", count: count) + "1e-\(count)")
    }
  }

  @Test(arguments: [
    ("", ParsedNumber.empty), (" \t ", .empty), ("nan", .notFinite), ("-Inf", .notFinite),
    ("+INFINITY", .notFinite), ("infinit", .notANumber), ("1,5", .decimalComma),
    ("-12,25", .decimalComma), ("1,", .notANumber), (",5", .notANumber), ("1,5,2", .notANumber),
    ("1.5,2", .notANumber), (".", .notANumber), ("-", .notANumber), ("+-1", .notANumber),
    ("1e", .notANumber), ("1e+", .notANumber), ("1e5.", .notANumber), ("1.2.3", .notANumber),
    ("0x10", .notANumber), ("1_000", .notANumber), ("1 000", .notANumber), ("１", .notANumber),
    ("e5", .notANumber), (".e5", .notANumber), ("12345678x", .notANumber),
    ("1234567890123456789012345x", .notANumber), ("NaN ", .notFinite), ("1f", .notANumber),
  ]) func whatIsNoNumber(_ string: String, _ expected: ParsedNumber) {
    #expect(parse(string) == expected)
  }
}

/// A whole number as decimal digits, the last one first.
private struct Digits {
  private var digits: [Int]

  init(_ value: UInt64) { digits = String(value).reversed().map { $0.wholeNumberValue ?? 0 } }

  var text: String { digits.reversed().map(String.init).joined() }

  mutating func multiply(by factor: Int) {
    var carry = 0
    for index in digits.indices {
      carry += digits[index] * factor
      digits[index] = carry % 10
      carry /= 10
    }
    if carry > 0 { digits.append(carry) }
  }

  mutating func decrement() {
    for index in digits.indices {
      digits[index] -= 1
      if digits[index] >= 0 { return }
      digits[index] = 9
    }
  }
}

import Basics
import Datasets

/// A decimal number as it was written, without its sign: mantissa times a power of ten.
struct DecimalNumber: Equatable {
  /// The digits as a whole number; the first 19 significant ones where there are more.
  var mantissa: UInt64 = 0
  /// The power of ten.
  var exponent = 0
  /// Whether digits were left out; the number lies between the mantissa and the next one then.
  var isCut = false

  /// The nearest Double, ties to even; nil where that takes more than whole numbers of 128 bits.
  ///
  /// Up to 2^53 and powers of ten up to 22 both factors are exact, and one rounding is made
  /// (Clinger, "How to read floating point numbers accurately", 1990). Up to the power 27 five to
  /// that power fits into 64 bits, and a product or quotient of whole numbers tells all that
  /// rounding wants to know: the leading bits, and whether anything comes after them. Digits that
  /// were left out don't matter where the mantissa and the next one round to the same.
  @inline(__always) var nearest: Double? {
    if !isCut, mantissa <= 1 << 53 {
      // Signed, because that is one instruction.
      let whole = Double(Int64(truncatingIfNeeded: mantissa))
      if exponent == 0 { return whole }
      if -22..<0 ~= exponent { return whole / powersOfTen[-exponent] }
      if 1...22 ~= exponent { return whole * powersOfTen[exponent] }
    }
    return slowlyNearest
  }

  @inline(never) private var slowlyNearest: Double? {
    guard let value = Self.rounded(mantissa, exponent) else { return nil }
    guard isCut else { return value }
    // 19 digits are less than 2^64 by far, so the next number is one, too.
    return Self.rounded(mantissa + 1, exponent) == value ? value : nil
  }

  private static func rounded(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    guard mantissa > 0 else { return 0 }
    guard -27...27 ~= exponent else { return nil }
    let zeros = mantissa.leadingZeroBitCount
    let power = powersOfFive[abs(exponent)]
    guard exponent < 0 else {
      let (high, low) = mantissa.multipliedFullWidth(by: power)
      guard high > 0 else { return rounded(leading: low, rest: false, exponent: exponent) }
      let shift = UInt64(high.leadingZeroBitCount)
      let leading = shift == 0 ? high : high << shift | low >> (64 - shift)
      return rounded(
        leading: leading, rest: low << shift != 0, exponent: 64 - Int(shift) + exponent)
    }
    // Both with their highest bit set; the dividend below the divisor, so that the quotient fits.
    let gap = power.leadingZeroBitCount
    let divisor = power << UInt64(gap)
    let dividend = mantissa << UInt64(zeros)
    let isHalved = dividend >= divisor
    let (quotient, remainder) = divisor.dividingFullWidth(
      isHalved ? (dividend >> 1, dividend << 63) : (dividend, 0))
    return rounded(
      leading: quotient, rest: remainder != 0,
      exponent: exponent + gap - zeros - 64 + (isHalved ? 1 : 0))
  }

  /// leading * 2^exponent, and a little more where there is a rest, to 53 bits. The result is far
  /// from the ends of what a Double can be.
  private static func rounded(leading: UInt64, rest: Bool, exponent: Int) -> Double {
    let extra = 11 - leading.leadingZeroBitCount
    guard extra > 0 else { return Double(leading) * powerOfTwo(exponent) }
    let shift = UInt64(extra)
    let kept = leading >> shift
    let dropped = leading & (1 << shift - 1)
    let half: UInt64 = 1 << (shift - 1)
    let isUp = dropped > half || dropped == half && (rest || kept & 1 == 1)
    return Double(isUp ? kept + 1 : kept) * powerOfTwo(exponent + extra)
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}

extension DecimalNumber {
  /// Reads digits with or without a point and an exponent; steps behind them.
  ///
  /// False where no such number stands there. A sign is the caller's to read.
  @inline(__always) mutating func read(_ bytes: RawSpan, _ position: inout Int) -> Bool {
    let end = bytes.byteCount
    var index = position
    mantissa = 0
    readDigits(bytes, &index)
    var digits = index &- position
    exponent = 0
    if index < end, bytes.at(index) == UInt8(ascii: ".") {
      index &+= 1
      let first = index
      readDigits(bytes, &index)
      exponent = first &- index
      digits &+= index &- first
    }
    guard digits > 0 else { return false }
    isCut = false
    if digits > 19 { readAgain(bytes, position) }
    if index < end, bytes.at(index) | 0x20 == UInt8(ascii: "e") {
      index &+= 1
      guard let power = Self.readExponent(bytes, &index) else { return false }
      exponent += power
    }
    position = index
    return true
  }

  /// Puts all digits from an offset on behind those of the mantissa, which may overflow.
  @inline(__always) private mutating func readDigits(_ bytes: RawSpan, _ index: inout Int) {
    while bytes.byteCount &- index >= 8 {
      let run = DigitRun(bytes.word(index))
      mantissa = mantissa &* DigitRun.powers[run.count] &+ run.value
      index &+= run.count
      if run.count < 8 { return }
    }
    while index < bytes.byteCount, let digit = digitValue(bytes.at(index)) {
      mantissa = mantissa &* 10 &+ digit
      index &+= 1
    }
  }

  /// Of many digits, leading zeros included, the first 19 that count. The exponent of the point is
  /// there already.
  @inline(never) private mutating func readAgain(_ bytes: RawSpan, _ start: Int) {
    mantissa = 0
    var kept = 0
    var index = start
    while index < bytes.byteCount {
      let byte = bytes.at(index)
      index += 1
      if byte == UInt8(ascii: ".") { continue }
      guard let digit = digitValue(byte) else { break }
      if kept < 19 {
        mantissa = mantissa * 10 + digit
        if mantissa > 0 { kept += 1 }
      } else {
        if digit > 0 { isCut = true }
        exponent += 1
      }
    }
  }

  /// The power behind an `e`, kept within ±100,000, which is beyond any Double.
  private static func readExponent(_ bytes: RawSpan, _ index: inout Int) -> Int? {
    let end = bytes.byteCount
    guard index < end else { return nil }
    let isNegative = bytes.at(index) == UInt8(ascii: "-")
    if isNegative || bytes.at(index) == UInt8(ascii: "+") { index += 1 }
    let first = index
    var value = 0
    while index < end, let digit = digitValue(bytes.at(index)) {
      value = min(value * 10 + Int(digit), 100_000)
      index += 1
    }
    guard index > first else { return nil }
    return isNegative ? -value : value
  }
}

/// The digits at the start of eight bytes, taken all at once: a loop over them would guess its end
/// wrong in most cells.
struct DigitRun {
  /// How many there are, 0 to 8.
  let count: Int
  /// The number that they make.
  let value: UInt64

  /// 10 to the power of a count.
  static let powers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// The first byte is the lowest of the word.
  @inline(__always) init(_ word: UInt64) {
    let values = word ^ 0x3030_3030_3030_3030
    // Above 9 the addition reaches the highest bit of its byte, or that was set before.
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let others =
      ((values & low) &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080
    count = others.trailingZeroBitCount &>> 3
    // The last digit goes to the last byte, with zeros before the first.
    let digits = values << UInt64(64 &- 8 &* count)
    // Neighbours become numbers of two, four and eight digits.
    let twos = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (twos &* 100 &+ twos &>> 16) & 0x0000_FFFF_0000_FFFF
    value = (fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

private let powersOfFive: [UInt64] = [
  1, 5, 25, 125, 625, 3_125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125,
  244_140_625, 1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125,
  3_814_697_265_625, 19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125,
  2_384_185_791_015_625, 11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125,
  1_490_116_119_384_765_625, 7_450_580_596_923_828_125,
]

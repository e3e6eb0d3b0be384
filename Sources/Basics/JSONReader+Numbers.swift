extension JSONParser {
  /// A number, from its sign or first digit on.
  mutating func number() throws -> Value.Content {
    let start = at
    let place = position
    let negative = bytes[at] == UInt8(ascii: "-")
    if negative { at += 1 }
    var digits = Digits()
    try integerDigits(&digits)
    var isInteger = true
    if next == UInt8(ascii: ".") {
      isInteger = false
      at += 1
      try someDigits("a digit after the point") { digits.appendFraction($0) }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isInteger = false
      try exponent(&digits)
    }
    if isInteger, let whole = digits.integer(negative: negative) { return .integer(whole) }
    if let value = digits.exactValue { return .number(negative ? -value : value) }

    // The standard library rounds correctly, whatever the locale, but wants a text.
    let token = String(decoding: bytes[start..<at], as: UTF8.self)
    if isInteger, let whole = Int(token) { return .integer(whole) }
    guard let value = Double(token), value.isFinite else {
      let shown = token.utf8.count <= 24 ? token : token.prefix(24) + "..."
      throw DescentError(
        .badData, "the number \(shown) is out of range: the largest is 1.7976931348623157e308",
        at: place)
    }
    return .number(value)
  }

  private mutating func integerDigits(_ digits: inout Digits) throws {
    guard next == UInt8(ascii: "0") else {
      return try someDigits("a digit after the minus sign") { digits.append($0) }
    }
    at += 1
    if let byte = next, Self.isDigit(byte) {
      throw expected("\".\" or the end of the number after 0", fix: "Leave out leading zeros.")
    }
  }

  private mutating func exponent(_ digits: inout Digits) throws {
    at += 1
    let negative = next == UInt8(ascii: "-")
    if negative || next == UInt8(ascii: "+") { at += 1 }
    var exponent = 0
    // The bound can't be made up for by digits behind the point: no file has as many.
    try someDigits("a digit in the exponent") { exponent = min(exponent * 10 + $0, 1 << 58) }
    digits.exponent += negative ? -exponent : exponent
  }

  @inline(__always)
  private mutating func someDigits(_ what: String, _ use: (Int) -> Void) throws {
    guard let first = next, Self.isDigit(first) else { throw expected(what) }
    while at < end, Self.isDigit(bytes[at]) {
      use(Int(bytes[at] - UInt8(ascii: "0")))
      at += 1
    }
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

/// The first 18 digits of a number and its decimal exponent: enough to know most numbers without
/// a text.
private struct Digits {
  private var mantissa: UInt64 = 0
  private var count = 0
  private var isComplete = true
  var exponent = 0

  @inline(__always)
  mutating func append(_ digit: Int) {
    guard count < 18 else { return isComplete = false }
    mantissa = mantissa * 10 + UInt64(digit)
    if mantissa > 0 { count += 1 }
  }

  @inline(__always)
  mutating func appendFraction(_ digit: Int) {
    append(digit)
    exponent -= 1
  }

  /// The whole number; nil for -0 and for what has to be looked at again.
  func integer(negative: Bool) -> Int? {
    guard isComplete, !(negative && mantissa == 0) else { return nil }
    return negative ? -Int(mantissa) : Int(mantissa)
  }

  /// The value where it takes one correctly rounded operation on exact numbers (Clinger, "How to
  /// read floating point numbers accurately", 1990).
  var exactValue: Double? {
    guard isComplete else { return nil }
    if mantissa == 0 { return 0 }
    guard mantissa <= 1 << 53, exponent.magnitude < powersOfTen.count else { return nil }
    let power = powersOfTen[Int(exponent.magnitude)]
    return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  }
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

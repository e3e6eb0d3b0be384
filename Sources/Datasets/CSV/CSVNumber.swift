/// A number read from text, or why it is none.
enum ParsedNumber: Equatable {
  /// The number, rounded correctly to Double.
  case number(Double)
  /// Nothing but spaces.
  case empty
  /// `nan`, `inf` or `infinity`, whatever the case and sign.
  case notFinite
  /// Too large for a Double.
  case tooLarge
  /// Digits with one comma where the point should be.
  case decimalComma
  /// Anything else.
  case notANumber
}

/// Reads a decimal number: an optional sign, digits with or without a point, an optional exponent,
/// spaces around. No other spelling (hexadecimal, `1_000`, full-width digits), in every locale alike.
///
/// Up to 15 digits and powers of ten up to 22 are computed directly, which is exact (Clinger, "How to
/// read floating point numbers accurately", 1990); everything else goes to the standard library.
func parseNumber(_ bytes: Span<UInt8>) -> ParsedNumber {
  var start = 0
  var end = bytes.count
  while start < end, isBlank(bytes[start]) { start += 1 }
  while end > start, isBlank(bytes[end - 1]) { end -= 1 }
  guard start < end else { return .empty }

  var index = start
  let negative = bytes[index] == UInt8(ascii: "-")
  if negative || bytes[index] == UInt8(ascii: "+") { index += 1 }
  var mantissa: UInt64 = 0
  var digits = 0
  var fraction = 0
  var seenPoint = false
  while index < end {
    if let digit = digitValue(bytes[index]) {
      if digits < 18 { mantissa = mantissa * 10 + digit }
      digits += 1
      if seenPoint { fraction += 1 }
    } else if bytes[index] == UInt8(ascii: "."), !seenPoint {
      seenPoint = true
    } else {
      break
    }
    index += 1
  }
  guard digits > 0 else { return spelledOut(bytes, index, end) }
  var exponent = 0
  if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
    guard let value = parseExponent(bytes, index + 1, end) else { return .notANumber }
    exponent = value
    index = end
  }
  guard index == end else {
    let rest = index + 1..<end
    let isComma = bytes[index] == UInt8(ascii: ",") && !seenPoint && !rest.isEmpty
    return isComma && rest.allSatisfy { digitValue(bytes[$0]) != nil } ? .decimalComma : .notANumber
  }
  let scale = exponent - fraction
  if digits <= 15, scale >= -22, scale <= 22 {
    let whole = Double(mantissa)
    let value = scale < 0 ? whole / powersOfTen[-scale] : whole * powersOfTen[scale]
    return .number(negative ? -value : value)
  }
  var text = ""
  for place in start..<end { text.unicodeScalars.append(Unicode.Scalar(bytes[place])) }
  guard let value = Double(text) else { return .notANumber }
  return value.isFinite ? .number(value) : .tooLarge
}

/// The exponent, kept within ±100,000, which is beyond any Double; nil where it isn't one.
private func parseExponent(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
  var index = start
  guard index < end else { return nil }
  let negative = bytes[index] == UInt8(ascii: "-")
  if negative || bytes[index] == UInt8(ascii: "+") { index += 1 }
  guard index < end else { return nil }
  var value = 0
  while index < end {
    guard let digit = digitValue(bytes[index]) else { return nil }
    value = min(value * 10 + Int(digit), 100_000)
    index += 1
  }
  return negative ? -value : value
}

private func spelledOut(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> ParsedNumber {
  guard start < end, end - start <= 8 else { return .notANumber }
  var word = ""
  for index in start..<end { word.unicodeScalars.append(Unicode.Scalar(bytes[index] | 0x20)) }
  return ["nan", "inf", "infinity"].contains(word) ? .notFinite : .notANumber
}

@inline(__always) private func digitValue(_ byte: UInt8) -> UInt64? {
  let value = byte &- UInt8(ascii: "0")
  return value < 10 ? UInt64(value) : nil
}

@inline(__always) private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

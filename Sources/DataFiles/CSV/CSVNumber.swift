import Basics
import Datasets

/// A number read from text, or why it is none.
package enum ParsedNumber: Equatable {
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

extension ParsedNumber {
  /// Whether both are numbers, or both texts.
  func isLike(_ other: ParsedNumber) -> Bool {
    if case .number = self, case .number = other { return true }
    return self == .notANumber && other == .notANumber
  }
}

/// Reads a decimal number: an optional sign, digits with or without a point, an optional exponent,
/// spaces around. No other spelling (hexadecimal, `1_000`, full-width digits), in every locale alike.
package func parseNumber(_ span: Span<UInt8>) -> ParsedNumber { parseNumber(span.bytes) }

func parseNumber(_ text: RawSpan) -> ParsedNumber {
  var bytes = text
  while let first = bytes.first, isBlank(first) { bytes = bytes.extracting(1...) }
  while let last = bytes.last, isBlank(last) { bytes = bytes.extracting(droppingLast: 1) }
  guard let first = bytes.first else { return .empty }

  let isNegative = first == UInt8(ascii: "-")
  var position = isNegative || first == UInt8(ascii: "+") ? 1 : 0
  var decimal = DecimalNumber()
  guard decimal.read(bytes, &position), position == bytes.byteCount else {
    return whyNot(bytes)
  }
  if let value = decimal.nearest { return .number(isNegative ? -value : value) }
  // Rare: very large and very small numbers with many digits.
  let text = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  guard let value = Double(text) else { return .notANumber }
  return value.isFinite ? .number(value) : .tooLarge
}

/// Why a text that isn't empty is no number.
private func whyNot(_ bytes: RawSpan) -> ParsedNumber {
  let hasSign = bytes.at(0) == UInt8(ascii: "-") || bytes.at(0) == UInt8(ascii: "+")
  let start = hasSign ? 1 : 0
  var index = start
  while index < bytes.byteCount, digitValue(bytes.at(index)) != nil { index += 1 }
  guard index > start else {
    let word = bytes.extracting(start...)
    let isNotFinite = word.isWord("nan") || word.isWord("inf") || word.isWord("infinity")
    return isNotFinite ? .notFinite : .notANumber
  }
  guard index < bytes.byteCount, bytes.at(index) == UInt8(ascii: ",") else { return .notANumber }
  let decimals = index + 1
  index = decimals
  while index < bytes.byteCount, digitValue(bytes.at(index)) != nil { index += 1 }
  return index > decimals && index == bytes.byteCount ? .decimalComma : .notANumber
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

extension RawSpan {
  fileprivate var first: UInt8? { byteCount > 0 ? at(0) : nil }
  fileprivate var last: UInt8? { byteCount > 0 ? at(byteCount - 1) : nil }
}

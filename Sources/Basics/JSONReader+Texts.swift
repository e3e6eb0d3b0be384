extension JSONParser {
  /// A text in double quotes, from the opening one on.
  mutating func text() throws -> String {
    let opening = position
    at += 1
    let start = at
    try skipPlainCharacters(opening)
    if bytes[at] == UInt8(ascii: "\"") {
      defer { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    var decoded = ContiguousArray(bytes[start..<at])
    while bytes[at] == UInt8(ascii: "\\") {
      try appendEscape(to: &decoded)
      let plain = at
      try skipPlainCharacters(opening)
      decoded.append(contentsOf: bytes[plain..<at])
    }
    at += 1
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Goes to the next quote or backslash, which is there when this returns.
  private mutating func skipPlainCharacters(_ opening: Position) throws {
    let (limit, overflow) = at.addingReportingOverflow(textLimit)
    let most = overflow ? end : min(end, limit)
    while at < end {
      guard at < most || most == end else {
        throw DescentError(
          .badData, "a text of more than \(grouped(textLimit)) bytes", at: opening)
      }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        return
      case 0..<0x20:
        throw expected(
          "a closing quote or more text", fix: "Write it as \\u00\(Self.hexadecimal(byte)).")
      case 0x20..<0x80:
        at += 1
      default:
        guard let length = Self.lengthOfUTF8(in: bytes, at: at), at + length <= end else {
          throw expected("UTF-8")
        }
        at += length
        lineStart += length - 1
      }
    }
    throw DescentError(
      .badData, "expected a closing quote for the text that starts here, found the end of the file",
      at: opening)
  }

  private mutating func appendEscape(to decoded: inout ContiguousArray<UInt8>) throws {
    let start = position
    at += 1
    guard let letter = next else { throw expected("the rest of an escape") }
    let plain: UInt8
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = letter
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "u"):
      decoded.append(contentsOf: String(try escapedScalar(start)).utf8)
      return
    default:
      throw expected("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after the backslash")
    }
    decoded.append(plain)
    at += 1
  }

  /// The character of `\u0041`, or of two that make a pair of surrogates; `at` stands on the `u`.
  private mutating func escapedScalar(_ start: Position) throws -> Unicode.Scalar {
    let first = try fourHexadecimalDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, next == UInt8(ascii: "\\"), at + 1 < end,
      bytes[at + 1] == UInt8(ascii: "u")
    {
      at += 1
      let second = try fourHexadecimalDigits()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw DescentError(
      .badData, "expected a character, found one half of a surrogate pair", at: start)
  }

  private mutating func fourHexadecimalDigits() throws -> UInt32 {
    var result: UInt32 = 0
    for _ in 0..<4 {
      at += 1
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw expected("four hexadecimal digits after \\u")
      }
      result = result << 4 + UInt32(digit)
    }
    at += 1
    return result
  }

  /// The bytes of the character that starts here; nil where they are not well-formed UTF-8
  /// (Unicode Standard, table 3-7).
  static func lengthOfUTF8(in bytes: ContiguousArray<UInt8>, at start: Int) -> Int? {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[start] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard start + length <= bytes.count, second.contains(bytes[start + 1]) else { return nil }
    return bytes[(start + 1)..<(start + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : nil
  }
}

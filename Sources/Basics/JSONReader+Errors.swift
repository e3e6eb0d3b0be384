extension JSONParser {
  /// The error at the next byte: `expected a value, found "x"`.
  func expected(_ what: String, fix: String? = nil) -> DescentError {
    DescentError(.badData, "expected \(what), found \(found)", at: position, fix: fix)
  }

  /// The next character, or the word that starts with it, in words.
  private var found: String {
    guard let byte = next else { return "the end of the file" }
    if Self.isLetter(byte) { return "\"\(word)\"" }
    return Self.name(ofCharacterIn: bytes, at: at)
  }

  /// The letters from here on, cut where they would fill the line.
  private var word: String {
    let letters = bytes[at..<end].prefix(24).prefix { Self.isLetter($0) }
    return String(decoding: letters, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
  }

  static func name(ofCharacterIn bytes: ContiguousArray<UInt8>, at place: Int) -> String {
    let byte = bytes[place]
    if byte == UInt8(ascii: "\"") { return "a double quote" }
    if byte < 0x20 || byte == 0x7F { return "the control character U+00\(hexadecimal(byte))" }
    guard byte >= 0x80 else { return "\"\(Character(Unicode.Scalar(byte)))\"" }
    guard let length = lengthOfUTF8(in: bytes, at: place) else {
      return "the byte 0x\(hexadecimal(byte)), which is not UTF-8 here"
    }
    let character = String(decoding: bytes[place..<place + length], as: UTF8.self)
    switch character.unicodeScalars.first?.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
      .unassigned:
      let code = character.unicodeScalars.first.map { String($0.value, radix: 16, uppercase: true) }
      return "the invisible character U+\(code ?? "")"
    default:
      return "\"\(character)\""
    }
  }

  static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  /// A way out of the usual mistakes where a value should stand.
  func adviceForValue() -> String? {
    switch next {
    case UInt8(ascii: "'"): return "Texts stand in double quotes."
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return "JSON has no comments."
    case UInt8(ascii: "+"): return "Leave the plus sign out."
    case UInt8(ascii: "."): return "Write a 0 before the point."
    case nil: return nil
    default: break
    }
    switch word {
    case "NaN", "nan", "Infinity", "inf": return "JSON has finite numbers only."
    case "True", "TRUE": return "Write true."
    case "False", "FALSE": return "Write false."
    case "None", "Null", "NULL", "nil": return "Write null."
    default: return nil
    }
  }

  /// A way out of the usual mistakes where a name should stand.
  func adviceForName() -> String? {
    guard let byte = next else { return nil }
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") { return "JSON has no comments." }
    let quotes = byte == UInt8(ascii: "'") || Self.isLetter(byte)
    return quotes ? "Names stand in double quotes." : nil
  }

  /// Names a foreign encoding instead of stumbling over its first byte.
  func refuseOtherEncodings() throws {
    let start = Array(bytes[at..<min(end, at + 4)])
    let encoding: String? =
      if start.starts(with: [0xEF, 0xBB, 0xBF]) {
        "a byte order mark"
      } else if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
        || (start.count >= 2 && (start[0] == 0) != (start[1] == 0))
      {
        "UTF-16"
      } else {
        nil
      }
    guard let encoding else { return }
    throw DescentError(
      .badData, "expected UTF-8, found \(encoding)", at: position,
      fix: "Save the file as UTF-8 without byte order mark.")
  }
}

import Descent

/// What a plain scalar means in YAML.
enum YAMLScalar {
  /// By the core schema of YAML 1.2.2 (section 10.3.2). A number above the range of `Double` is
  /// infinite.
  static func content(_ text: String) -> Value.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .flag(true)
    case "false", "False", "FALSE": return .flag(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: return number(text) ?? .text(text)
    }
  }

  private static func number(_ text: String) -> Value.Content? {
    let bytes = Array(text.utf8)
    if text.hasPrefix("0x") { return radix(text.dropFirst(2), 16) }
    if text.hasPrefix("0o") { return radix(text.dropFirst(2), 8) }
    var at = 0
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") { at = 1 }
    func digits() -> Int {
      let start = at
      while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") {
        at += 1
      }
      return at - start
    }
    let whole = digits()
    var isInteger = true
    var fraction = 0
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      isInteger = false
      fraction = digits()
    }
    guard whole + fraction > 0 else { return nil }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      isInteger = false
      if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
        at += 1
      }
      guard digits() > 0 else { return nil }
    }
    guard at == bytes.count else { return nil }
    // As in JSON, -0 keeps its sign.
    if isInteger, let value = Int(text), !(value == 0 && bytes[0] == UInt8(ascii: "-")) {
      return .integer(value)
    }
    return Double(text).map { .number($0) }
  }

  /// A number in another base, which has no sign; nil where it doesn't fit.
  private static func radix(_ digits: Substring, _ radix: Int) -> Value.Content? {
    guard digits.utf8.first.map({ $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }) == true
    else { return nil }
    return Int(digits, radix: radix).map { .integer($0) }
  }

  /// Whether a text can be written without quotes and is read back as the same text, by this
  /// reader and by those of YAML 1.1, to which `no` is false and `12:30` a number.
  static func isPlain(_ text: String) -> Bool {
    guard case .text = content(text), let first = text.unicodeScalars.first else { return false }
    guard isLetter(first) || isDigit(first) || "_/.".unicodeScalars.contains(first) else {
      return false
    }
    let inner = " _-./+()=@%$^*~".unicodeScalars
    guard text.unicodeScalars.allSatisfy({ isLetter($0) || isDigit($0) || inner.contains($0) })
    else { return false }
    if text.hasSuffix(" ") || text.hasPrefix("...") { return false }
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    if words.contains(text.lowercased()) { return false }
    // Dates, numbers with underscores and numbers of other bases.
    let numeric = "_-.+ TtZzeE".unicodeScalars
    let isNumeric = text.unicodeScalars.allSatisfy { isDigit($0) || numeric.contains($0) }
    let hasBase = ["0x", "0b", "0o"].contains { text.hasPrefix($0) }
    return isLetter(first) || !(isNumeric || hasBase)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  /// A letter of any script.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter: true
    default: false
    }
  }
}

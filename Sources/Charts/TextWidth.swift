/// How wide a text will be, by and large: no font is asked.
enum TextWidth {
  /// The width of a text in a common sans-serif font of this size.
  static func of(_ text: String, size: Double = 11) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share($1) } * size
  }

  /// The text if it fits, otherwise as much of its beginning as does, with an ellipsis.
  static func fitted(_ text: String, _ limit: Double, size: Double = 11) -> String {
    guard limit < .infinity, of(text, size: size) > limit else { return text }
    var result = ""
    var width = size
    for character in text {
      width += of(String(character), size: size)
      if width > limit { break }
      result.append(character)
    }
    return result + "…"
  }

  /// The width of a character as a share of the font's size.
  private static func share(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "t", "f", "r", "I", ".", ",", ":", ";", "'", "|", "!", " ", "(", ")", "-",
      "/":
      0.36
    case "m", "w", "M", "W", "%", "@": 0.9
    case "A"..."Z": 0.68
    case _ where scalar.properties.isEmojiPresentation: 1.3
    case _ where scalar.properties.generalCategory == .nonspacingMark: 0
    case _ where scalar.value >= 0x1100: 1.05
    default: 0.58
    }
  }
}

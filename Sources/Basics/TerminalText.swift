// Texts on a terminal: how many columns they take, and what must not reach it.

extension String {
  /// How many columns of a terminal it takes: none for marks that combine with the character before them,
  /// two for the wide ones of East Asia and for emoji.
  package var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.displayWidth }
  }

  /// The text if it fits, otherwise as much of its beginning as does, with an ellipsis.
  package func shortened(to width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in self {
      let next = character.displayWidth
      if used + next > width - 1 { break }
      result.append(character)
      used += next
    }
    return result + "…"
  }

  /// Lines of at most `width` columns, broken at spaces.
  package func folded(_ width: Int) -> [String] {
    var lines = [""]
    for word in split(separator: " ", omittingEmptySubsequences: false).map(String.init) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if last.displayWidth + 1 + word.displayWidth > width {
        lines.append(word)
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines
  }

  /// Without control characters, which would reach the terminal, and without those that turn the
  /// direction of what follows.
  package var printable: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "?" : $0 }))
  }
}

extension Character {
  /// How many columns of a terminal it takes.
  package var displayWidth: Int {
    if let byte = utf8.first, byte < 0x80, utf8.count == 1 { return 1 }
    var sum = 0
    for scalar in unicodeScalars {
      switch scalar.value {
      // What makes an emoji of several characters, or of one that is a letter otherwise.
      case 0x200D, 0xFE0F, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: return 2
      default: sum += scalar.displayWidth
      }
    }
    return sum
  }
}

extension Unicode.Scalar {
  /// UAX #11, East Asian Width: wide and fullwidth characters take two columns.
  fileprivate var displayWidth: Int {
    switch value {
    case 0x20..<0x7F, 0xA0..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      return 2
    // The vowels and last consonants of Hangul stand in the column of the first one.
    case 0x1160...0x11FF: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  fileprivate var isControl: Bool {
    switch value {
    case ..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

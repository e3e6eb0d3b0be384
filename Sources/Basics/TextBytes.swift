/// The number that an ASCII digit stands for; nil for any other byte.
@inlinable @inline(__always) package func digitValue(_ byte: UInt8) -> UInt64? {
  let value = byte &- UInt8(ascii: "0")
  return value < 10 ? UInt64(value) : nil
}

// Unsafe: these two don't check the offset; whoever calls them has compared it with the length.

extension RawSpan {
  /// The byte at an offset, which must be below `byteCount`.
  @inlinable @inline(__always) package func at(_ offset: Int) -> UInt8 {
    unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The eight bytes from an offset, the first in the lowest place; all must be below `byteCount`.
  @inlinable @inline(__always) package func word(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }
}

extension RawSpan {
  /// Whether the bytes are this word of ASCII, whose letters are small; here they may be capital ones.
  package func isWord(_ word: StaticString) -> Bool {
    guard byteCount == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      for index in 0..<byteCount {
        let (byte, letter) = (at(index), letters[index])
        let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter
        guard byte == letter || isLetter && byte | 0x20 == letter else { return false }
      }
      return true
    }
  }
}

/// A text from a file in quotes as errors show it: at most 40 characters, line ends and other
/// controls spelled out.
package func shown(_ text: String) -> String {
  var result = ""
  for character in text.prefix(40) {
    switch character {
    case "\n", "\r\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default:
      let isControl = character.unicodeScalars.contains {
        $0.value < 0x20 || 0x7F...0x9F ~= $0.value
      }
      result += isControl ? "?" : String(character)
    }
  }
  return "\"\(result)\(text.dropFirst(40).isEmpty ? "" : "...")\""
}

#if Dashboard
  /// Bytes as text, RFC 4648 with padding.
  enum Base64 {
    private static let digits = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> String {
      var text = ContiguousArray<UInt8>()
      text.reserveCapacity((bytes.count + 2) / 3 * 4)
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let part = bytes[start..<min(start + 3, bytes.count)]
        let word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
        for digit in 0..<4 {
          text.append(
            digit > part.count ? UInt8(ascii: "=") : digits[word >> (18 - 6 * digit) & 63])
        }
      }
      return String(decoding: text, as: UTF8.self)
    }

    /// Nil where the text is none.
    static func decoded(_ text: String) -> [UInt8]? {
      let all = Array(text.utf8)
      guard all.count.isMultiple(of: 4) else { return nil }
      let padding = all.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
      var bytes: [UInt8] = []
      bytes.reserveCapacity(all.count / 4 * 3)
      for start in stride(from: 0, to: all.count, by: 4) {
        var word = 0
        for place in start..<(start + 4) {
          let isPadding = place >= all.count - padding
          guard let value = isPadding ? 0 : value(of: all[place]) else { return nil }
          word = word << 6 | value
        }
        bytes += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
      }
      bytes.removeLast(padding)
      return bytes
    }

    private static func value(of digit: UInt8) -> Int? {
      switch digit {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit) - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit) - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit) + 4
      case UInt8(ascii: "+"): 62
      case UInt8(ascii: "/"): 63
      default: nil
      }
    }
  }
#endif

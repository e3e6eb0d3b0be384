import Basics
import Datasets

/// What one look along a line of CSV text finds, eight bytes at a time.
///
/// Only for lines without quotes, where every delimiter ends a cell and every line end a row.
struct CSVLine {
  /// The delimiters on the line.
  var delimiters = 0
  /// Where the line ends: at its line end or at the end of the text.
  var end = 0
  /// Where the next line begins.
  var next = 0

  /// Longer lines take a closer look, which ends at a cell too many.
  private static let longest = 1 << 24

  /// Looks along the line that begins at an offset; nil where there is a quote on it, or where it is very
  /// long.
  @inline(__always) init?(_ bytes: RawSpan, from start: Int, delimiter: UInt8) {
    let delimiters = Pattern(delimiter)
    let quotes = Pattern(UInt8(ascii: "\""))
    let feeds = Pattern(0x0A)
    let returns = Pattern(0x0D)
    var offset = start
    let most = min(bytes.byteCount, start + Self.longest)
    while most &- offset >= 8 {
      let word = bytes.word(offset)
      let special = quotes.matches(word) | feeds.matches(word) | returns.matches(word)
      let found = delimiters.matches(word)
      guard special == 0 else {
        // Only what comes before the first of them counts.
        let first = special.trailingZeroBitCount
        self.delimiters &+= Pattern.count(found & ((1 &<< UInt64(first)) &- 1))
        offset &+= first &>> 3
        break
      }
      self.delimiters &+= Pattern.count(found)
      offset &+= 8
    }
    while offset < most {
      let byte = bytes.at(offset)
      if byte == UInt8(ascii: "\"") { return nil }
      if byte == 0x0A || byte == 0x0D { break }
      if byte == delimiter { self.delimiters &+= 1 }
      offset &+= 1
    }
    if offset == most, most < bytes.byteCount { return nil }
    end = offset
    next = CSVLine.next(bytes, after: offset)
  }

  /// Where the line begins that follows the line end at an offset; LF, CRLF and CR end a line.
  @inline(__always) static func next(_ bytes: RawSpan, after end: Int) -> Int {
    guard end < bytes.byteCount else { return end }
    let isPair =
      bytes.at(end) == 0x0D && end &+ 1 < bytes.byteCount && bytes.at(end &+ 1) == 0x0A
    return end &+ (isPair ? 2 : 1)
  }
}

/// A byte that is looked for in eight bytes at once.
struct Pattern {
  private let repeated: UInt64

  init(_ byte: UInt8) { repeated = UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The highest bit of every byte that is this one, and no other bit.
  @inline(__always) func matches(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let difference = word ^ repeated
    // The lower seven bits carry into the highest unless all are zero.
    return ~(((difference & low) &+ low) | difference | low)
  }

  /// How many bytes matched.
  @inline(__always) static func count(_ matches: UInt64) -> Int {
    Int(truncatingIfNeeded: ((matches &>> 7) &* 0x0101_0101_0101_0101) &>> 56)
  }
}

/// Finds where whole rows end in a CSV text that grows at its end.
///
/// A line end outside of quotes ends a row. That takes no more than counting quotes: two of them in a
/// cell in quotes close and open it.
struct CSVRowEnds {
  /// The offset behind the last line end that ends a row; 0 where there is none.
  private(set) var last = 0
  /// Where the quote is that is still open.
  private var opening: Int?
  private var position = 0

  /// Whether a quote is open for longer than a cell may be: the scanner knows what to say about it.
  func isBroken(_ text: ContiguousArray<UInt8>) -> Bool {
    guard let opening else { return false }
    return text.count - opening > CSVScanner.longestCell + 2
  }

  /// Looks through what is new since the last call. Every end goes to `found`.
  mutating func scan(_ text: ContiguousArray<UInt8>, found: ((Int) -> Void)? = nil) {
    let bytes = text.span.bytes
    while position < bytes.byteCount {
      let byte = bytes.at(position)
      switch byte {
      case UInt8(ascii: "\""): opening = opening == nil ? position : nil
      case 0x0A where opening == nil:
        last = position + 1
        found?(last)
      case 0x0D where opening == nil:
        // What follows may be the other half of a CRLF.
        guard position + 1 < bytes.byteCount else { return }
        if bytes.at(position + 1) != 0x0A {
          last = position + 1
          found?(last)
        }
      default: break
      }
      position += 1
    }
  }

  /// Every end in a text, its own end included.
  static func all(in text: ContiguousArray<UInt8>) -> [Int] {
    var ends: [Int] = []
    var scan = CSVRowEnds()
    scan.scan(text) { ends.append($0) }
    if ends.last != text.count { ends.append(text.count) }
    return ends
  }
}

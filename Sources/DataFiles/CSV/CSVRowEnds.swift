import Basics
import Datasets

/// Finds where whole rows end in a CSV text that grows at its end.
///
/// A line end outside of quotes ends a row. A quote opens a cell where one begins, and two of them in a
/// cell in quotes close and open it; any other is part of a text.
struct CSVRowEnds {
  /// What stands between cells; a comma, a semicolon or a tab until it is known.
  var delimiter: UInt8?
  /// The offset behind the last line end that ends a row; 0 where there is none.
  private(set) var last = 0
  /// Where the quote is that is still open.
  private var opening: Int?
  private var position = 0
  /// Whether a cell begins here, but for spaces.
  private var isAtStart = true
  /// Whether the byte before was a quote that closed.
  private var hasClosed = false

  init(delimiter: UInt8? = nil) { self.delimiter = delimiter }

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
      let wasClosed = hasClosed
      hasClosed = false
      switch byte {
      case UInt8(ascii: "\""):
        if opening != nil {
          (opening, hasClosed) = (nil, true)
        } else if isAtStart || wasClosed {
          opening = position
        }
        isAtStart = false
      case 0x0A where opening == nil:
        last = position + 1
        isAtStart = true
        found?(last)
      case 0x0D where opening == nil:
        isAtStart = true
        // What follows may be the other half of a CRLF.
        guard position + 1 < bytes.byteCount else { return }
        if bytes.at(position + 1) != 0x0A {
          last = position + 1
          found?(last)
        }
      default: if opening == nil { note(byte) }
      }
      position += 1
    }
  }

  /// Whether a cell begins behind this byte.
  private mutating func note(_ byte: UInt8) {
    // A byte order mark is no part of the first cell.
    if position < 3, [0xEF, 0xBB, 0xBF][position] == byte { return }
    let isBetween =
      delimiter.map { $0 == byte }
      ?? (byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\t"))
    if isBetween {
      isAtStart = true
    } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
      isAtStart = false
    }
  }

  /// Every end in a text, its own end included.
  static func all(in text: ContiguousArray<UInt8>, delimiter: UInt8? = nil) -> [Int] {
    var ends: [Int] = []
    var scan = CSVRowEnds(delimiter: delimiter)
    scan.scan(text) { ends.append($0) }
    if ends.last != text.count { ends.append(text.count) }
    return ends
  }
}

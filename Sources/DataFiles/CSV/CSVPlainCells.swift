import Basics
import Datasets

/// Takes a row apart in one go where nothing is odd about it: as many cells as expected, quotes that close.
///
/// Anything else is left to the scanner, which knows what to say about it.
struct CSVPlainCells {
  private let delimiter: UInt8

  /// For the rows of a text; nil where its delimiter takes a closer look.
  init?(_ scanner: CSVScanner) {
    guard scanner.usesShortcuts else { return nil }
    delimiter = scanner.delimiter
  }

  /// Finds the cells of the row that begins at an offset; tells where the next row begins.
  ///
  /// nil where the row isn't plain; `cells` may have been written to then.
  @inline(__always) func read(
    _ bytes: RawSpan, _ start: Int, into cells: inout MutableSpan<CSVCell>
  ) -> Int? {
    // Alone on its line, an empty cell may be a blank line.
    guard cells.count > 1 else { return nil }
    var position = start
    let last = cells.count &- 1
    for index in 0..<last {
      guard let cell = cell(bytes, &position), position < bytes.byteCount,
        bytes.at(position) == delimiter
      else { return nil }
      cells[index] = cell
      position &+= 1
    }
    guard let cell = cell(bytes, &position),
      position &- start <= CSVScanner.longestCell,
      position == bytes.byteCount || bytes.at(position) != delimiter
    else { return nil }
    cells[last] = cell
    return CSVLine.next(bytes, after: position)
  }

  /// The cell at a position, which moves to what ends it; nil for quotes that don't close and for text
  /// behind them.
  @inline(__always) private func cell(_ bytes: RawSpan, _ position: inout Int) -> CSVCell? {
    skipSpaces(bytes, &position)
    if position < bytes.byteCount, bytes.at(position) == UInt8(ascii: "\"") {
      return quoted(bytes, &position)
    }
    let first = position
    findEnd(bytes, &position)
    var end = position
    while end > first, isSpace(bytes.at(end &- 1)) { end &-= 1 }
    return CSVCell(range: Range(uncheckedBounds: (first, end)))
  }

  private func quoted(_ bytes: RawSpan, _ position: inout Int) -> CSVCell? {
    let quote = UInt8(ascii: "\"")
    let first = position &+ 1
    var isDoubled = false
    position = first
    while true {
      while position < bytes.byteCount, bytes.at(position) != quote { position &+= 1 }
      guard position < bytes.byteCount else { return nil }
      let next = position &+ 1
      guard next < bytes.byteCount, bytes.at(next) == quote else { break }
      isDoubled = true
      position = next &+ 1
    }
    let end = position
    position &+= 1
    skipSpaces(bytes, &position)
    guard position == bytes.byteCount || isEnd(bytes.at(position)) else { return nil }
    return CSVCell(
      range: Range(uncheckedBounds: (first, end)), isQuoted: true, isDoubled: isDoubled)
  }

  /// Moves to the next delimiter or line end, eight bytes at a time.
  @inline(__always) private func findEnd(_ bytes: RawSpan, _ position: inout Int) {
    let delimiters = Pattern(delimiter)
    let feeds = Pattern(0x0A)
    let returns = Pattern(0x0D)
    while bytes.byteCount &- position >= 8 {
      let word = bytes.word(position)
      let found = delimiters.matches(word) | feeds.matches(word) | returns.matches(word)
      if found != 0 {
        position &+= found.trailingZeroBitCount &>> 3
        return
      }
      position &+= 8
    }
    while position < bytes.byteCount, !isEnd(bytes.at(position)) { position &+= 1 }
  }

  @inline(__always) private func isEnd(_ byte: UInt8) -> Bool {
    byte == delimiter || byte == 0x0A || byte == 0x0D
  }

  @inline(__always) private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == 0x09 && delimiter != 0x09
  }

  @inline(__always) private func skipSpaces(_ bytes: RawSpan, _ position: inout Int) {
    while position < bytes.byteCount, isSpace(bytes.at(position)) { position &+= 1 }
  }
}

import Basics
import Datasets

/// Reads the numbers of a row in one go, where every cell that is wanted holds a plain number, with
/// spaces or quotes around it or none.
///
/// Anything else is left to the scanner, which knows all there is to a cell.
struct CSVPlainRow {
  private let delimiter: UInt8
  /// For each column its place among the wanted ones, -1 for a column that is stepped over, and below that
  /// -2 - its place among those whose cells are noted.
  private let places: ContiguousArray<Int32>

  /// For these columns of a sheet; nil where its delimiter takes a closer look.
  ///
  /// - Parameters:
  ///   - columns: those whose numbers are wanted.
  ///   - noted: those whose cells are noted, whatever they hold.
  init?(_ sheet: CSVSheet, _ columns: [Int], noting noted: [Int] = []) {
    guard sheet.scanner.usesShortcuts, columns.count <= Int(Int32.max) else { return nil }
    delimiter = sheet.scanner.delimiter
    var places = ContiguousArray<Int32>(repeating: -1, count: sheet.columns)
    for (index, column) in columns.enumerated() {
      // A column that is wanted twice is for the scanner.
      guard places[column] == -1 else { return nil }
      places[column] = Int32(index)
    }
    for (index, column) in noted.enumerated() {
      guard places[column] == -1 else { return nil }
      places[column] = -2 - Int32(index)
    }
    self.places = places
  }

  /// Writes the numbers of the row that begins at an offset to `values`, from `first` on, and where the
  /// noted cells are to `cells`; tells where the next row begins.
  ///
  /// nil where the row holds anything but plain numbers, or isn't plain itself; `values` and `cells` may
  /// have been written to then.
  @inline(__always) func read(
    _ bytes: RawSpan, _ start: Int, into values: inout MutableSpan<Scalar>, _ first: Int,
    noting cells: inout MutableSpan<CSVCell>
  ) -> Int? {
    var position = start
    // Until the first that isn't: looking twice at every cell would take longer.
    var areWhole = true
    for column in 0..<places.count {
      let place = Int(places[column])
      let isLast = column &+ 1 == places.count
      if areWhole, place >= 0, !isLast {
        if let value = wholeNumber(bytes, &position) {
          values[first &+ place] = value
          continue
        }
        areWhole = false
      }
      if place >= 0 {
        guard let value = number(bytes, &position) else { return nil }
        values[first &+ place] = value
      } else {
        guard let cell = skip(bytes, &position) else { return nil }
        if place < -1 { cells[-2 &- place] = cell }
      }
      guard position < bytes.byteCount else {
        return isLast && position &- start <= CSVScanner.longestCell ? position : nil
      }
      let byte = bytes.at(position)
      if byte == delimiter, !isLast {
        position &+= 1
      } else {
        guard isLast, isLineEnd(byte), position &- start <= CSVScanner.longestCell else {
          return nil
        }
        return CSVLine.next(bytes, after: position)
      }
    }
    return nil
  }

  /// A whole number of up to seven digits that a delimiter follows directly, which it steps behind:
  /// what tables of pixels and counts are made of.
  @inline(__always) private func wholeNumber(_ bytes: RawSpan, _ position: inout Int) -> Scalar? {
    guard bytes.byteCount &- position >= 8 else { return nil }
    let word = bytes.word(position)
    let run = DigitRun(word)
    guard 1...7 ~= run.count,
      UInt8(truncatingIfNeeded: word &>> UInt64(8 &* run.count)) == delimiter
    else { return nil }
    position &+= run.count &+ 1
    return Scalar(Int32(truncatingIfNeeded: run.value))
  }

  /// A finite number and the spaces and quotes around it.
  @inline(__always) private func number(_ bytes: RawSpan, _ position: inout Int) -> Scalar? {
    guard position < bytes.byteCount else { return nil }
    var first = bytes.at(position)
    var isQuoted = false
    // Spaces, tabs and quotes come before anything that a number begins with.
    if first <= UInt8(ascii: "\"") {
      skipSpaces(bytes, &position)
      guard position < bytes.byteCount else { return nil }
      isQuoted = bytes.at(position) == UInt8(ascii: "\"")
      if isQuoted { position &+= 1 }
      guard position < bytes.byteCount else { return nil }
      first = bytes.at(position)
    }
    let isNegative = first == UInt8(ascii: "-")
    position &+= isNegative || first == UInt8(ascii: "+") ? 1 : 0
    var decimal = DecimalNumber()
    guard decimal.read(bytes, &position), let magnitude = decimal.nearest else { return nil }
    let sign: UInt64 = isNegative ? 1 << 63 : 0
    let value = Scalar(Double(bitPattern: magnitude.bitPattern | sign))
    guard value.isFinite else { return nil }
    if isQuoted {
      guard position < bytes.byteCount, bytes.at(position) == UInt8(ascii: "\"") else { return nil }
      position &+= 1
    }
    skipSpaces(bytes, &position)
    return value
  }

  /// Steps to the end of a cell that isn't wanted as a number; nil where it isn't plain.
  @inline(__always) private func skip(_ bytes: RawSpan, _ position: inout Int) -> CSVCell? {
    skipSpaces(bytes, &position)
    if position < bytes.byteCount, bytes.at(position) == UInt8(ascii: "\"") {
      return skipQuoted(bytes, &position)
    }
    let first = position
    while position < bytes.byteCount {
      let byte = bytes.at(position)
      if byte == delimiter || isLineEnd(byte) { break }
      position &+= 1
    }
    var end = position
    while end > first, isSpace(bytes.at(end &- 1)) { end &-= 1 }
    return CSVCell(range: Range(uncheckedBounds: (first, end)))
  }

  private func skipQuoted(_ bytes: RawSpan, _ position: inout Int) -> CSVCell? {
    let quote = UInt8(ascii: "\"")
    let first = position &+ 1
    var isDoubled = false
    position = first
    while position < bytes.byteCount {
      let byte = bytes.at(position)
      position &+= 1
      guard byte == quote else { continue }
      guard position < bytes.byteCount, bytes.at(position) == quote else {
        let cell = CSVCell(
          range: Range(uncheckedBounds: (first, position &- 1)), isQuoted: true,
          isDoubled: isDoubled)
        skipSpaces(bytes, &position)
        return cell
      }
      isDoubled = true
      position &+= 1
    }
    return nil
  }

  @inline(__always) private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == 0x09 && delimiter != 0x09
  }

  @inline(__always) private func skipSpaces(_ bytes: RawSpan, _ position: inout Int) {
    while position < bytes.byteCount {
      guard isSpace(bytes.at(position)) else { return }
      position &+= 1
    }
  }

  @inline(__always) private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

import Basics
import Datasets

/// Where the rows of a CSV text are. Rows follow each other without a gap.
struct CSVRows {
  /// Every so many rows the offset is kept.
  static let step = 64
  /// Who has more columns than this has rows and columns the wrong way round, or means no good.
  static let mostColumns = 200_000

  /// How many rows there are.
  private(set) var count = 0
  /// The cells of every row.
  private(set) var columns = 0
  /// How many blank lines there were before the first row and after the last.
  private(set) var blankLines = 0
  /// The offsets of rows 0, 64, 128, ….
  private var marks: [Int] = []

  /// Finds the rows and checks that they make a table.
  ///
  /// - Parameter known: how many cells the first row of the text has, where these are later ones.
  ///
  /// Throws `DescentError` (bad data) for what the scanner refuses, rows of different lengths, blank
  /// lines in the middle, and no rows.
  init(_ start: CSVScanner, columns known: Int? = nil) throws {
    self.init()
    try start.bytes.withSpan { try find(start, $0.bytes, known) }
  }

  private init() {}

  private mutating func find(
    _ start: CSVScanner, _ bytes: RawSpan, _ known: Int?
  ) throws {
    var scanner = start
    var leading = 0
    var blanks = 0
    var firstBlank = 0
    var seen = scanner.position
    while !scanner.isAtEnd {
      scanner.forget(since: &seen)
      let place = scanner.position
      let (cells, isBlank) = try Self.readRow(&scanner, bytes)
      if isBlank {
        if blanks == 0 { firstBlank = place }
        blanks += 1 + Self.skipBlankLines(&scanner, bytes)
        continue
      }
      if count == 0, known == nil { (leading, blanks) = (blanks, 0) }
      guard blanks == 0 else {
        throw scanner.blankLine(at: firstBlank)
      }
      if count == 0 { columns = known ?? cells }
      guard columns <= Self.mostColumns else { throw Self.tooManyColumns(scanner.name) }
      guard cells == columns else {
        throw scanner.wrongCount(cells, expected: columns, at: place)
      }
      if count % Self.step == 0 { marks.append(place) }
      count += 1
    }
    guard count > 0 || known != nil else {
      throw DescentError(.badData, "the file is empty", at: Position(file: scanner.name))
    }
    blankLines = leading + blanks
  }

  /// Steps over lines with nothing in them at all, some mebibytes of them at most; tells how many there are.
  static func skipBlankLines(_ scanner: inout CSVScanner, _ bytes: RawSpan) -> Int {
    var lines = 0
    var at = scanner.position
    let most = min(bytes.byteCount, at + CSVScanner.longestLook)
    while at < most {
      let byte = bytes.at(at)
      guard byte == 0x0A || byte == 0x0D else { break }
      at += byte == 0x0D && at + 1 < bytes.byteCount && bytes.at(at + 1) == 0x0A ? 2 : 1
      lines += 1
    }
    scanner.position = at
    return lines
  }

  /// Steps over a row; tells how many cells it has and whether it is a blank line.
  @inline(__always) static func readRow(
    _ scanner: inout CSVScanner, _ bytes: RawSpan
  ) throws -> (cells: Int, isBlank: Bool) {
    if scanner.usesShortcuts,
      let line = CSVLine(bytes, from: scanner.position, delimiter: scanner.delimiter),
      line.end - scanner.position <= CSVScanner.longestCell
    {
      let isBlank =
        line.delimiters == 0 && scanner.isSpace(from: scanner.position, to: line.end, bytes)
      scanner.position = line.next
      return (line.delimiters + 1, isBlank)
    }
    var cell = CSVCell()
    var cells = 1
    while try scanner.next(&cell) == .delimiter {
      cells += 1
      guard cells <= mostColumns else { throw tooManyColumns(scanner.name) }
    }
    return (cells, cells == 1 && !cell.isQuoted && cell.range.isEmpty)
  }

  /// The error for such a file.
  static func tooManyColumns(_ name: String) -> DescentError {
    DescentError(
      .badData, "more than \(grouped(mostColumns)) columns", at: Position(file: name),
      fix: "Each row is an example, each column a feature of it.")
  }

  /// Where a row begins.
  func offset(of row: Int, _ start: CSVScanner) -> Int {
    start.bytes.withSpan { span in
      var scanner = start
      scanner.position = marks[row / Self.step]
      // The rows were read once already: this can't throw.
      for _ in 0..<(row % Self.step) { _ = try? Self.readRow(&scanner, span.bytes) }
      return scanner.position
    }
  }
}

import Basics
import Datasets

/// What takes the rows of a text, one after the other.
protocol CSVRowTaker: ~Copyable {
  /// Reads the row that begins at an offset by itself and tells where the next one begins; nil where
  /// that isn't possible, and `take` is called for the row.
  mutating func takePlain(_ bytes: RawSpan, _ offset: Int) throws -> Int?
  /// Takes the cells of a row; false ends the walk.
  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) throws -> Bool
}

extension CSVRowTaker where Self: ~Copyable {
  mutating func takePlain(_ bytes: RawSpan, _ offset: Int) throws -> Int? { nil }
}

extension CSVSheet {
  /// What a walk found beside the rows.
  struct Extent {
    var rows: Int
    /// Blank lines around the rows.
    var blankLines: Int
  }

  /// Goes through all rows below the header, piece by piece; nil where the taker ended it.
  ///
  /// - Parameter later: where a row begins before which nothing is looked at; the first one where nil.
  ///
  /// Throws `DescentError` (bad data) where the text is not UTF-8 or not a table, as `CSVTable` does, and
  /// what the taker throws.
  func walk<Taker: CSVRowTaker & ~Copyable>(
    _ taker: inout Taker, from later: Int? = nil
  ) throws -> Extent? {
    try scanner.bytes.withSpan { span in
      let bytes = span.bytes
      var walk = CSVWalk(self, from: later ?? rowsStart)
      while walk.offset < bytes.byteCount {
        let start = walk.offset
        do {
          guard try walk.takePiece(bytes, &taker) else { return nil }
        } catch let error as CSVWalk.Fault {
          // That it is no text at all is said first.
          try checkText(from: start)
          throw error.fault
        }
        try checkText(from: start, to: walk.offset)
        scanner.bytes.forget(start..<walk.offset)
      }
      guard walk.rows > 0 || later != nil else {
        try checkTable()
        throw noRows
      }
      return Extent(rows: walk.rows, blankLines: leadingBlankLines + walk.blanks)
    }
  }
}

extension CSVSheet {
  /// Finds the layout of a text that is read in walks.
  ///
  /// Throws `DescentError` as `CSVTable` does.
  static func read(
    _ text: Numbers<UInt8>, name: String, layout: CSVLayout, origin: JSONLines?,
    labelColumns: (Int) -> Set<Int>
  ) throws -> CSVSheet {
    do {
      var sheet = try CSVSheet(text, name: name, layout: layout, origin: origin)
      do {
        try sheet.readTop(layout, headerNames: [], labelColumns: labelColumns)
      } catch {
        try sheet.checkTable()
        throw error
      }
      return sheet
    } catch let error as DescentError where error.kind == .usage && origin == nil {
      try DataFiles.checkText(text, name: name)
      throw error
    }
  }

  /// Sees that all of the text is a table, which is said before anything else that may be wrong.
  func checkTable() throws {
    if origin == nil { try DataFiles.checkText(scanner.bytes, name: name) }
    let rows = try CSVRows(scanner)
    if rows.count == 1, header != nil, origin == nil { throw noRows }
  }

  /// The error for a header and nothing else.
  var noRows: DescentError {
    DescentError(
      .badData, "there is a header, but no rows", at: Position(file: name),
      fix: "Add rows below the names.")
  }
}

/// The way through the rows of a text.
private struct CSVWalk {
  /// What is wrong with the rows.
  struct Fault: Error {
    let fault: DescentError
  }

  /// Where the next row begins.
  private(set) var offset: Int
  private(set) var rows = 0
  /// The blank lines since the last row.
  private(set) var blanks = 0
  private var firstBlank = 0
  private let pieceSize: Int
  private let plain: CSVPlainCells?
  private var scanner: CSVScanner
  private var cells: ContiguousArray<CSVCell>
  private var found: [CSVCell] = []

  init(_ sheet: CSVSheet, from start: Int) {
    offset = start
    pieceSize = sheet.pieceSize
    plain = CSVPlainCells(sheet.scanner)
    scanner = sheet.scanner
    cells = ContiguousArray(repeating: CSVCell(), count: sheet.columns)
  }

  /// Gives the taker the next rows; false where it has enough.
  mutating func takePiece<Taker: CSVRowTaker & ~Copyable>(
    _ bytes: RawSpan, _ taker: inout Taker
  ) throws -> Bool {
    let end = min(bytes.byteCount, offset &+ pieceSize)
    while offset < end {
      if blanks == 0, let next = try taker.takePlain(bytes, offset) {
        offset = next
        rows &+= 1
        continue
      }
      guard try readRow(bytes) else { continue }
      rows &+= 1
      guard try taker.take(bytes, cells.span) else { return false }
    }
    return true
  }

  /// Finds the cells of the next row; false for a blank line.
  private mutating func readRow(_ bytes: RawSpan) throws -> Bool {
    if blanks == 0, let plain {
      let start = offset
      var span = cells.mutableSpan
      if let next = plain.read(bytes, start, into: &span) {
        offset = next
        return true
      }
    }
    let start = offset
    do {
      scanner.position = offset
      let (count, isBlank) = try CSVRows.readRow(&scanner, bytes)
      offset = scanner.position
      if isBlank {
        if blanks == 0 { firstBlank = start }
        blanks += 1 + CSVRows.skipBlankLines(&scanner, bytes)
        offset = scanner.position
        return false
      }
      guard blanks == 0 else { throw scanner.blankLine(at: firstBlank) }
      guard count == cells.count else {
        throw scanner.wrongCount(count, expected: cells.count, at: start)
      }
      scanner.position = start
      try scanner.readRow(into: &found)
    } catch let error as DescentError {
      throw Fault(fault: error)
    }
    for index in found.indices { cells[index] = found[index] }
    return true
  }
}

extension CSVScanner {
  /// The cells of the next row, into an array that is used again.
  mutating func readRow(into cells: inout [CSVCell]) throws {
    cells.removeAll(keepingCapacity: true)
    var cell = CSVCell()
    while true {
      let end = try next(&cell)
      guard cells.count < CSVRows.mostColumns else { throw CSVRows.tooManyColumns(name) }
      cells.append(cell)
      if end != .delimiter { return }
    }
  }

  /// The error for a blank line between rows.
  func blankLine(at offset: Int) -> DescentError {
    DescentError(
      .badData, "a blank line", at: Position(file: name, line: line(of: offset)), fix: "Delete it.")
  }

  /// The error for a row with more or fewer cells than the first one.
  func wrongCount(_ cells: Int, expected columns: Int, at offset: Int) -> DescentError {
    DescentError(
      .badData, "\(counted(cells, "cell")), but the first row has \(columns)",
      at: Position(file: name, line: line(of: offset)))
  }
}

extension CSVSheet {
  /// Checks that the text is UTF-8.
  fileprivate func checkText(from start: Int, to end: Int? = nil) throws {
    // Rows of JSON were text when they were read.
    guard origin == nil else { return }
    try DataFiles.checkText(
      scanner.bytes, name: name,
      part: (start == rowsStart ? 0 : start)..<(end ?? scanner.bytes.count))
  }
}

import Basics
import Datasets

/// A CSV text that comes piece by piece, as tables of whole rows: a table of any length is read in
/// little memory, and the first rows are there before the last ones have come.
///
/// The tables follow each other and have the columns of the first one; what they say about places
/// counts the lines of the whole text. What `CSVTable` refuses is refused here, too: the rows before it
/// are handed out, then `next` throws. Delimiter and header are found in the first 20 lines, or in the
/// first one alone where it holds the names that are looked for; never does the result depend on how
/// the text is cut.
public final class CSVPieces {
  /// A row may not be longer than this.
  static let longestRow = 1 << 25

  private let more: () throws -> ContiguousArray<UInt8>
  private let name: String
  private var layout: CSVLayout
  private let headerNames: [String]
  private let labelColumns: (Int) -> Set<Int>
  /// The first piece; the others have its columns.
  private var first: CSVTable?
  /// What has come and isn't handed out yet.
  private var text: ContiguousArray<UInt8> = []
  private var ends = CSVRowEnds()
  /// The line ends in what was handed out.
  private var lines = 0
  private var hasEnded = false
  private var failure: DescentError?

  /// Pieces of a text.
  ///
  /// - Parameters:
  ///   - more: gives the next bytes, as many as there are right now, and none at the end.
  ///   - headerNames: the first row is a header if it holds all of them, or looks like one.
  ///   - labelColumns: as `CSVTable` takes it.
  public init(
    _ more: @escaping () throws -> ContiguousArray<UInt8>, name: String,
    layout: CSVLayout = CSVLayout(),
    headerNames: [String] = [], labelColumns: @escaping (Int) -> Set<Int> = { _ in [] }
  ) {
    self.more = more
    self.name = name
    self.layout = layout
    self.headerNames = headerNames
    self.labelColumns = labelColumns
  }

  /// The next rows, one at least; nil at the end.
  ///
  /// Throws `DescentError` (bad data) as `CSVTable` does, and what reading throws.
  public func next() throws -> CSVTable? {
    while true {
      if let failure { throw failure }
      if let end = wholeRows() {
        let table = try self.table(end)
        if table.rows > 0 { return table }
      } else if hasEnded {
        guard first == nil else { return nil }
        throw DescentError(.badData, "the file is empty", at: Position(file: name))
      } else {
        try readOn()
      }
    }
  }

  private func readOn() throws {
    // Bytes that are no text have no line ends; that is seen before there are many of them.
    if text.count > 1 << 20, ends.last == 0, text.contains(0) {
      try checkText(Numbers(text), name: name, linesBefore: first == nil ? nil : lines)
    }
    guard text.count <= Self.longestRow else {
      throw DescentError(
        .badData, "a row of more than 32 MiB", at: Position(file: name, line: lines + 1))
    }
    // What is long and holds no whole row is to grow by half, so that looking again takes little time.
    let wanted = text.count > 1 << 16 ? text.count / 2 : 0
    var come = 0
    repeat {
      let more = try self.more()
      hasEnded = more.isEmpty
      come += more.count
      text += more
    } while !hasEnded && come < wanted && text.count <= Self.longestRow
    ends.scan(text)
  }

  /// Where the rows end that can be handed out; nil where there are none yet.
  private func wholeRows() -> Int? {
    if hasEnded || ends.isBroken(text) { return text.isEmpty ? nil : text.count }
    let end = Self.withoutBlankLines(text, ends.last, tabIsBlank: first?.delimiter != "\t")
    guard end > 0 else { return nil }
    return first != nil || isEnoughToBegin(end) ? end : nil
  }

  /// The end without blank lines before it: whether they may be there shows what comes next.
  private static func withoutBlankLines(
    _ text: ContiguousArray<UInt8>, _ end: Int, tabIsBlank: Bool
  ) -> Int {
    var significant = end
    while significant > 0 {
      let byte = text[significant - 1]
      let isBlank =
        byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: " ") || byte == 0x09 && tabIsBlank
      guard isBlank else { break }
      significant -= 1
    }
    guard significant > 0 else { return 0 }
    while significant < end, text[significant] != 0x0A, text[significant] != 0x0D {
      significant += 1
    }
    return CSVLine.next(text.span.bytes, after: significant)
  }

  /// Whether delimiter and header can be told from what has come.
  private func isEnoughToBegin(_ end: Int) -> Bool {
    let lines = Self.filledLines(text[..<end])
    if lines < 2 { return false }
    if layout.delimiter == nil { layout.delimiter = delimiterByNames() }
    return layout.delimiter != nil || lines >= 20 || end >= 1 << 20
  }

  /// How many lines hold something, up to 20.
  private static func filledLines(_ text: ContiguousArray<UInt8>.SubSequence) -> Int {
    var count = 0
    var isBlank = true
    var isQuoted = false
    for byte in text {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == 0x0A || byte == 0x0D {
        if !isBlank { count += 1 }
        if count == 20 { break }
        isBlank = true
      } else {
        isBlank = isBlank && (byte == UInt8(ascii: " ") || byte == 0x09)
      }
    }
    return count
  }

  /// The delimiter with which the first row holds the names that are looked for.
  private func delimiterByNames() -> Character? {
    guard headerNames.count > 1 else { return nil }
    let candidates: [Character] = ["\t", ";", ","]
    return candidates.first { candidate in
      var scanner = CSVScanner(Numbers(text), name: name, delimiter: candidate.asciiValue ?? 0)
      var names: Set<String> = []
      var cell = CSVCell()
      while let end = try? scanner.next(&cell) {
        names.insert(String(decoding: text[cell.range], as: UTF8.self))
        if end != .delimiter, names != [""] || end == .file { break }
      }
      return names.isSuperset(of: headerNames)
    }
  }

  /// The rows up to an offset; where there is a fault in them, those before it.
  private func table(_ end: Int) throws -> CSVTable {
    let bytes = end == text.count ? text : ContiguousArray(text[..<end])
    if first == nil, layout.delimiter == nil {
      layout.delimiter =
        delimiterByNames() ?? Character(Unicode.Scalar(CSVLayout.guessDelimiter(Numbers(bytes))))
    }
    let table: CSVTable
    do {
      table = try rows(of: bytes)
    } catch let error as DescentError {
      table = try rowsBeforeFault(bytes, error)
    }
    if first == nil { first = table }
    lines += CSVScanner.lineEnds(bytes.span.bytes)
    text = end == text.count ? [] : ContiguousArray(text[end...])
    ends = CSVRowEnds(delimiter: first?.delimiter.asciiValue)
    ends.scan(text)
    return table
  }

  private func rows(of bytes: ContiguousArray<UInt8>) throws -> CSVTable {
    if let first { return try CSVTable(text: bytes, following: first, linesBefore: lines) }
    return try CSVTable(
      text: Numbers(bytes), name: name, layout: layout, headerNames: headerNames,
      labelColumns: labelColumns)
  }

  /// The rows before the first fault in a piece that has one; the fault is thrown by the next call.
  private func rowsBeforeFault(
    _ bytes: ContiguousArray<UInt8>, _ fault: DescentError
  ) throws -> CSVTable {
    // The first two lines decide whether there is a header.
    let ends = CSVRowEnds.all(in: bytes, delimiter: first?.delimiter.asciiValue).filter {
      first != nil || Self.filledLines(bytes[..<$0]) >= 2
    }
    var good: CSVTable?
    var (least, most) = (0, ends.count)
    failure = fault
    while least < most {
      let middle = (least + most) / 2
      do {
        good = try rows(of: ContiguousArray(bytes[..<ends[middle]]))
        least = middle + 1
      } catch let error as DescentError {
        failure = error
        most = middle
      }
    }
    guard let good else { throw failure ?? fault }
    return good
  }
}

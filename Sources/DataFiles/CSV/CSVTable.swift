import Basics
import Datasets

/// The rows and cells of a CSV text, checked to be a table, and not interpreted yet.
///
/// RFC 4180 with commas, semicolons or tabs, any line ends, with or without byte order mark, plain or
/// gzip; or rows of JSON, which become the same. Every row has as many cells as the first. Blank lines before and after the rows are left out.
public struct CSVTable: Sendable {
  /// The text and its layout.
  let sheet: CSVSheet
  /// Where the rows are, header included.
  private let places: CSVRows
  /// 1 where the header is among them.
  private let headerRows: Int

  /// The name of the file, for errors.
  public var name: String { sheet.name }
  /// The character between cells.
  public var delimiter: Character { Character(Unicode.Scalar(sheet.scanner.delimiter)) }
  /// The names of the columns; nil where there is no header.
  public var header: [String]? { sheet.header }
  /// The number of columns.
  public var columns: Int { sheet.columns }
  /// How many blank lines there were before the first row and after the last.
  public var blankLines: Int { places.blankLines }
  /// Whether the table was written as rows of JSON.
  public var isJSON: Bool { sheet.origin != nil }
  /// The number of rows, header not included.
  public var rows: Int { places.count - headerRows }

  /// Reads a table.
  ///
  /// `labelColumns` tells, from the number of columns, which ones may hold text in every row, so that
  /// text there doesn't make the first row a header. Where it isn't given by the layout, the first row
  /// is taken for a header if it holds text in another column (unless a number with sign, point or
  /// exponent stands in that row too: such are values, not names), or if it holds text above a number.
  ///
  /// Throws `DescentError` (bad data) for text that isn't UTF-8, quotes that don't close, rows of
  /// different lengths, blank lines in the middle, no rows, and column names that are empty or double.
  public init(
    _ data: ContiguousArray<UInt8>, name: String, layout: CSVLayout = CSVLayout(),
    labelColumns: (Int) -> Set<Int> = { _ in [] }
  ) throws {
    try self.init(
      data, name: name, layout: layout, headerNames: [], labelColumns: labelColumns)
  }

  /// The same; unless the layout says, the first row is also a header if it holds all these names.
  init(
    _ data: ContiguousArray<UInt8>, name: String, layout: CSVLayout, headerNames: [String],
    labelColumns: (Int) -> Set<Int>
  ) throws {
    let text = try inflatedText(Numbers(data), name: name, .none)
    let origin =
      JSONLines.isLikely(text)
      ? try JSONLines(text, name: name, pieceSize: layout.pieceSize, .none) : nil
    try self.init(
      text: origin?.text ?? text, name: name, layout: layout,
      headerNames: headerNames, labelColumns: labelColumns, origin: origin)
  }

  /// Rows that follow those of another table of the same text.
  init(
    text bytes: ContiguousArray<UInt8>, following first: CSVTable, linesBefore: Int
  ) throws {
    let text = Numbers(bytes)
    try checkText(text, name: first.name, linesBefore: linesBefore)
    sheet = CSVSheet(text, following: first.sheet, linesBefore: linesBefore)
    places = try CSVRows(sheet.scanner, columns: first.columns)
    headerRows = 0
  }

  /// The same of bytes that aren't compressed.
  ///
  /// - Parameter origin: the rows of JSON that the text was made of.
  init(
    text: Numbers<UInt8>, name: String, layout: CSVLayout, headerNames: [String],
    labelColumns: (Int) -> Set<Int>, origin: JSONLines? = nil
  ) throws {
    if origin == nil { try checkText(text, name: name) }
    var sheet = try CSVSheet(text, name: name, layout: layout, origin: origin)
    places = try CSVRows(sheet.scanner)
    try sheet.readTop(layout, headerNames: headerNames, labelColumns: labelColumns)
    self.sheet = sheet
    headerRows = sheet.header == nil || origin != nil ? 0 : 1
    guard rows > 0 else { throw sheet.noRows }
  }

  /// The text of a cell. `row` counts from 0 without the header.
  public func text(row: Int, column: Int) -> String { text(cells(row)[column]) }

  /// Where a cell begins.
  public func position(row: Int, column: Int) -> Position {
    sheet.position(of: cells(row)[column])
  }

  /// What a column is called in messages: `column "age"`, `column 3`.
  public func describe(column: Int) -> String { sheet.describe(column: column) }
}

extension CSVTable {
  /// The cells of a row.
  func cells(_ row: Int) -> [CSVCell] {
    var cells: [CSVCell] = []
    var offset = offset(of: row)
    readCells(fromOffset: &offset, into: &cells)
    return cells
  }

  /// The cells of the row that begins at an offset, which moves on to the next row; into an array that is
  /// used again.
  func readCells(fromOffset offset: inout Int, into cells: inout [CSVCell]) {
    if let plain = CSVPlainCells(sheet.scanner) {
      if cells.count != columns { cells = Array(repeating: CSVCell(), count: columns) }
      let start = offset
      var target = cells.mutableSpan
      let next = sheet.scanner.bytes.withSpan { plain.read($0.bytes, start, into: &target) }
      if let next {
        offset = next
        return
      }
    }
    var scanner = sheet.scanner
    scanner.position = offset
    // The rows were read once already: this can't throw.
    try? scanner.readRow(into: &cells)
    offset = scanner.position
  }

  /// Where a row begins; `row` counts from 0 without the header.
  func offset(of row: Int) -> Int { places.offset(of: row + headerRows, sheet.scanner) }

  /// The content of a cell.
  func text(_ cell: CSVCell) -> String { sheet.text(cell) }

  /// The content of a cell as a number.
  func number(_ cell: CSVCell) -> ParsedNumber { sheet.number(cell) }

  /// The column of this name, or of this number from 1: see `CSVSheet`.
  func column(_ wanted: String, _ role: String) throws -> Int { try sheet.column(wanted, role) }
}

/// The bytes of a text that may be compressed with gzip; what can't be text is refused by its beginning.
func inflatedText(
  _ data: Numbers<UInt8>, name: String, _ memory: MemoryLimit
) throws -> Numbers<UInt8> {
  if isGzip(data) {
    try checkStart(ByteReader(data, name: name).read(1 << 16), name: name)
  }
  return try inflated(data, name: name, memory)
}

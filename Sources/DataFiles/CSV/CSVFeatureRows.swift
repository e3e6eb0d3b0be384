import Basics
import Datasets

/// Numbers on their way from rows to where they are kept.
struct CSVRowNumbers: ~Copyable {
  /// What isn't kept yet; has room for one row more.
  fileprivate var buffer: ContiguousArray<Scalar>
  fileprivate var filled = 0
  fileprivate let width: Int
  private var spool: NumberSpool<Scalar>
  /// What is kept of a row, other things than numbers included.
  private let bytesPerRow: Int
  private var hasExpected = false

  /// - Parameters:
  ///   - most: how many numbers there can be.
  ///   - more: how many bytes are kept of a row beside its numbers.
  init(width: Int, most: Int, more: Int = 0, _ memory: MemoryLimit) {
    self.width = width
    bytesPerRow = width * MemoryLayout<Scalar>.size + more
    let rows = max(1, min(1 << 16, most) / max(1, width))
    buffer = ContiguousArray(repeating: 0, count: rows * width)
    spool = NumberSpool(memory)
  }

  /// Sees to it that there is room for a row; tells whether other rows were moved away for it.
  @discardableResult
  @inline(__always) fileprivate mutating func reserveRow() throws -> Bool {
    guard filled &+ width > buffer.count else { return false }
    try keep()
    return true
  }

  /// Makes room for the numbers of all rows, as soon as some tell how many there may be.
  ///
  /// - Parameters:
  ///   - bytes: how long the rows are that were taken.
  ///   - all: how long all of them are.
  fileprivate mutating func expect(_ bytes: Int, of all: Int) {
    guard !hasExpected, spool.count >= 1 << 20 else { return }
    hasExpected = true
    spool.expect(min(all, Int(1.01 * Double(spool.count) * Double(all) / Double(bytes))))
  }

  /// Whether so much more is kept than there are bytes in the text that the rest is looked through before
  /// more is taken: it may be wrong in its last row, and a file must not take much more memory than it has
  /// bytes to be refused.
  fileprivate func isAhead(_ bytes: Int, of all: Int) -> Bool {
    let kept = spool.count / max(1, width) * bytesPerRow
    guard kept > bytes + (16 << 20) else { return false }
    return Double(kept) * Double(all) > Double(bytes) * Double(all + (40 << 20))
  }

  fileprivate mutating func keep() throws {
    try Self.keep(buffer, filled, in: &spool)
    filled = 0
  }

  private static func keep(
    _ buffer: ContiguousArray<Scalar>, _ count: Int, in spool: inout NumberSpool<Scalar>
  ) throws {
    try spool.append(buffer.span.extracting(first: count))
  }

  consuming func finish() throws -> Numbers<Scalar> {
    try keep()
    return try spool.finish()
  }
}

/// Reads features of which all are hoped to be numbers; the first other one ends the walk.
struct CSVNumberRows: CSVRowTaker, ~Copyable {
  private let columns: [Int]
  private let plain: CSVPlainRow?
  private var noted: ContiguousArray<CSVCell>
  private(set) var others: CSVRowData
  private(set) var numbers: CSVRowNumbers
  private let sheet: CSVSheet
  /// Whether nothing is kept: the rows are looked through.
  private let isLook: Bool
  private var rest = Rest.unseen

  /// What is known of the rows that follow.
  private enum Rest {
    case unseen
    case numbers
    case others
  }

  init(
    _ sheet: CSVSheet, _ columns: [Int], others: CSVRowData, isLook: Bool = false,
    _ memory: MemoryLimit
  ) {
    self.columns = columns
    self.others = others
    self.sheet = sheet
    self.isLook = isLook
    plain = CSVPlainRow(sheet, columns, noting: others.columns)
    noted = ContiguousArray(repeating: CSVCell(), count: others.columns.count)
    numbers = CSVRowNumbers(
      width: columns.count, most: sheet.rowBytes, more: others.bytesPerRow, memory)
  }

  /// Looks through the rows from an offset on.
  private mutating func look(from offset: Int) throws {
    var rows = CSVNumberRows(sheet, columns, others: others, isLook: true, .none)
    rest = try sheet.walk(&rows, from: offset) == nil ? .others : .numbers
  }

  mutating func takePlain(_ bytes: RawSpan, _ offset: Int) throws -> Int? {
    if try numbers.reserveRow(), !isLook {
      let bytes = offset - sheet.rowsStart
      numbers.expect(bytes, of: sheet.rowBytes)
      if rest == .unseen, numbers.isAhead(bytes, of: sheet.rowBytes) { try look(from: offset) }
    }
    guard let plain, rest != .others else { return nil }
    guard let next = Self.read(bytes, offset, plain, &numbers, &noted) else { return nil }
    if isLook { return next }
    numbers.filled &+= columns.count
    others.take(bytes, noted: noted)
    return next
  }

  @inline(__always) private static func read(
    _ bytes: RawSpan, _ offset: Int, _ plain: CSVPlainRow, _ numbers: inout CSVRowNumbers,
    _ noted: inout ContiguousArray<CSVCell>
  ) -> Int? {
    let first = numbers.filled
    var values = numbers.buffer.mutableSpan
    var cells = noted.mutableSpan
    return plain.read(bytes, offset, into: &values, first, noting: &cells)
  }

  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) throws -> Bool {
    guard rest != .others else { return false }
    try numbers.reserveRow()
    for (index, column) in columns.enumerated() {
      guard let value = finiteNumber(bytes, cells[column]) else { return false }
      numbers.buffer[numbers.filled + index] = value
    }
    if isLook { return true }
    numbers.filled += columns.count
    others.take(bytes, cells)
    return true
  }

  consuming func finish() throws -> Numbers<Scalar> { try numbers.finish() }
}

/// Reads features of which is known what they are.
struct CSVCellRows: CSVRowTaker, ~Copyable {
  private var reader: CSVCellReader
  private let dropsRows: Bool
  private(set) var others: CSVRowData
  private let takesOthers: Bool
  private(set) var numbers: CSVRowNumbers
  /// The cell that doesn't fit its column, and which column that is; nothing is read from there on.
  private var fault: (cell: CSVCell, column: Int)?
  private let places: [Int]
  private var rows = 0
  /// The rows that are left out.
  private(set) var dropped: [Int] = []

  /// - Parameters:
  ///   - mayBeEmpty: for each column, whether empty cells are let through.
  ///   - dropsRows: whether rows with empty cells are left out.
  ///   - takesOthers: whether what else the rows have is still to be read.
  ///   - most: how many numbers there can be.
  init(
    _ columns: [(place: Int, column: TableColumn)], mayBeEmpty: [Bool], dropsRows: Bool,
    others: CSVRowData, takesOthers: Bool, most: Int, _ memory: MemoryLimit
  ) {
    reader = CSVCellReader(columns, mayBeEmpty: mayBeEmpty)
    places = columns.map(\.place)
    self.dropsRows = dropsRows
    self.others = others
    self.takesOthers = takesOthers
    numbers = CSVRowNumbers(width: columns.count, most: most, memory)
  }

  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) throws -> Bool {
    if takesOthers { others.take(bytes, cells) }
    guard fault == nil else { return true }
    try numbers.reserveRow()
    if let wrong = Self.read(bytes, cells, &reader, &numbers) {
      fault = (cells[places[wrong]], wrong)
      return true
    }
    if dropsRows, hasGap() { dropped.append(rows) } else { numbers.filled &+= places.count }
    rows &+= 1
    return true
  }

  @inline(__always) private static func read(
    _ bytes: RawSpan, _ cells: Span<CSVCell>, _ reader: inout CSVCellReader,
    _ numbers: inout CSVRowNumbers
  ) -> Int? {
    let first = numbers.filled
    var values = numbers.buffer.mutableSpan
    return reader.read(bytes, cells, into: &values, first)
  }

  private func hasGap() -> Bool {
    for index in numbers.filled..<(numbers.filled + places.count)
    where numbers.buffer[index].isNaN { return true }
    return false
  }

  /// Throws `DescentError` (bad data) for the first cell that doesn't fit its column.
  func check(_ sheet: CSVSheet) throws {
    if let fault { throw reader.fault(fault.column, fault.cell, sheet) }
  }

  consuming func finish() throws -> Numbers<Scalar> { try numbers.finish() }
}

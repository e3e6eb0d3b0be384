import Basics
import Datasets

extension CSVTable {
  /// The numbers of these columns in every row, row-major, [rows][columns.count].
  ///
  /// - Parameter some: these rows only; an error doesn't count the others then.
  ///
  /// Throws `DescentError` (bad data) where a cell holds no finite number that fits `Scalar`: it tells
  /// the place and the content of the first one, and how many there are in how many rows.
  package func numbers(
    in columns: [Int], of some: Range<Int>? = nil, purpose: String
  ) throws -> ContiguousArray<Scalar> {
    let chosen = some ?? 0..<rows
    var values = ContiguousArray<Scalar>(repeating: 0, count: chosen.count * columns.count)
    let plain = CSVPlainRow(sheet, columns)
    let first =
      sheet.scanner.bytes.withSpan { span in
        var target = values.mutableSpan
        var cells: [CSVCell] = []
        var noted = ContiguousArray<CSVCell>()
        var offset = offset(of: chosen.lowerBound)
        for row in chosen {
          let place = (row &- chosen.lowerBound) &* columns.count
          var none = noted.mutableSpan
          if let plain,
            let next = plain.read(span.bytes, offset, into: &target, place, noting: &none)
          {
            offset = next
            continue
          }
          readCells(fromOffset: &offset, into: &cells)
          for (index, column) in columns.enumerated() {
            guard let value = finiteNumber(span.bytes, cells[column]) else {
              return (cells[column], column)
            }
            target[place + index] = value
          }
        }
        return nil
      } as (cell: CSVCell, column: Int)?
    guard let first else { return values }
    throw (some == nil ? try sheet.numbersFault(in: columns, purpose) : nil)
      ?? sheet.wrongNumber(first.cell, column: first.column, purpose: purpose)
  }
}

/// The number in a cell if it is one, finite, and fits `Scalar`.
@inline(__always) func finiteNumber(_ bytes: RawSpan, _ cell: CSVCell) -> Scalar? {
  guard case .number(let value) = parseNumber(bytes.extracting(cell.range)),
    Scalar(value).isFinite
  else { return nil }
  return Scalar(value)
}

extension CSVSheet {
  /// What is wrong with the numbers of some columns, which cells are counted; nil if nothing is.
  ///
  /// - Parameter passesEmpty: whether cells that say that there is no value are no fault; they are counted
  ///   beside.
  func numbersFault(
    in columns: [Int], _ purpose: String, passesEmpty: Bool = false
  ) throws -> DescentError? {
    var search = CSVBadNumbers(columns: columns, passesEmpty: passesEmpty)
    guard let extent = try walk(&search), let first = search.first else { return nil }
    var counts: [String] = []
    if search.cells > 1 {
      counts.append(
        "the first of \(grouped(search.cells)) bad cells in \(grouped(search.rows)) of "
          + counted(extent.rows, "row"))
    }
    if search.empty > 0 {
      counts.append("\(grouped(search.empty)) more \(search.empty == 1 ? "is" : "are") empty")
    }
    let count = counts.isEmpty ? "" : " (\(counts.joined(separator: "; ")))"
    return wrongNumber(first.cell, column: first.column, purpose: purpose, count: count)
  }

  /// The error for a cell that holds no finite number that fits `Scalar`.
  func wrongNumber(
    _ cell: CSVCell, column: Int, purpose: String, count: String = ""
  ) -> DescentError {
    let text = shown(self.text(cell))
    let (fault, fix): (String, String)
    switch number(cell) {
    case .empty: (fault, fix) = ("the cell is empty", "Fill it in, or delete the row.")
    case .notFinite:
      (fault, fix) = ("\(text) is not a finite number", "Replace it, or delete the row.")
    case .number, .tooLarge:
      (fault, fix) = ("\(text) is out of the range of \(Scalar.self)", "Scale the column.")
    case .decimalComma:
      (fault, fix) = ("\(text) is not a number", ParsedNumber.commaFix)
    case .notANumber: (fault, fix) = ("\(text) is not a number", purpose)
    }
    return DescentError(
      .badData, "\(describe(column: column)): \(fault)\(count)",
      at: position(of: cell), fix: fix)
  }
}

extension ParsedNumber {
  /// What to do about a comma in a number.
  static let commaFix = "Write a point for a decimal comma, and nothing between thousands."
}

/// Counts the cells of some columns that are no numbers.
private struct CSVBadNumbers: CSVRowTaker {
  let columns: [Int]
  let passesEmpty: Bool
  private(set) var empty = 0
  private(set) var first: (cell: CSVCell, column: Int)?
  private(set) var cells = 0
  private(set) var rows = 0

  init(columns: [Int], passesEmpty: Bool) {
    self.columns = columns
    self.passesEmpty = passesEmpty
  }

  mutating func take(_ bytes: RawSpan, _ row: Span<CSVCell>) -> Bool {
    let before = cells
    for column in columns {
      let cell = row[column]
      guard finiteNumber(bytes, cell) == nil else { continue }
      if passesEmpty, TableColumn.isMissing(bytes.extracting(cell.range)) {
        empty += 1
        continue
      }
      cells += 1
      if first == nil { first = (cell, column) }
    }
    if cells > before { rows += 1 }
    return true
  }
}

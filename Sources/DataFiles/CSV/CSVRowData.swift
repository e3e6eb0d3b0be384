import Basics
import Datasets

/// What the rows of a CSV file have beside features, taken row by row: targets, weights, keys to split them
/// by.
struct CSVRowData {
  /// The columns that it looks at, each once.
  let columns: [Int]
  private(set) var target: CSVTarget
  private(set) var keys: CSVRowKeys
  /// Where the cells of a row are kept on their way here.
  private var noted: ContiguousArray<CSVCell>

  init(_ sheet: CSVSheet, targets: [Int], _ rowColumns: CSVRowColumns, _ options: CSVOptions) {
    columns = targets + rowColumns.columns
    target = CSVTarget(targets, options)
    keys = CSVRowKeys(rowColumns, sheet, from: targets.count)
    noted = ContiguousArray(repeating: CSVCell(), count: columns.count)
  }

  /// What is kept of a row, about: an index and a number for each cell.
  var bytesPerRow: Int { 2 * MemoryLayout<Scalar>.size * columns.count }

  /// Takes a row, all of its cells.
  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) {
    for index in columns.indices { noted[index] = cells[columns[index]] }
    target.take(bytes, noted)
    keys.take(bytes, noted)
  }

  /// Takes a row, the cells of `columns` alone.
  @inline(__always) mutating func take(_ bytes: RawSpan, noted cells: ContiguousArray<CSVCell>) {
    target.take(bytes, cells)
    keys.take(bytes, cells)
  }
}

extension CSVSheet {
  /// Walks through the rows for what they have beside features alone.
  func rowData(
    _ targets: [Int], _ columns: CSVRowColumns, _ options: CSVOptions
  ) throws -> CSVRowData {
    var rows = CSVDataRows(data: CSVRowData(self, targets: targets, columns, options))
    _ = try walk(&rows)
    return rows.data
  }
}

private struct CSVDataRows: CSVRowTaker {
  var data: CSVRowData

  mutating func take(_ bytes: RawSpan, _ cells: Span<CSVCell>) -> Bool {
    data.take(bytes, cells)
    return true
  }
}

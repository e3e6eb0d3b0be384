/// The numbers behind a chart, as rows of text under column names.
public struct ChartTable: Sendable, Hashable {
  /// The names of the columns.
  public var columns: [String]
  /// The rows, each with as many cells as there are columns.
  public var rows: [[String]]
  /// How many rows there would be, where only some are listed; nil where all are.
  public var total: Int?

  /// A table.
  public init(columns: [String], rows: [[String]], total: Int? = nil) {
    self.columns = columns
    self.rows = rows
    self.total = total
  }

  /// At most so many rows are listed in a page.
  public static let mostRows = 200

  /// Every so many of the rows, at most `mostRows`, the first and the last among them; the total says how many there were.
  public init(columns: [String], count: Int, row: (Int) -> [String]) {
    let places = evenly(count, most: Self.mostRows)
    self.init(
      columns: columns, rows: places.map(row), total: places.count < count ? count : nil)
  }

  /// The table as HTML: a `table` element, escaped.
  public var html: String {
    let head = columns.map { "<th scope=\"col\">\(Drawing.escaped($0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>" + row.map { "<td>\(Drawing.escaped($0))</td>" }.joined() + "</tr>\n"
    }.joined()
    let note = total.map { "<caption>\(rows.count) of \($0) rows</caption>" } ?? ""
    return "<table>\(note)<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody></table>\n"
  }
}

/// Up to `most` of the numbers 0 to count - 1, evenly spaced, the first and the last among them.
package func evenly(_ count: Int, most: Int) -> [Int] {
  guard count > most, most > 1 else { return Array(0..<max(count, 0)) }
  return (0..<most).map { $0 * (count - 1) / (most - 1) }
}

import Datasets

/// Cells whose color says how large a number is: a confusion matrix, histograms over time.
public struct HeatMap: Chart {
  /// A cell.
  public struct Place: Sendable, Hashable {
    /// From the top.
    public var row: Int
    /// From the left.
    public var column: Int

    /// A cell.
    public init(_ row: Int, _ column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// What the chart is called.
  public var title: String
  /// The names of the rows from top to bottom.
  public var rows: [String]
  /// The names of the columns from left to right.
  public var columns: [String]
  /// The numbers, [rows][columns]; a cell without a finite one stays empty.
  public var cells: [[Double]]
  /// How dark each cell is, 0 to 1, in the same order; nil takes the number's share of the largest.
  public var shares: [[Double]]?
  /// What the rows are.
  public var rowAxis: String
  /// What the columns are.
  public var columnAxis: String
  /// Whether the numbers stand in the cells, where there is room for them.
  public var showsNumbers: Bool
  /// Where cells lead in a page, by row and column: `#pair-3-5`.
  public var links: [Place: String] = [:]
  /// How wide it is.
  public var width: Double
  /// How high a row is at most; nil takes squares.
  public var rowHeight: Double?

  /// A heat map.
  public init(
    _ title: String, rows: [String], columns: [String], cells: [[Double]],
    shares: [[Double]]? = nil, rowAxis: String = "", columnAxis: String = "",
    showsNumbers: Bool = true, width: Double = 420, rowHeight: Double? = nil
  ) {
    self.title = title
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.shares = shares
    self.rowAxis = rowAxis
    self.columnAxis = columnAxis
    self.showsNumbers = showsNumbers
    self.width = width
    self.rowHeight = rowHeight
  }

  /// Where the cells lie.
  private struct Layout {
    let left: Double
    let top: Double
    let width: Double
    let height: Double
  }

  private var layout: Layout {
    let names = min(rows.map { TextWidth.of($0) }.max() ?? 0, width * 0.3)
    let left = 14 + names + (rowAxis.isEmpty ? 0 : 16)
    let wide = min((width - left - 10) / Double(max(columns.count, 1)), 64)
    return Layout(
      left: left, top: columnAxis.isEmpty ? 46 : 62, width: wide,
      height: rowHeight ?? min(wide, 40))
  }

  /// As high as its rows need.
  public var size: ChartSize {
    ChartSize(width: width, height: layout.top + Double(rows.count) * layout.height + 10)
  }

  func cell(_ row: Int, _ column: Int) -> Double {
    row < cells.count && column < cells[row].count ? cells[row][column] : .nan
  }

  /// The largest cells in words.
  public var summary: String {
    var all: [(value: Double, name: String)] = []
    for row in rows.indices {
      for column in columns.indices where cell(row, column).isFinite {
        all.append((cell(row, column), "\(rows[row]), \(columns[column])"))
      }
    }
    let largest = all.sorted { $0.value > $1.value }.prefix(3)
    return "\(rows.count) rows, \(columns.count) columns."
      + (largest.isEmpty
        ? ""
        : " Largest: "
          + largest.map { "\($0.name): \(shortNumber($0.value))" }.joined(separator: "; ") + ".")
  }

  /// The numbers as they are; of more than a reader looks through, the largest.
  public var values: ChartTable {
    guard rows.count * columns.count <= Self.mostCells else { return largest }
    return ChartTable(columns: [rowAxis.isEmpty ? "" : rowAxis] + columns, count: rows.count) {
      row in
      [rows[row]] + columns.indices.map { cell(row, $0).isFinite ? shortNumber(cell(row, $0)) : "" }
    }
  }

  /// A table has so many cells at most.
  private static let mostCells = 20_000

  private var largest: ChartTable {
    var places: [(row: Int, column: Int)] = []
    for row in rows.indices {
      for column in columns.indices where cell(row, column).isFinite && cell(row, column) != 0 {
        places.append((row, column))
      }
    }
    let chosen = places.sorted {
      (cell($0.row, $0.column), $1.row, $1.column) > (cell($1.row, $1.column), $0.row, $0.column)
    }.prefix(ChartTable.mostRows)
    return ChartTable(
      columns: [
        rowAxis.isEmpty ? "row" : rowAxis, columnAxis.isEmpty ? "column" : columnAxis, "value",
      ],
      rows: chosen.map {
        [rows[$0.row], columns[$0.column], shortNumber(cell($0.row, $0.column))]
      },
      total: chosen.count < places.count ? places.count : nil)
  }

  /// Draws names and cells.
  public func draw(_ drawing: inout Drawing) {
    let layout = layout
    drawNames(layout, &drawing)
    guard rows.count * columns.count <= Self.mostRectangles else {
      return drawPicture(layout, &drawing)
    }
    let greatest = greatest
    for row in rows.indices {
      for column in columns.indices where cell(row, column).isFinite {
        draw(cell(row, column), share(row, column, greatest), row, column, layout, &drawing)
      }
    }
  }

  var greatest: Double { cells.lazy.flatMap { $0 }.filter(\.isFinite).max() ?? 0 }

  /// How dark a cell is.
  func share(_ row: Int, _ column: Int, _ greatest: Double) -> Double {
    var share = greatest > 0 ? cell(row, column) / greatest : 0
    if let shares, row < shares.count, column < shares[row].count { share = shares[row][column] }
    return share.isFinite ? min(max(share, 0), 1) : 0
  }

  /// Above so many cells they are the pixels of one picture: a rectangle takes a hundred bytes.
  private static let mostRectangles = 900

  private func drawPicture(_ layout: Layout, _ drawing: inout Drawing) {
    let greatest = greatest
    var pixels = ContiguousArray<UInt8>()
    pixels.reserveCapacity(rows.count * columns.count * 4)
    for row in rows.indices {
      for column in columns.indices {
        // The first color, on any ground.
        pixels += [0x2B, 0x8C, 0xCF, UInt8((share(row, column, greatest) * 255).rounded())]
      }
    }
    let picture = try? Picture(
      height: rows.count, width: columns.count, channels: 4, samples: pixels)
    let (wide, high) = (
      Double(columns.count) * layout.width, Double(rows.count) * layout.height
    )
    if let picture { drawing.image(picture.address, layout.left, layout.top, wide, high) }
    for place in links.keys.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
      drawing.link(links[place], tip(place.row, place.column)) { drawing in
        drawing.rectangle(
          layout.left + Double(place.column) * layout.width,
          layout.top + Double(place.row) * layout.height, layout.width, layout.height, "clear")
      }
    }
    drawing.line(layout.left, layout.top, layout.left, layout.top + high, "axis")
    drawing.line(layout.left, layout.top + high, layout.left + wide, layout.top + high, "axis")
  }

  private func drawNames(_ layout: Layout, _ drawing: inout Drawing) {
    let (left, top) = (layout.left, layout.top)
    let right = left + Double(columns.count) * layout.width
    let bottom = top + Double(rows.count) * layout.height
    if !columnAxis.isEmpty {
      drawing.text(columnAxis, x: (left + right) / 2, y: 36, "quiet middle", limit: right - left)
    }
    if !rowAxis.isEmpty {
      drawing.text(
        rowAxis, x: 14, y: (top + bottom) / 2, "quiet middle", limit: bottom - top, turned: true)
    }
    // Names that would run into each other are left out, evenly.
    let every = max(1, Int((13 / layout.height).rounded(.up)))
    for row in stride(from: 0, to: rows.count, by: every) {
      drawing.text(
        rows[row], x: left - 5, y: top + (Double(row) + 0.5) * layout.height + 4, "end",
        limit: width * 0.3)
    }
    let widest = columns.map { TextWidth.of($0) }.max() ?? 0
    let step = max(1, Int((min(widest + 6, 40) / layout.width).rounded(.up)))
    for column in stride(from: 0, to: columns.count, by: step) {
      drawing.text(
        columns[column], x: left + (Double(column) + 0.5) * layout.width, y: top - 6, "middle",
        limit: layout.width * Double(step) - 2)
    }
  }

  private func draw(
    _ value: Double, _ share: Double, _ row: Int, _ column: Int, _ layout: Layout,
    _ drawing: inout Drawing
  ) {
    let x = layout.left + Double(column) * layout.width
    let y = layout.top + Double(row) * layout.height
    let link = links[Place(row, column)]
    drawing.link(link, tip(row, column)) { drawing in
      drawing.rectangle(
        x + 0.5, y + 0.5, layout.width - 1, layout.height - 1, "fill0",
        opacity: 0.04 + 0.96 * share, tip: link == nil ? tip(row, column) : nil)
      draw(number: value, share, x, y, layout, &drawing)
    }
  }

  private func tip(_ row: Int, _ column: Int) -> String {
    "\(rows[row]), \(columns[column]): \(shortNumber(cell(row, column)))"
  }

  private func draw(
    number value: Double, _ share: Double, _ x: Double, _ y: Double, _ layout: Layout,
    _ drawing: inout Drawing
  ) {
    let text = shortNumber(value)
    guard showsNumbers, value != 0, layout.height >= 12, TextWidth.of(text, size: 9) < layout.width
    else { return }
    let isSmall = TextWidth.of(text) + 4 > layout.width || layout.height < 16
    drawing.text(
      text, x: x + layout.width / 2, y: y + layout.height / 2 + 4,
      "middle" + (isSmall ? " small" : "") + (share > 0.5 ? " onfilled" : ""))
  }
}

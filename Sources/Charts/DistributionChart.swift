import Basics
import Datasets

/// How the distribution of numbers changes from moment to moment: a column for each, the darker where the
/// more of its numbers lie, with lines for the median and for the middle 90 %.
public struct DistributionChart: Chart {
  /// The numbers of one moment.
  public struct Column: Sendable, Hashable {
    /// When it was: the epoch.
    public var name: String
    /// Where the bins begin, and where the last one ends, rising.
    public var edges: [Double]
    /// How many numbers fall into each bin.
    public var counts: [Double]
    /// The numbers that 5 %, half and 95 % of the others are not above; not a number where there are none.
    public var quantiles: (low: Double, median: Double, high: Double) {
      get { (low, median, high) }
      set { (low, median, high) = newValue }
    }
    /// What else stands in the table, in the order of the chart's `facts`.
    public var facts: [String]

    private var low: Double
    private var median: Double
    private var high: Double

    /// A column; without as many counts as there are bins it is empty.
    public init(
      _ name: String, edges: [Double], counts: [Double],
      quantiles: (low: Double, median: Double, high: Double), facts: [String] = []
    ) {
      let isWhole = edges.count == counts.count + 1
      self.name = name
      self.edges = isWhole ? edges : []
      self.counts = isWhole ? counts : []
      (low, median, high) = quantiles
      self.facts = facts
    }
  }

  /// What the chart is called.
  public var title: String
  /// From left to right.
  public var columns: [Column]
  /// What the columns are.
  public var columnAxis: String
  /// What is distributed.
  public var y: Axis
  /// The names of the columns' facts.
  public var facts: [String]
  /// What else there is to say.
  public var remark: String
  /// How large it is.
  public var size: ChartSize

  /// A chart of distributions.
  public init(
    _ title: String, _ columns: [Column], columnAxis: String = "epoch", y: Axis = Axis(),
    facts: [String] = [], remark: String = "", size: ChartSize = ChartSize(height: 240)
  ) {
    self.title = title
    self.columns = columns
    self.columnAxis = columnAxis
    self.y = y
    self.facts = facts
    self.remark = remark
    self.size = size
  }

  /// Where the numbers lie at first and at last.
  public var summary: String {
    let known = columns.filter { $0.quantiles.median.isFinite }
    guard let first = known.first, let last = known.last else { return "No numbers." + tail }
    func text(_ column: Column) -> String {
      let (low, median, high) = column.quantiles
      return "\(columnAxis) \(column.name): median \(shortNumber(median)), "
        + "90 % between \(shortNumber(low)) and \(shortNumber(high))"
    }
    let moments = known.count > 1 ? "\(text(first)); \(text(last))." : "\(text(first))."
    let outside = share(outside: bounds)
    return moments
      + (outside > 0 ? " \(fixed(max(outside * 100, 0.1), 1)) % lie outside of the drawing." : "")
      + tail
  }

  private var tail: String { remark.isEmpty ? "" : " " + remark }

  /// A row for each column.
  public var values: ChartTable {
    ChartTable(
      columns: [columnAxis, "least", "5 %", "median", "95 %", "greatest"] + facts,
      count: columns.count
    ) { index in
      let column = columns[index]
      let (low, median, high) = column.quantiles
      return [column.name]
        + [column.edges.first ?? .nan, low, median, high, column.edges.last ?? .nan].map {
          $0.isFinite ? shortNumber($0) : ""
        } + column.facts
    }
  }

  // MARK: The range

  /// What is drawn: all numbers, unless a few of them would press the others into a line.
  private var bounds: ClosedRange<Double>? {
    let full = columns.filter { !$0.edges.isEmpty }
    guard let least = full.compactMap(\.edges.first).min(),
      let greatest = full.compactMap(\.edges.last).max(), least <= greatest
    else { return nil }
    let low = full.map { Self.quantile(0.003, of: $0) }.min() ?? least
    let high = full.map { Self.quantile(0.997, of: $0) }.max() ?? greatest
    let isNarrow = high > low && (high / 2 - low / 2) < 0.55 * (greatest / 2 - least / 2)
    return isNarrow ? low...high : least...greatest
  }

  private static func quantile(_ share: Double, of column: Column) -> Double {
    var left = share * column.counts.reduce(0, +)
    for (bin, count) in column.counts.enumerated() {
      if count > 0, left <= count {
        let (low, high) = (column.edges[bin], column.edges[bin + 1])
        return low + (high - low) * left / count
      }
      left -= count
    }
    return column.edges.last ?? 0
  }

  private func share(outside bounds: ClosedRange<Double>?) -> Double {
    guard let bounds else { return 0 }
    var (outside, all) = (0.0, 0.0)
    for column in columns {
      all += column.counts.reduce(0, +)
      outside += column.counts.reduce(0, +) - Self.rebinned(column, bounds, 1).reduce(0, +)
    }
    return all > 0 && outside > all * 1e-9 ? outside / all : 0
  }

  /// The counts of a column in bins of equal width from one end of a range to the other: what is in a bin
  /// is shared out evenly.
  private static func rebinned(
    _ column: Column, _ range: ClosedRange<Double>, _ bins: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: bins)
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    func place(_ value: Double) -> Double { width > 0 ? (value - range.lowerBound) / width : 0 }
    for (bin, count) in column.counts.enumerated() where count > 0 {
      let (low, high) = (place(column.edges[bin]), place(column.edges[bin + 1]))
      guard high > low else {
        if low >= 0, low <= Double(bins) { result[min(Int(low), bins - 1)] += count }
        continue
      }
      let first = max(low, 0)
      let last = min(high, Double(bins))
      guard first < last else { continue }
      for index in Int(first)...min(Int(last), bins - 1) {
        let part = min(last, Double(index + 1)) - max(first, Double(index))
        if part > 0 { result[index] += count * part / (high - low) }
      }
    }
    return result
  }

  // MARK: Drawing

  /// Rows of pixels that a column has.
  private static let rows = 60

  /// Draws axes, columns and lines.
  public func draw(_ drawing: inout Drawing) {
    var vertical = y
    if vertical.range == nil { vertical.range = bounds }
    // An axis of a given range has no room beyond it, one of equal numbers needs some.
    if let range = vertical.range, !(range.upperBound > range.lowerBound) { vertical.range = nil }
    let fitted = vertical.fitted(to: columns.flatMap(\.edges))
    let frame = Frame(
      &drawing, size,
      x: FittedAxis(Axis(columnAxis), 0...Double(max(columns.count, 1)), marks), y: fitted,
      legend: [("median", 1, 0), ("5 % and 95 %", 1, 1)])
    drawColumns(frame, fitted.bounds, &drawing)
    drawLine(columns.map(\.quantiles.median), dash: 0, frame, &drawing)
    drawLine(columns.map(\.quantiles.low), dash: 1, frame, &drawing)
    drawLine(columns.map(\.quantiles.high), dash: 1, frame, &drawing)
  }

  /// The names of the columns; the frame leaves out those that would run into each other.
  private var marks: [(value: Double, label: String)] {
    columns.indices.map { (Double($0) + 0.5, columns[$0].name) }
  }

  private func drawColumns(
    _ frame: Frame, _ range: ClosedRange<Double>, _ drawing: inout Drawing
  ) {
    let shares = columns.map { column -> [Double] in
      let counts = Self.rebinned(column, range, Self.rows)
      let most = counts.max() ?? 0
      // The root lets what is rare be seen beside a peak.
      return counts.map { most > 0 ? ($0 / most).squareRoot() : 0 }
    }
    var pixels = ContiguousArray<UInt8>()
    pixels.reserveCapacity(Self.rows * columns.count * 4)
    for row in (0..<Self.rows).reversed() {
      for column in shares {
        // The first color, on any ground.
        pixels += [0x2B, 0x8C, 0xCF, UInt8((column[row] * 230).rounded())]
      }
    }
    let picture = try? Picture(
      height: Self.rows, width: columns.count, channels: 4, samples: pixels)
    guard let picture else { return }
    drawing.image(
      picture.address, frame.left, frame.top, frame.right - frame.left,
      frame.bottom - frame.top)
  }

  private func drawLine(
    _ values: [Double], dash: Int, _ frame: Frame, _ drawing: inout Drawing
  ) {
    var data = ""
    var isDrawing = false
    for (index, value) in values.enumerated() {
      guard let x = frame.across(Double(index) + 0.5), let y = frame.down(value) else {
        isDrawing = false
        continue
      }
      // A single column is crossed.
      let half = values.count == 1 ? (frame.right - frame.left) / 2 : 0
      let place = min(max(y, frame.top), frame.bottom)
      data += "\(isDrawing ? "L" : "M")\(coordinate(x - half)) \(coordinate(place))"
      if half > 0 { data += "L\(coordinate(x + half)) \(coordinate(place))" }
      isDrawing = true
    }
    if !data.isEmpty { drawing.path(data, seriesClass("line", 1, dash)) }
  }
}

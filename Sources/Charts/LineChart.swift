/// Lines over a common axis: losses by epoch, curves by threshold.
public struct LineChart: Chart {
  /// One line.
  public struct Series: Sendable {
    /// Its name in the legend.
    public var name: String
    /// From left to right.
    public var x: [Double]
    /// As many; the line has a gap where one is not finite.
    public var y: [Double]
    /// For each point from where to where it may lie, drawn as a band; nil for none.
    public var band: [ClosedRange<Double>?]?
    /// The number of its color; nil takes the next one.
    public var color: Int?
    /// Which dashes: 0 for none, 1 to 3.
    public var dash: Int

    /// A line; `x` and `y` are cut to the same length.
    public init(
      _ name: String, x: [Double], y: [Double], band: [ClosedRange<Double>?]? = nil,
      color: Int? = nil, dash: Int = 0
    ) {
      let count = min(x.count, y.count)
      self.name = name
      self.x = Array(x.prefix(count))
      self.y = Array(y.prefix(count))
      self.band = band.map { Array($0.prefix(count)) }
      self.color = color
      self.dash = dash
    }
  }

  /// A place on the horizontal axis that is named: the best epoch.
  public struct Mark: Sendable, Hashable {
    /// Where it is.
    public var x: Double
    /// What it is called.
    public var name: String

    /// A mark.
    public init(_ name: String, x: Double) {
      self.x = x
      self.name = name
    }
  }

  /// What the chart is called.
  public var title: String
  /// The lines.
  public var series: [Series]
  /// From left to right.
  public var x: Axis
  /// From bottom to top.
  public var y: Axis
  /// Named places.
  public var marks: [Mark]
  /// Whether a line from the lower left to the upper right shows where chance, or truth, would lie.
  public var hasDiagonal: Bool
  /// How large it is.
  public var size: ChartSize

  /// A chart of lines.
  public init(
    _ title: String, _ series: [Series], x: Axis = Axis(), y: Axis = Axis(), marks: [Mark] = [],
    hasDiagonal: Bool = false, size: ChartSize = ChartSize()
  ) {
    self.title = title
    self.series = series
    self.x = x
    self.y = y
    self.marks = marks
    self.hasDiagonal = hasDiagonal
    self.size = size
  }

  /// Where each line begins and ends, and its range.
  public var summary: String {
    let lines = series.map { series in
      let finite = series.y.filter(\.isFinite)
      guard let first = finite.first, let last = finite.last, let low = finite.min(),
        let high = finite.max()
      else { return "\(series.name): no numbers." }
      let gaps = series.y.count - finite.count
      return "\(series.name): from \(shortNumber(first)) to \(shortNumber(last)), "
        + "lowest \(shortNumber(low)), highest \(shortNumber(high))"
        + (gaps == 0 ? "." : ", \(gaps) without a number.")
    }
    let named = marks.map { "\($0.name) at \(shortNumber($0.x))." }
    return (lines + named).joined(separator: " ")
  }

  /// A row for each place on the horizontal axis.
  public var values: ChartTable {
    let places = Set(series.flatMap(\.x)).sorted()
    var cells: [[Double: Double]] = []
    for line in series {
      cells.append(Dictionary(zip(line.x, line.y), uniquingKeysWith: { $1 }))
    }
    return ChartTable(
      columns: [x.name.isEmpty ? "x" : x.name] + series.map(\.name), count: places.count
    ) { index in
      [shortNumber(places[index])]
        + cells.map { $0[places[index]].map(shortNumber) ?? "" }
    }
  }

  /// Draws axes, bands, lines and marks.
  public func draw(_ drawing: inout Drawing) {
    let horizontal = x.fitted(to: series.lazy.flatMap(\.x) + marks.map(\.x))
    let bands = series.flatMap { ($0.band ?? []).compactMap { $0 } }
    let vertical = y.fitted(
      to: series.flatMap(\.y) + bands.map(\.lowerBound) + bands.map(\.upperBound))
    let legend = series.indices.map { (series[$0].name, color($0), dash($0)) }
    let frame = Frame(
      &drawing, size, x: horizontal, y: vertical, legend: series.count > 1 ? legend : [])
    if hasDiagonal {
      drawing.line(frame.left, frame.bottom, frame.right, frame.top, "mark")
    }
    for index in series.indices { drawBand(series[index], color(index), frame, &drawing) }
    for mark in marks { draw(mark, frame, &drawing) }
    for index in series.indices {
      drawLine(
        series[index], seriesClass("line", color(index), dash(index)), index, frame, &drawing)
    }
  }

  private func color(_ index: Int) -> Int { series[index].color ?? index }

  private func dash(_ index: Int) -> Int {
    series[index].dash != 0 ? series[index].dash : index / ChartTheme.colors
  }

  private func draw(_ mark: Mark, _ frame: Frame, _ drawing: inout Drawing) {
    guard let place = frame.across(mark.x) else { return }
    drawing.line(place, frame.top, place, frame.bottom, "mark")
    let isLate = place > (frame.left + frame.right) / 2
    drawing.text(
      mark.name, x: place + (isLate ? -4 : 4), y: frame.top + 9, isLate ? "quiet end" : "quiet",
      limit: (frame.right - frame.left) / 2)
  }

  private func drawLine(
    _ line: Series, _ classes: String, _ index: Int, _ frame: Frame, _ drawing: inout Drawing
  ) {
    var data = ""
    var isDrawing = false
    for point in thinned(line) {
      guard let x = frame.across(line.x[point]), let y = frame.down(line.y[point]) else {
        isDrawing = false
        continue
      }
      data += "\(isDrawing ? "L" : "M")\(coordinate(x)) \(coordinate(y))"
      isDrawing = true
    }
    if !data.isEmpty { drawing.path(data, classes) }
    // A line of one point is nothing to see.
    for (x, y) in alone(line) {
      guard let x = frame.across(x), let y = frame.down(y) else { continue }
      drawing.circle(x, y, 2.6, "fill\(color(index) % ChartTheme.colors)")
    }
  }

  /// Points without a neighbour that has a number.
  private func alone(_ line: Series) -> [(Double, Double)] {
    line.y.indices.compactMap { index in
      guard line.y[index].isFinite else { return nil }
      let before = index > 0 && line.y[index - 1].isFinite
      let behind = index + 1 < line.y.count && line.y[index + 1].isFinite
      return before || behind ? nil : (line.x[index], line.y[index])
    }
  }

  private func drawBand(
    _ line: Series, _ color: Int, _ frame: Frame, _ drawing: inout Drawing
  ) {
    guard let band = line.band else { return }
    var (upper, lower) = ([String](), [String]())
    for index in band.indices {
      guard let range = band[index], let x = frame.across(line.x[index]),
        let low = frame.down(range.lowerBound), let high = frame.down(range.upperBound)
      else { continue }
      upper.append("\(coordinate(x)) \(coordinate(high))")
      lower.append("\(coordinate(x)) \(coordinate(low))")
    }
    guard upper.count > 1 else { return }
    drawing.path(
      "M" + (upper + lower.reversed()).joined(separator: "L") + "Z",
      "band fill\(color % ChartTheme.colors)")
  }

  /// Lines have so many points at most, about one for every unit across.
  private static let mostPoints = 400

  /// The points that are drawn: all, or of each stretch the lowest and the highest, so that no spike is
  /// lost; a stretch without any number is a gap.
  private func thinned(_ line: Series) -> [Int] {
    let count = line.y.count
    guard count > Self.mostPoints else { return Array(0..<count) }
    let stretches = Self.mostPoints / 2
    return (0..<stretches).flatMap { stretch -> [Int] in
      let range = (count * stretch / stretches)..<(count * (stretch + 1) / stretches)
      let finite = range.filter { line.y[$0].isFinite }
      guard let low = finite.min(by: { line.y[$0] < line.y[$1] }),
        let high = finite.max(by: { line.y[$0] < line.y[$1] })
      else { return [range.lowerBound] }
      return low == high ? [low] : [min(low, high), max(low, high)]
    }
  }
}

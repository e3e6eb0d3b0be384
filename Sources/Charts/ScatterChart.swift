import Datasets

/// Points in a plane: predicted against actual, a map of the data.
public struct ScatterChart: Chart {
  /// Points of one color.
  public struct Series: Sendable {
    /// Its name in the legend.
    public var name: String
    /// From left to right.
    public var x: [Double]
    /// From bottom to top, as many.
    public var y: [Double]
    /// What is said to whoever points at a point: as many, or none.
    public var tips: [String] = []
    /// What is shown to whoever points at it: as many, or none.
    public var pictures: [Picture] = []
    /// In place of these, the names of what is shown and lies elsewhere on the page: as many, or none.
    public var peeks: [String] = []

    /// Points; `x` and `y` are cut to the same length.
    public init(_ name: String, x: [Double], y: [Double]) {
      let count = min(x.count, y.count)
      self.name = name
      self.x = Array(x.prefix(count))
      self.y = Array(y.prefix(count))
    }

    fileprivate func peek(_ point: Int) -> String? {
      if peeks.count == x.count { return "#" + peeks[point] }
      return pictures.count == x.count ? pictures[point].address : nil
    }
  }

  /// What the chart is called.
  public var title: String
  /// The points.
  public var series: [Series]
  /// From left to right.
  public var x: Axis
  /// From bottom to top.
  public var y: Axis
  /// Whether a line shows where both numbers are the same.
  public var hasDiagonal: Bool
  /// Points that are drawn at most, evenly chosen from each series; the summary says so where there are
  /// more.
  public var mostPoints: Int
  /// How large it is.
  public var size: ChartSize

  /// A chart of points.
  public init(
    _ title: String, _ series: [Series], x: Axis = Axis(), y: Axis = Axis(),
    hasDiagonal: Bool = false, mostPoints: Int = 2000, size: ChartSize = ChartSize()
  ) {
    self.title = title
    self.series = series
    self.x = x
    self.y = y
    self.hasDiagonal = hasDiagonal
    self.mostPoints = mostPoints
    self.size = size
  }

  private var count: Int { series.reduce(0) { $0 + $1.x.count } }

  /// How many points there are, and how many of them are drawn.
  public var summary: String {
    let drawn = series.indices.reduce(0) { $0 + chosen($1).count }
    let groups = series.count > 1 ? " in \(series.count) groups" : ""
    let placeless = series.reduce(0) { sum, line in
      sum + line.x.indices.count { !line.x[$0].isFinite || !line.y[$0].isFinite }
    }
    let missing = placeless == 0 ? "" : " \(placeless) have no place."
    return
      (drawn == count
      ? "\(count) points\(groups)." : "\(drawn) of \(count) points\(groups), evenly chosen.")
      + missing
  }

  /// A row for each point.
  public var values: ChartTable {
    var starts = [0]
    for line in series { starts.append((starts.last ?? 0) + line.x.count) }
    let names = [x.name.isEmpty ? "x" : x.name, y.name.isEmpty ? "y" : y.name]
    return ChartTable(columns: ["group"] + names, count: count) { row in
      let group = (starts.firstIndex { $0 > row } ?? 1) - 1
      let line = series[group]
      let index = row - starts[group]
      return [line.name, shortNumber(line.x[index]), shortNumber(line.y[index])]
    }
  }

  private func chosen(_ index: Int) -> [Int] {
    let points = series[index].x.count
    let most = count > mostPoints ? max(2, points * mostPoints / max(count, 1)) : points
    return evenly(points, most: most)
  }

  /// Draws axes and points.
  public func draw(_ drawing: inout Drawing) {
    let horizontal = x.fitted(to: series.lazy.flatMap(\.x))
    let vertical = y.fitted(to: series.lazy.flatMap(\.y))
    let legend = series.indices.map { (series[$0].name, $0, $0 / ChartTheme.colors) }
    let frame = Frame(
      &drawing, size, x: horizontal, y: vertical, legend: series.count > 1 ? legend : [],
      hasPoints: true)
    if hasDiagonal { drawDiagonal(frame, &drawing) }
    let radius = count > 500 ? 1.4 : count > 100 ? 2 : 2.8
    for index in series.indices {
      let line = series[index]
      for point in chosen(index) {
        guard let x = frame.across(line.x[point]), let y = frame.down(line.y[point]) else {
          continue
        }
        drawing.point(
          x, y, radius, pointClass(index),
          tip: point < line.tips.count ? line.tips[point] : nil,
          picture: line.peek(point),
          corner: (frame.right - Self.pictureSide, frame.top))
      }
    }
  }

  /// How large a picture is shown.
  private static let pictureSide = 64.0

  private func drawDiagonal(_ frame: Frame, _ drawing: inout Drawing) {
    let low = max(frame.x.bounds.lowerBound, frame.y.bounds.lowerBound)
    let high = min(frame.x.bounds.upperBound, frame.y.bounds.upperBound)
    guard low < high, let x1 = frame.across(low), let y1 = frame.down(low),
      let x2 = frame.across(high), let y2 = frame.down(high)
    else { return }
    drawing.line(x1, y1, x2, y2, "mark")
  }
}

/// How often values fall into the bins of one axis; several can lie over each other.
public struct HistogramChart: Chart {
  /// One count for each bin.
  public struct Series: Sendable, Hashable {
    /// Its name in the legend.
    public var name: String
    /// As many as there are bins; the rest is taken for 0.
    public var counts: [Double]

    /// Counts.
    public init(_ name: String, _ counts: [Double]) {
      self.name = name
      self.counts = counts
    }
  }

  /// What the chart is called.
  public var title: String
  /// Where the bins begin, and where the last one ends.
  public var edges: [Double]
  /// The counts.
  public var series: [Series]
  /// What is counted by.
  public var x: Axis
  /// What is counted.
  public var y: Axis
  /// How large it is.
  public var size: ChartSize

  /// A histogram of bins that have been counted.
  public init(
    _ title: String, edges: [Double], _ series: [Series], x: Axis = Axis(),
    y: Axis = Axis("rows"), size: ChartSize = ChartSize()
  ) {
    self.title = title
    self.edges = edges
    self.series = series
    self.x = x
    self.y = y
    self.size = size
  }

  /// A histogram of values: bins of equal width from the least to the greatest finite one.
  ///
  /// - Parameter bins: how many.
  public init(
    _ title: String, values: [Double], bins: Int = 30, x: Axis = Axis(), y: Axis = Axis("rows"),
    size: ChartSize = ChartSize()
  ) {
    let finite = values.filter(\.isFinite)
    let low = finite.min() ?? 0
    let high = max(finite.max() ?? 1, low)
    let wanted = (high - low) / Double(max(bins, 1))
    // One bin where bins would have no width, or none that is a number.
    let isDivided = wanted.isNormal
    let width = isDivided ? wanted : 1
    let count = isDivided ? max(bins, 1) : 1
    var counts = [Double](repeating: 0, count: count)
    for value in finite {
      counts[isDivided ? min(max(Int((value - low) / width), 0), count - 1) : 0] += 1
    }
    let start = isDivided ? low : low - 0.5
    self.init(
      title, edges: (0...count).map { start + Double($0) * width }, [Series(y.name, counts)], x: x,
      y: y, size: size)
  }

  private func count(_ index: Int, _ bin: Int) -> Double {
    bin < series[index].counts.count ? series[index].counts[bin] : 0
  }

  private var bins: Int { max(edges.count - 1, 0) }

  /// How many there are in all, and where most are.
  public var summary: String {
    series.indices.map { index in
      let all = (0..<bins).reduce(0.0) { $0 + count(index, $1) }
      guard all > 0, let most = (0..<bins).max(by: { count(index, $0) < count(index, $1) }) else {
        return "\(series[index].name): none."
      }
      return "\(series[index].name): \(shortNumber(all)) in all, most between "
        + "\(shortNumber(edges[most])) and \(shortNumber(edges[most + 1]))."
    }.joined(separator: " ")
  }

  /// A row for each bin.
  public var values: ChartTable {
    ChartTable(columns: ["from", "to"] + series.map(\.name), count: bins) { bin in
      [shortNumber(edges[bin]), shortNumber(edges[bin + 1])]
        + series.indices.map { shortNumber(count($0, bin)) }
    }
  }

  /// Draws axes and bins.
  public func draw(_ drawing: inout Drawing) {
    let counts = series.indices.flatMap { index in (0..<bins).map { count(index, $0) } }
    var across = x
    if across.range == nil, let first = edges.first, let last = edges.last, first < last {
      across.range = first...last
    }
    let legend = series.indices.map { (series[$0].name, $0, 0) }
    let frame = Frame(
      &drawing, size, x: across.fitted(to: edges), y: y.fitted(to: counts + [0]),
      legend: series.count > 1 ? legend : [])
    for index in series.indices {
      for bin in 0..<bins where count(index, bin) > 0 {
        guard let left = frame.across(edges[bin]), let right = frame.across(edges[bin + 1]),
          let top = frame.down(count(index, bin))
        else { continue }
        drawing.rectangle(
          left + 0.5, top, right - left - 1, frame.bottom - top,
          "fill\(index % ChartTheme.colors)", opacity: series.count > 1 ? 0.5 : nil,
          tip: "\(shortNumber(edges[bin])) to \(shortNumber(edges[bin + 1])): "
            + shortNumber(count(index, bin)))
      }
    }
  }
}

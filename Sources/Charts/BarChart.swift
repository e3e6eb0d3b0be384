/// Bars from left to right with their names at the left: figures by class, importances.
///
/// Names of any length can be read this way, at any width.
public struct BarChart: Chart {
  /// One bar.
  public struct Bar: Sendable, Hashable {
    /// What it stands for.
    public var name: String
    /// How long it is; none is drawn for what is not finite.
    public var value: Double
    /// From where to where the value may lie, drawn as a thin line; nil for none.
    public var range: ClosedRange<Double>?
    /// The number of its color.
    public var color: Int

    /// A bar.
    public init(_ name: String, _ value: Double, range: ClosedRange<Double>? = nil, color: Int = 0)
    {
      self.name = name
      self.value = value
      self.range = range
      self.color = color
    }
  }

  /// What the chart is called.
  public var title: String
  /// The bars from top to bottom.
  public var bars: [Bar]
  /// What is measured.
  public var axis: Axis
  /// How wide it is; its height is that of the bars.
  public var width: Double
  /// Bars that are drawn at most, the first ones; the summary says so where there are more.
  public var mostBars: Int

  /// A chart of bars.
  public init(
    _ title: String, _ bars: [Bar], axis: Axis = Axis(), width: Double = 420, mostBars: Int = 40
  ) {
    self.title = title
    self.bars = bars
    self.axis = axis
    self.width = width
    self.mostBars = mostBars
  }

  private static let step = 19.0

  /// As high as the bars need.
  public var size: ChartSize {
    let rows = Double(min(bars.count, mostBars))
    return ChartSize(width: width, height: 64 + rows * Self.step + (axis.name.isEmpty ? 0 : 16))
  }

  /// The bars in words.
  public var summary: String {
    let shown = bars.prefix(12).map { "\($0.name) \(shortNumber($0.value))" }
    let more = bars.count - shown.count
    let drawn = bars.count > mostBars ? " The first \(mostBars) of \(bars.count) are drawn." : ""
    return shown.joined(separator: ", ") + (more > 0 ? ", and \(more) more." : ".") + drawn
  }

  /// A row for each bar.
  public var values: ChartTable {
    ChartTable(
      columns: ["name", axis.name.isEmpty ? "value" : axis.name], count: bars.count
    ) { [bars[$0].name, shortNumber(bars[$0].value)] }
  }

  /// Draws names, bars, ranges and numbers.
  public func draw(_ drawing: inout Drawing) {
    let shown = bars.prefix(mostBars)
    let names = min(shown.map { TextWidth.of($0.name) }.max() ?? 0, width * 0.38)
    let ends = shown.flatMap { [$0.range?.lowerBound, $0.range?.upperBound].compactMap { $0 } }
    let fitted = axis.fitted(to: shown.map(\.value) + ends + (axis.scale == .linear ? [0] : []))
    let left = 18 + names
    let right = width - 52
    let place = { (value: Double) in fitted.share(value).map { left + $0 * (right - left) } }
    let bottom = 30 + Double(shown.count) * Self.step
    for (value, label) in fitted.marks {
      guard let x = place(value) else { continue }
      drawing.line(x, 28, x, bottom, "grid")
      drawing.text(label, x: x, y: bottom + 15, "quiet middle")
    }
    if !axis.name.isEmpty {
      drawing.text(axis.name, x: (left + right) / 2, y: bottom + 31, "quiet middle", limit: right)
    }
    let base = place(min(max(0, fitted.bounds.lowerBound), fitted.bounds.upperBound)) ?? left
    for (index, bar) in shown.enumerated() {
      draw(bar, 30 + Double(index) * Self.step, base, left, place, &drawing)
    }
    drawing.line(base, 28, base, bottom, "axis")
  }

  private func draw(
    _ bar: Bar, _ top: Double, _ base: Double, _ left: Double, _ place: (Double) -> Double?,
    _ drawing: inout Drawing
  ) {
    let middle = top + Self.step / 2
    drawing.text(bar.name, x: left - 6, y: middle + 4, "end", limit: width * 0.38)
    guard let end = place(bar.value) else {
      drawing.text(shortNumber(bar.value), x: base + 5, y: middle + 4, "quiet")
      return
    }
    drawing.rectangle(
      min(base, end), top + 2.5, abs(end - base), Self.step - 5,
      "fill\(bar.color % ChartTheme.colors)",
      opacity: bar.range == nil ? nil : 0.55, tip: "\(bar.name): \(shortNumber(bar.value))")
    var far = max(end, base)
    if let range = bar.range, let low = place(range.lowerBound), let high = place(range.upperBound)
    {
      drawing.line(low, middle, high, middle, "axis")
      for x in [low, high] { drawing.line(x, middle - 3, x, middle + 3, "axis") }
      far = max(far, high)
    }
    let text = axis.isShare ? shortNumber(bar.value * 100) + " %" : shortNumber(bar.value)
    drawing.text(text, x: far + 5, y: middle + 4, "quiet")
  }
}

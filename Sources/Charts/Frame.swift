/// Where a chart's numbers are drawn: between its axes, below its title and legend.
struct Frame {
  let x: FittedAxis
  let y: FittedAxis
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  /// A name in the legend and the number of its color.
  typealias LegendEntry = (name: String, color: Int, dash: Int)

  /// Draws axes, grid and legend, and leaves room for them.
  init(
    _ drawing: inout Drawing, _ size: ChartSize, x: FittedAxis, y: FittedAxis,
    legend: [LegendEntry] = [], hasPoints: Bool = false
  ) {
    self.x = x
    self.y = y
    let widest = y.marks.map { TextWidth.of($0.label) }.max() ?? 0
    left = 12 + widest + (y.axis.name.isEmpty ? 0 : 16)
    right = size.width - 14
    let below = Self.drawLegend(&drawing, legend, hasPoints, width: size.width)
    top = below + 10
    bottom = size.height - (x.axis.name.isEmpty ? 22 : 38)
    drawAxes(&drawing)
  }

  /// Where a number lies from left to right.
  func across(_ value: Double) -> Double? { x.share(value).map { left + $0 * (right - left) } }

  /// Where a number lies from top to bottom.
  func down(_ value: Double) -> Double? { y.share(value).map { bottom - $0 * (bottom - top) } }

  private func drawAxes(_ drawing: inout Drawing) {
    for (value, label) in y.marks {
      guard let place = down(value), place > top - 1, place < bottom + 1 else { continue }
      drawing.line(left, place, right, place, "grid")
      drawing.text(label, x: left - 5, y: place + 4, "quiet end")
    }
    drawing.line(left, bottom, right, bottom, "axis")
    drawMarks(&drawing)
    if !x.axis.name.isEmpty {
      drawing.text(
        x.axis.name, x: (left + right) / 2, y: bottom + 32, "quiet middle", limit: right - left)
    }
    if !y.axis.name.isEmpty {
      drawing.text(
        y.axis.name, x: 14, y: (top + bottom) / 2, "quiet middle", limit: bottom - top, turned: true
      )
    }
  }

  private func drawMarks(_ drawing: inout Drawing) {
    var free = -Double.infinity
    for (value, label) in x.marks {
      guard let place = across(value) else { continue }
      let half = TextWidth.of(label) / 2
      drawing.line(place, bottom, place, bottom + 4, "axis")
      guard place - half > free else { continue }
      drawing.text(label, x: min(place, right + 12 - half), y: bottom + 16, "quiet middle")
      free = place + half + 6
    }
  }

  /// Draws names with their colors in as many lines as they take; returns where they end.
  private static func drawLegend(
    _ drawing: inout Drawing, _ entries: [LegendEntry], _ hasPoints: Bool, width: Double
  ) -> Double {
    guard !entries.isEmpty else { return 26 }
    var (x, y) = (10.0, 36.0)
    for entry in entries {
      let wide = min(TextWidth.of(entry.name), width - 50) + 34
      if x + wide > width, x > 10 { (x, y) = (10, y + 15) }
      if hasPoints {
        drawing.circle(x + 11, y - 4, 3.5, pointClass(entry.color))
      } else {
        drawing.line(x, y - 4, x + 16, y - 4, seriesClass("line", entry.color, entry.dash))
      }
      drawing.text(entry.name, x: x + 20, y: y, limit: width - 50)
      x += wide
    }
    return y + 2
  }
}

/// The classes of a series' lines: its color, and a dash where another series differs by nothing else.
func seriesClass(_ kind: String, _ color: Int, _ dash: Int = 0) -> String {
  let name = "\(kind) stroke\(color % ChartTheme.colors)"
  return dash == 0 ? name : name + " dash\((dash - 1) % 3 + 1)"
}

/// The class of a series' points: discs, and rings where another series has the same color.
func pointClass(_ index: Int) -> String {
  let color = index % ChartTheme.colors
  return index / ChartTheme.colors % 2 == 0 ? "fill\(color)" : "ring stroke\(color)"
}

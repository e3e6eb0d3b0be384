import Basics

/// Curves over the epochs, with an axis on the left and one below.
package struct CurvePlot {
  /// One curve.
  package struct Series {
    /// `training` or `validation`.
    package var name: String
    package var ink: Ink
    package var curve: Curve
    /// What is said to be its last value; nil for that of the curve.
    package var now: Double?

    /// A curve.
    package init(name: String, ink: Ink, curve: Curve, now: Double? = nil) {
      self.name = name
      self.ink = ink
      self.curve = curve
      self.now = now
    }
  }

  /// What is measured: `loss`.
  package var name: String
  package var series: [Series]
  /// The epoch at the right end.
  package var end: Int

  /// A plot.
  package init(name: String, series: [Series], end: Int) {
    self.name = name
    self.series = series
    self.end = end
  }

  /// A title with the last figures, rows of dots, and the ends of the lower axis.
  package func lines(columns: Int, rows: Int, look: TerminalLook) -> [TerminalLine] {
    let scale = scale
    let labels = labels(scale, rows: rows)
    let margin = labels.compactMap { $0?.displayWidth }.max() ?? 0
    var grid = DotGrid(columns: columns - margin - 2, rows: rows, look: look)
    if let scale { for one in series { draw(one, scale, look, &grid) } }
    var lines = [title(columns: columns, look: look)]
    for row in 0..<rows {
      var line = TerminalLine()
      let label = labels[row]
      line.add(padded(label ?? "", margin) + " ", .quiet, look)
      line.add(String(label == nil ? look.symbol("│", "|") : look.symbol("┤", "+")), .quiet, look)
      line.add(grid.line(row, look))
      lines.append(line)
    }
    let (first, last) = ("1", grouped(end))
    let gap = columns - margin - 2 - first.count - last.count
    lines.append(
      TerminalLine(
        String(repeating: " ", count: margin + 2) + first
          + (end > 1 && gap > 0 ? String(repeating: " ", count: gap) + last : ""), .quiet, look))
    return lines
  }

  private var scale: Scale? {
    let parts = series.flatMap(\.curve.parts)
    guard let least = parts.map(\.least).min(), let most = parts.map(\.greatest).max() else {
      return nil
    }
    return Scale(least: least, most: most, isShare: isShare(name))
  }

  /// What stands beside each row: numbers at both ends, and one between them where there is room.
  private func labels(_ scale: Scale?, rows: Int) -> [String?] {
    var labels = [String?](repeating: nil, count: rows)
    guard let scale else { return labels }
    labels[0] = scale.label(scale.high)
    if rows > 1 { labels[rows - 1] = scale.label(scale.low) }
    if rows >= 5, rows % 2 == 1 {
      labels[rows / 2] = scale.label(scale.low / 2 + scale.high / 2)
    }
    return labels
  }

  private func draw(_ one: Series, _ scale: Scale, _ look: TerminalLook, _ grid: inout DotGrid) {
    // Without colors, what was not trained on is broken, or has another character.
    let isBroken = look.isUnicode && look.colors == .none && one.ink == .validation
    let mark: Character = one.ink == .validation ? "o" : "*"
    func x(_ epoch: Int) -> Int {
      end > 1 ? (epoch - 1) * (grid.width - 1) / (end - 1) : 0
    }
    func y(_ value: Double) -> Int {
      Int((min(max(scale.share(value), 0), 1) * Double(grid.height - 1)).rounded())
    }
    func fill(_ x: Int, _ low: Int, _ high: Int) {
      if !isBroken || x % 4 < 2 { grid.set(x, from: low, to: high, one.ink, mark) }
    }
    var before: (x: Int, y: Int)?
    for part in one.curve.parts {
      let here = (x: x(part.firstEpoch), y: y(part.first))
      if let before, here.x > before.x {
        var last = before.y
        for column in (before.x + 1)...here.x {
          let share = Double(column - before.x) / Double(here.x - before.x)
          let height = before.y + Int((Double(here.y - before.y) * share).rounded())
          fill(column, last == height ? height : last + (height > last ? 1 : -1), height)
          last = height
        }
      }
      fill(here.x, y(part.least), y(part.greatest))
      before = (x(part.lastEpoch), y(part.last))
    }
  }

  /// What curves are called in a title.
  private enum Words: CaseIterable {
    /// `loss  ── training 0.1234  ── validation 0.1301`
    case whole
    /// `loss  ── train 0.1234  ── val 0.1301`
    case short
    /// `loss  train 0.1234  val 0.1301`, or without colors `loss  ── 0.1234  ╌╌ 0.1301`
    case least
  }

  /// The name and the last figures, in fewer words where there is less room.
  private func title(columns: Int, look: TerminalLook) -> TerminalLine {
    for words in Words.allCases {
      let line = title(words, look)
      if line.columns <= columns { return line }
    }
    return TerminalLine(name.printable.shortened(to: columns), .bold, look)
  }

  private func title(_ words: Words, _ look: TerminalLook) -> TerminalLine {
    let isColored = look.colors > .none
    var line = TerminalLine(name.printable, .bold, look)
    for one in series {
      let isValidation = one.ink == .validation
      var name = words == .whole ? one.name : isValidation ? "val" : "train"
      var dash =
        look.isUnicode ? (isValidation && !isColored ? "╌╌" : "──") : isValidation ? "o" : "*"
      if words == .least { if isColored { dash = "" } else { name = "" } }
      let value = one.now ?? one.curve.last
      let figure = value.map { Basics.figure(self.name, $0) } ?? "-"
      line.add("  ", .plain, look)
      line.add([dash, name, figure].filter { !$0.isEmpty }.joined(separator: " "), one.ink, look)
    }
    return line
  }
}

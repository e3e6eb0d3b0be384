import Basics

/// Rows of two numbers as dots of a plane, by class.
public struct ScatterDots: Sendable {
  /// One class.
  public struct Group: Sendable {
    /// Its name.
    public var name: String
    /// The points.
    public var points: [(x: Double, y: Double)]

    /// A class.
    public init(_ name: String, _ points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  private let groups: [Group]
  private let names: (x: String, y: String)

  /// Dots for classes; a single group has no legend.
  public init(_ groups: [Group], x: String, y: String) {
    self.groups = groups
    names = (x, y)
  }

  private static let inks: [Ink] = [.training, .validation, .good, .plain]
  private static let marks: [Character] = ["*", "o", "+", "x"]

  /// A plot with the ends of both axes.
  public func lines(columns: Int, rows: Int, look: TerminalLook) -> [TerminalLine] {
    let points = groups.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      let low = points.map(\.y).min(), let high = points.map(\.y).max()
    else { return [] }
    let x = Scale(least: left, most: right, isShare: false)
    let y = Scale(least: low, most: high, isShare: false)
    let ends = [y.label(y.high), y.label(y.low)]
    let margin = ends.map(\.displayWidth).max() ?? 0
    // Without colors, classes differ in their characters.
    let dots =
      groups.count > 1 && look.colors == .none
      ? TerminalLook(colors: .none, isUnicode: false) : look
    var grid = DotGrid(columns: max(8, min(columns, 76) - margin - 2), rows: rows, look: dots)
    for (index, group) in groups.enumerated() {
      let place = index % Self.inks.count
      for point in group.points where point.x.isFinite && point.y.isFinite {
        grid.set(
          Int((x.share(point.x) * Double(grid.width - 1)).rounded()),
          Int((y.share(point.y) * Double(grid.height - 1)).rounded()), Self.inks[place],
          Self.marks[place])
      }
    }
    return [legend(columns, look)] + body(grid, rows, ends, margin, look) + [
      below(x, margin, grid, look)
    ]
  }

  private func legend(_ columns: Int, _ look: TerminalLook) -> TerminalLine {
    var line = TerminalLine(
      "\(names.y.printable) by \(names.x.printable)".shortened(to: columns), .bold, look)
    guard groups.count > 1 else { return line }
    for (index, group) in groups.enumerated() {
      let place = index % Self.inks.count
      let mark = look.isUnicode && look.colors > .none ? "●" : String(Self.marks[place])
      let piece = TerminalLine("  \(mark) \(group.name.printable)", Self.inks[place], look)
      if line.columns + piece.columns <= columns { line.add(piece) }
    }
    return line
  }

  private func body(
    _ grid: DotGrid, _ rows: Int, _ ends: [String], _ margin: Int, _ look: TerminalLook
  ) -> [TerminalLine] {
    (0..<rows).map { row in
      let label = row == 0 ? ends[0] : row == rows - 1 ? ends[1] : nil
      let tick = label == nil ? look.symbol("│", "|") : look.symbol("┤", "+")
      var line = TerminalLine(padded(label ?? "", margin) + " " + String(tick), .quiet, look)
      line.add(grid.line(row, look))
      return line
    }
  }

  private func below(
    _ x: Scale, _ margin: Int, _ grid: DotGrid, _ look: TerminalLook
  ) -> TerminalLine {
    let (first, last) = (x.label(x.low), x.label(x.high))
    let width = grid.columns
    let gap = max(1, width - first.displayWidth - last.displayWidth)
    return TerminalLine(
      String(repeating: " ", count: margin + 2) + first + String(repeating: " ", count: gap) + last,
      .quiet, look)
  }
}

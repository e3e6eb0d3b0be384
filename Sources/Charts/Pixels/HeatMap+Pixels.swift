import Datasets

extension HeatMap {
  /// The cells with names and numbers as one picture, for what shows pixels only; nil without cells, or with
  /// more than a picture has pixels. Above 40 rows or columns there are neither names nor numbers.
  public var pixels: Picture? {
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    let count = max(rows.count, columns.count)
    guard count <= 40 else { return bare(side: max(1, 1200 / count)) }
    let size = 2
    let texts = rows.indices.map { row in columns.indices.map { number(row, $0) } }
    let widest = texts.joined().map { Canvas.width(of: $0, size: size) }.max() ?? 0
    let named = columns.map { Canvas.width(of: $0, size: size) }.max() ?? 0
    let (wide, high) = (max(widest, min(named, 96), 28) + 12, 32)
    let names = min(rows.map { Canvas.width(of: $0, size: size) }.max() ?? 0, 180)
    let (left, top) = (names + 24, 58)
    var canvas = Canvas(
      height: top + rows.count * high + 12, width: left + columns.count * wide + 12)
    canvas.text("\(rowAxis) \\ \(columnAxis)", 12, 10, Canvas.quiet, size: size)
    for (column, name) in columns.enumerated() {
      canvas.text(name, left + column * wide + 6, top - 20, size: size, limit: wide - 8)
    }
    let greatest = greatest
    for (row, name) in rows.enumerated() {
      let y = top + row * high
      canvas.text(name, 12, y + 9, size: size, limit: names)
      for column in columns.indices {
        let share = share(row, column, greatest)
        let x = left + column * wide
        canvas.fill(x + 1, y + 1, wide - 2, high - 2, Self.color(share))
        canvas.text(
          texts[row][column], x + 6, y + 9, share > 0.5 ? (255, 255, 255) : Canvas.dark,
          size: size)
      }
    }
    return canvas.picture
  }

  private func number(_ row: Int, _ column: Int) -> String {
    let value = cell(row, column)
    return value.isFinite && value != 0 ? shortNumber(value) : ""
  }

  private func bare(side: Int) -> Picture? {
    guard rows.count * side <= Picture.pixelLimit / (columns.count * side) else { return nil }
    var canvas = Canvas(height: rows.count * side, width: columns.count * side)
    let greatest = greatest
    for row in rows.indices {
      for column in columns.indices {
        canvas.fill(
          column * side, row * side, side, side, Self.color(share(row, column, greatest)))
      }
    }
    return canvas.picture
  }

  /// White to blue.
  private static func color(_ share: Double) -> Canvas.Color {
    func mixed(_ end: Double) -> UInt8 {
      UInt8((255 + (end - 255) * (0.04 + 0.96 * share)).rounded())
    }
    return (mixed(0), mixed(114), mixed(178))
  }
}

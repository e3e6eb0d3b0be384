import Datasets

extension PictureGrid {
  /// The pictures with their captions as one picture, for what shows pixels only; nil without pictures.
  public var pixels: Picture? {
    guard !items.isEmpty else { return nil }
    let (side, gap) = (72, 14)
    let perRow = min(items.count, 4)
    let rows = (items.count + perRow - 1) / perRow
    let lines =
      (items.contains { !$0.caption.isEmpty } ? 1 : 0)
      + (items.contains { !$0.note.isEmpty } ? 1 : 0)
    let high = side + gap + lines * 10
    var canvas = Canvas(height: rows * high + gap, width: perRow * (side + gap) + gap)
    for (index, item) in items.enumerated() {
      let x = gap + index % perRow * (side + gap)
      let y = gap + index / perRow * high
      draw(item, x, y, side, &canvas)
      let color = item.verdict.map { $0 == .right ? Canvas.good : Canvas.bad } ?? Canvas.dark
      canvas.text(item.caption, x, y + side + 4, color, limit: side + gap - 4)
      let below = item.caption.isEmpty ? 4 : 14
      canvas.text(item.note, x, y + side + below, Canvas.quiet, limit: side + gap - 4)
    }
    return canvas.picture
  }

  private func draw(_ item: Item, _ x: Int, _ y: Int, _ side: Int, _ canvas: inout Canvas) {
    let longest = max(item.picture.width, item.picture.height)
    let wide = max(1, item.picture.width * side / longest)
    let high = max(1, item.picture.height * side / longest)
    if let verdict = item.verdict {
      canvas.fill(
        x - 3, y - 3, wide + 6, high + 6, verdict == .right ? Canvas.good : Canvas.bad)
    }
    canvas.image(item.picture, x, y, wide, high)
  }
}

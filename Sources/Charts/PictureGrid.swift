import Datasets

/// Pictures in rows, each with a line or two below it and bars for probabilities: samples of the data,
/// predictions, first-layer weights.
public struct PictureGrid: Chart {
  /// Whether what a picture shows is right.
  public enum Verdict: Sendable, Hashable {
    /// A green frame and green text.
    case right
    /// An orange frame and orange text.
    case wrong
  }

  /// One picture.
  public struct Item: Sendable {
    /// Its pixels.
    public var picture: Picture
    /// A second picture beside it: what was looked at in the first.
    public var beside: Picture?
    /// What stands below it.
    public var caption: String
    /// A second line, quieter.
    public var note: String
    /// Whether it is right; nil where that isn't asked.
    public var verdict: Verdict?
    /// Names with shares from 0 to 1, drawn as bars below.
    public var bars: [(name: String, share: Double)]

    /// A picture.
    public init(
      _ picture: Picture, caption: String = "", note: String = "", verdict: Verdict? = nil,
      bars: [(name: String, share: Double)] = []
    ) {
      self.picture = picture
      self.caption = caption
      self.note = note
      self.verdict = verdict
      self.bars = bars
    }
  }

  /// What the chart is called.
  public var title: String
  /// The pictures.
  public var items: [Item]
  /// How wide the chart is.
  public var width: Double
  /// How wide a picture is at most.
  public var pictureSide: Double

  /// A grid of pictures.
  public init(_ title: String, _ items: [Item], width: Double = 420, pictureSide: Double = 64) {
    self.title = title
    self.items = items
    self.width = width
    self.pictureSide = pictureSide
  }

  private var itemWidth: Double {
    items.contains { $0.beside != nil } ? 2 * pictureSide + 4 : pictureSide
  }

  private var perRow: Int { max(1, Int((width - 20 + 10) / (itemWidth + 10))) }

  private var rowHeight: Double {
    let hasCaption = items.contains { !$0.caption.isEmpty }
    let hasNote = items.contains { !$0.note.isEmpty }
    let bars = items.map(\.bars.count).max() ?? 0
    return pictureSide + 12 + (hasCaption ? 13 : 0) + (hasNote ? 11 : 0) + Double(bars) * 11
  }

  /// As high as its rows need.
  public var size: ChartSize {
    let rows = (items.count + perRow - 1) / perRow
    return ChartSize(width: width, height: 34 + Double(rows) * rowHeight)
  }

  /// What is below each picture.
  public var summary: String {
    let wrong = items.count { $0.verdict == .wrong }
    let judged = items.contains { $0.verdict != nil }
    return "\(items.count) pictures" + (judged ? ", \(wrong) of them wrong." : ".")
  }

  /// A row for each picture.
  public var values: ChartTable {
    let mostBars = items.map(\.bars.count).max() ?? 0
    let columns =
      ["picture", "caption", "note"]
      + (0..<mostBars).flatMap { ["name \($0 + 1)", "share \($0 + 1)"] }
    return ChartTable(columns: columns, count: items.count) { index in
      let item = items[index]
      return ["\(index + 1)", item.caption, item.note]
        + (0..<mostBars).flatMap { bar in
          bar < item.bars.count
            ? [item.bars[bar].name, shortNumber(item.bars[bar].share)] : ["", ""]
        }
    }
  }

  /// Draws the pictures and what belongs to them.
  public func draw(_ drawing: inout Drawing) {
    for (index, item) in items.enumerated() {
      let x = 10 + Double(index % perRow) * (itemWidth + 10)
      let y = 32 + Double(index / perRow) * rowHeight
      draw(item, x, y, &drawing)
    }
  }

  private func draw(_ item: Item, _ x: Double, _ y: Double, _ drawing: inout Drawing) {
    let picture = item.picture
    let scale = pictureSide / Double(max(picture.width, picture.height, 1))
    let (wide, high) = (Double(picture.width) * scale, Double(picture.height) * scale)
    let (left, top) = (x + (pictureSide - wide) / 2, y + (pictureSide - high) / 2)
    let words = [item.caption, item.note].filter { !$0.isEmpty }.joined(separator: "; ")
    drawing.image(picture.address, left, top, wide, high, tip: words.isEmpty ? nil : words)
    let verdict = item.verdict.map { $0 == .right ? "good" : "bad" }
    if let verdict { drawing.rectangle(left, top, wide, high, "frame-\(verdict)") }
    if let beside = item.beside {
      let right = left + pictureSide + 4
      drawing.image(beside.address, right, top, wide, high)
      drawing.rectangle(right, top, wide, high, "frame")
    }
    let middle = x + itemWidth / 2
    var line = y + pictureSide + 12
    if !item.caption.isEmpty {
      drawing.text(
        item.caption, x: middle, y: line, "middle" + (verdict.map { " \($0)" } ?? ""),
        limit: itemWidth + 8)
      line += 11
    }
    if !item.note.isEmpty {
      drawing.text(
        item.note, x: middle, y: line, "middle small quiet", limit: itemWidth + 8)
      line += 11
    }
    for bar in item.bars {
      let names = itemWidth * 0.45
      drawing.text(bar.name, x: x + names - 3, y: line, "end small quiet", limit: names - 3)
      drawing.rectangle(
        x + names, line - 7, (itemWidth - names) * min(max(bar.share, 0), 1), 7, "fill0",
        tip: "\(bar.name): \(shortNumber(bar.share))")
      line += 11
    }
  }
}

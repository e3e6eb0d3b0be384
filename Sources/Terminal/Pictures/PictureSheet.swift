import Basics
import Datasets

/// Pictures side by side, as many as there is room for, each with a caption and a note below it.
public struct PictureSheet: Sendable {
  /// A picture with what stands below it.
  public struct Item: Sendable {
    /// Its pixels.
    public var picture: Picture
    /// Its class, or its number.
    public var caption: String
    /// Where it comes from.
    public var note: String

    /// A picture.
    public init(_ picture: Picture, caption: String, note: String) {
      self.picture = picture
      self.caption = caption
      self.note = note
    }
  }

  private let items: [Item]
  private let look: TerminalLook
  /// Columns between two pictures.
  private static let gap = 2
  /// Columns of a large picture where nothing else is said.
  private static let most = 32

  /// A sheet of pictures.
  public init(_ items: [Item], look: TerminalLook) {
    self.items = items
    self.look = look
  }

  /// The lines of the sheet.
  ///
  /// - Parameters:
  ///   - columns: how wide it may be.
  ///   - across: how many pictures stand side by side, which then have all of the width; nil for as many as
  ///     there is room for.
  public func lines(columns: Int, across: Int? = nil) -> [TerminalLine] {
    guard !items.isEmpty else { return [] }
    let columns = max(8, columns)
    let limit =
      across.map { max(1, (columns - Self.gap * ($0 - 1)) / $0) } ?? min(columns, Self.most)
    let drawn = items.map { PictureBlocks($0.picture, columns: limit, look: look) }
    // A narrow picture leaves room for its caption.
    let cell = min(columns, max(drawn.map(\.columns).max() ?? 0, min(8, limit)))
    let count = across ?? max(1, (columns + Self.gap) / (cell + Self.gap))
    var lines: [TerminalLine] = []
    for start in stride(from: 0, to: items.count, by: count) {
      if start > 0 { lines.append(TerminalLine()) }
      lines += row(start..<min(start + count, items.count), drawn, cell)
    }
    return lines
  }

  private func row(_ range: Range<Int>, _ drawn: [PictureBlocks], _ cell: Int) -> [TerminalLine] {
    let height = range.map { drawn[$0].lines.count }.max() ?? 0
    var lines = [TerminalLine](repeating: TerminalLine(), count: height + 2)
    for (place, index) in range.enumerated() {
      let start = place * (cell + Self.gap)
      for (line, content) in drawn[index].lines.enumerated() {
        lines[line].pad(to: start + (cell - drawn[index].columns) / 2)
        lines[line].add(content)
      }
      let below: [(String, Ink)] = [(items[index].caption, .bold), (items[index].note, .quiet)]
      for (offset, (text, ink)) in below.enumerated() {
        let shown = text.printable.shortened(to: cell)
        lines[height + offset].pad(to: start + (cell - shown.displayWidth) / 2)
        lines[height + offset].add(shown, ink, look)
      }
    }
    return lines
  }
}

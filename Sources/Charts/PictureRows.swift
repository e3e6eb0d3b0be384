import Datasets

/// Rows of pictures, each row with a name: what the pictures of each class look like.
public struct PictureRows: Chart {
  /// A row of pictures.
  public struct Row: Sendable {
    /// What they show.
    public var name: String
    /// A second line, quieter.
    public var note: String
    /// The pictures.
    public var pictures: [Picture]

    /// A row of pictures.
    public init(_ name: String, note: String = "", _ pictures: [Picture]) {
      self.name = name
      self.note = note
      self.pictures = pictures
    }
  }

  /// What the chart is called.
  public var title: String
  /// The rows from top to bottom.
  public var rows: [Row]
  /// How wide the chart is.
  public var width: Double

  /// Rows of pictures.
  public init(_ title: String, _ rows: [Row], width: Double = 420) {
    self.title = title
    self.rows = rows
    self.width = width
  }

  private var names: Double {
    let widest = rows.map { max(TextWidth.of($0.name), TextWidth.of($0.note, size: 9)) }.max() ?? 0
    return min(widest, width * 0.3)
  }

  private var side: Double {
    let most = Double(rows.map(\.pictures.count).max() ?? 1)
    return min((width - 30 - names) / max(most, 1) - 4, 56)
  }

  /// As high as its rows need.
  public var size: ChartSize {
    ChartSize(width: width, height: 34 + Double(rows.count) * (side + 4) + 4)
  }

  /// How many there are.
  public var summary: String {
    let shown = rows.reduce(0) { $0 + $1.pictures.count }
    let names = rows.prefix(12).map(\.name).joined(separator: ", ")
    return "\(shown) pictures: \(names)" + (rows.count > 12 ? ", …" : ".")
  }

  /// A row for each row.
  public var values: ChartTable {
    ChartTable(columns: ["name", "", "pictures"], count: rows.count) {
      [rows[$0].name, rows[$0].note, "\(rows[$0].pictures.count)"]
    }
  }

  /// Draws names and pictures.
  public func draw(_ drawing: inout Drawing) {
    for (index, row) in rows.enumerated() {
      let top = 32 + Double(index) * (side + 4)
      let middle = top + side / 2
      let hasNote = !row.note.isEmpty && side > 22
      drawing.text(
        row.name, x: 10 + names, y: middle + (hasNote ? -1 : 4), "end", limit: width * 0.3)
      if hasNote {
        drawing.text(
          row.note, x: 10 + names, y: middle + 10, "end small quiet", limit: width * 0.3)
      }
      for (place, picture) in row.pictures.enumerated() {
        let scale = side / Double(max(picture.width, picture.height, 1))
        let (wide, high) = (Double(picture.width) * scale, Double(picture.height) * scale)
        let left = 18 + names + Double(place) * (side + 4)
        drawing.image(
          picture.address, left + (side - wide) / 2, top + (side - high) / 2, wide, high)
      }
    }
  }
}

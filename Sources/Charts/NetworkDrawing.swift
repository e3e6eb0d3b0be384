/// A network as columns of units with lines between them; where a layer has more units than fit, the
/// middle ones are left out.
public struct NetworkDrawing: Chart {
  /// One column.
  public struct Layer: Sendable, Hashable {
    /// What it is: `dense, relu`.
    public var name: String
    /// What comes out of it: `28x28x6`, `64`.
    public var shape: String
    /// How many numbers come out of it.
    public var units: Int
    /// How many parameters it has.
    public var parameters: Int

    /// A column.
    public init(_ name: String, shape: String, units: Int, parameters: Int) {
      self.name = name
      self.shape = shape
      self.units = units
      self.parameters = parameters
    }
  }

  /// What the chart is called.
  public var title: String
  /// The columns, the input first.
  public var layers: [Layer]
  /// How wide a column is.
  public var columnWidth: Double

  /// A drawing of a network.
  public init(_ title: String, _ layers: [Layer], columnWidth: Double = 84) {
    self.title = title
    self.layers = layers
    self.columnWidth = columnWidth
  }

  /// As wide as its layers need.
  public var size: ChartSize {
    ChartSize(width: max(260, Double(layers.count) * columnWidth + 20), height: 250)
  }

  /// The layers in words.
  public var summary: String {
    layers.map { layer in
      "\(layer.name): \(layer.shape)"
        + (layer.parameters > 0 ? ", \(layer.parameters) parameters" : "")
    }.joined(separator: "; ") + "."
  }

  /// A row for each layer.
  public var values: ChartTable {
    ChartTable(columns: ["layer", "output", "parameters"], count: layers.count) {
      [layers[$0].name, layers[$0].shape, "\(layers[$0].parameters)"]
    }
  }

  private static let most = 9
  private static let top = 40.0
  private static let bottom = 194.0

  /// Where the units of a column lie from top to bottom; nil for the gap.
  private func places(_ layer: Layer) -> [Double?] {
    let shown = min(max(layer.units, 1), Self.most)
    let step = min((Self.bottom - Self.top) / Double(Self.most - 1), 20)
    let first = (Self.top + Self.bottom) / 2 - step * Double(shown - 1) / 2
    return (0..<shown).map { index in
      layer.units > Self.most && index == Self.most / 2 ? nil : first + step * Double(index)
    }
  }

  /// Draws lines, units and names.
  public func draw(_ drawing: inout Drawing) {
    let columns = layers.indices.map { index in
      (x: 10 + columnWidth * (Double(index) + 0.5), places: places(layers[index]))
    }
    for (from, to) in zip(columns, columns.dropFirst()) {
      var data = ""
      for start in from.places.compactMap({ $0 }) {
        for end in to.places.compactMap({ $0 }) {
          data +=
            "M\(coordinate(from.x)) \(coordinate(start))L\(coordinate(to.x)) \(coordinate(end))"
        }
      }
      drawing.path(data, "axis", opacity: 0.25)
    }
    for (index, column) in columns.enumerated() {
      for place in column.places {
        if let place {
          drawing.circle(column.x, place, 5, "fill\(index == 0 ? 5 : 0)")
        } else {
          let middle = (Self.top + Self.bottom) / 2
          for offset in [-5.0, 0, 5] { drawing.circle(column.x, middle + offset, 1.2, "fill5") }
        }
      }
      let layer = layers[index]
      drawing.text(layer.name, x: column.x, y: 214, "middle", limit: columnWidth - 4)
      drawing.text(layer.shape, x: column.x, y: 228, "middle quiet", limit: columnWidth - 4)
      if layer.parameters > 0 {
        drawing.text(
          shortNumber(Double(layer.parameters)), x: column.x, y: 241, "middle small quiet",
          limit: columnWidth - 4)
      }
    }
  }
}

import Basics

/// Where each parameter tensor of a network lies in the one flat vector.
public struct ParameterLayout: Sendable {
  /// One parameter tensor of the network.
  public struct Entry: Sendable {
    /// The name in files: `layers.0.weight`, as PyTorch's `Sequential` names it.
    public let name: String
    /// The layer it belongs to, from 0.
    public let layer: Int
    /// Which parameter of that layer.
    public let index: Int
    /// What it is.
    public let spec: ParameterSpec
    /// Its place in the flat vector.
    public let range: Range<Int>
    /// Where its tiles are in `ParameterLayout.tiles`.
    public internal(set) var tiles: Range<Int>
  }

  /// A stretch of one parameter: what one thread computes the gradient of and updates.
  ///
  /// Tiles depend on the shapes alone, never on the number of threads.
  public struct Tile: Sendable {
    /// The parameter it belongs to, as an index into `entries`.
    public let entry: Int
    /// Its rows of the parameter's first dimension.
    public let rows: Range<Int>
    /// Its place in the flat vector.
    public let range: Range<Int>
  }

  /// All parameters in the order of the flat vector.
  public private(set) var entries: [Entry] = []
  /// All tiles in the order of the flat vector.
  public private(set) var tiles: [Tile] = []
  /// For each layer, its place in the flat vector.
  public private(set) var layerRanges: [Range<Int>] = []
  /// The length of the flat vector.
  public private(set) var count = 0

  /// Scalars that a tile aims at: enough work to be worth a thread's turn, few enough to balance.
  static let tileTarget = 8192
  /// Tiles that a parameter is cut into at most, more or less.
  static let tileLimit = 4096

  init(plans: [LayerPlan], paths: [String]) {
    for (layer, plan) in plans.enumerated() {
      let start = count
      for (index, spec) in plan.parameters.enumerated() {
        append(spec, "\(paths[layer]).\(spec.name)", layer: layer, index: index)
      }
      layerRanges.append(start..<count)
    }
  }

  private mutating func append(_ spec: ParameterSpec, _ name: String, layer: Int, index: Int) {
    let range = count..<(count + spec.count)
    let first = tiles.count
    let rows = spec.shape.first ?? 1
    let width = rows > 0 ? spec.count / rows : 0
    let height =
      spec.tiled && width > 0
      ? max(1, Self.tileTarget / width, rows / Self.tileLimit) : max(rows, 1)
    for row in stride(from: 0, to: rows, by: height) {
      let end = min(row + height, rows)
      let place = (count + row * width)..<(count + end * width)
      tiles.append(Tile(entry: entries.count, rows: row..<end, range: place))
    }
    entries.append(
      Entry(
        name: name, layer: layer, index: index, spec: spec, range: range,
        tiles: first..<tiles.count))
    count = range.upperBound
  }

  /// The parameter of a name, such as `layers.0.weight`.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The scalars that a gradient moves: all but the statistics.
  public var trainableCount: Int {
    entries.reduce(0) { sum, entry in
      if case .statistic = entry.spec.role { sum } else { sum + entry.spec.count }
    }
  }
}

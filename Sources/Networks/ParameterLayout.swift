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
    /// What its parameter does.
    public let role: ParameterSpec.Role
    /// The layer and which of its parameters; with the role they stand here, too, because every step
    /// asks for them and an entry is costly to copy.
    let layer: Int
    let index: Int
    /// Where the tiles of its parameter end.
    let end: Int
  }

  /// All parameters in the order of the flat vector.
  public private(set) var entries: [Entry] = []
  /// All tiles in the order of the flat vector.
  public private(set) var tiles: [Tile] = []
  /// For each layer, its place in the flat vector.
  public private(set) var layerRanges: [Range<Int>] = []
  /// The length of the flat vector.
  public private(set) var count = 0

  /// Tiles that a parameter is cut into, about: enough for the threads to share it evenly.
  private static let tilesPerParameter = 16
  /// Scalars of a tile: enough to be worth a thread's turn, few enough to stay in its cache until
  /// they are updated.
  private static let tileSizes = 1024...65536

  init(plans: [LayerPlan], paths: [String]) {
    for (layer, plan) in plans.enumerated() {
      let start = count
      for (index, spec) in plan.parameters.enumerated() {
        append(spec, "\(paths[layer]).\(spec.name)", layer: layer, index: index)
      }
      layerRanges.append(start..<count)
    }
  }

  /// The tiles as the threads take them: those with the most work first, small ones together.
  ///
  /// Where the gradient of a layer's output is too large for the caches, or is copied before it is
  /// used, every task does that again, so tasks are large then: a few for each thread.
  package func tasks(batchSize: Int, threads: Int, isPacked: Bool = false) -> [Range<Int>] {
    var tasks: [Range<Int>] = []
    var first = 0
    var size = 0
    for (index, tile) in tiles.enumerated() {
      size += tile.range.count
      let entry = entries[tile.entry]
      let isLast = index == entry.tiles.upperBound - 1
      let width = entry.spec.count / max(1, entry.spec.shape.first ?? 1)
      let isLarge =
        batchSize * width * MemoryLayout<Scalar>.stride > Self.cachedBytes
        || isPacked && entry.spec.count > Self.tileSizes.upperBound
      let goal = isLarge ? entry.spec.count / (2 * max(2, threads)) : Self.tileSizes.lowerBound / 2
      if size >= goal || (isLarge && isLast) || index == tiles.count - 1 {
        tasks.append(first..<(index + 1))
        (first, size) = (index + 1, 0)
      }
    }
    func work(_ task: Range<Int>) -> Int { task.reduce(0) { $0 + tiles[$1].range.count } }
    return tasks.sorted { (work($0), $1.lowerBound) > (work($1), $0.lowerBound) }
  }

  /// What stays in a cache that the threads share, about.
  private static let cachedBytes = 4608 * 1024

  private mutating func append(_ spec: ParameterSpec, _ name: String, layer: Int, index: Int) {
    let range = count..<(count + spec.count)
    let first = tiles.count
    let rows = spec.shape.first ?? 1
    let width = rows > 0 ? spec.count / rows : 0
    let height = spec.tiled ? Self.tileHeight(rows: rows, width: width) : max(rows, 1)
    let last = first + (rows + height - 1) / height
    for row in stride(from: 0, to: rows, by: height) {
      let end = min(row + height, rows)
      let place = (count + row * width)..<(count + end * width)
      tiles.append(
        Tile(
          entry: entries.count, rows: row..<end, range: place, role: spec.role, layer: layer,
          index: index, end: last))
    }
    entries.append(
      Entry(
        name: name, layer: layer, index: index, spec: spec, range: range,
        tiles: first..<tiles.count))
    count = range.upperBound
  }

  /// Rows of a tile: a multiple of 16 where it can be, because kernels work on so many at a time.
  private static func tileHeight(rows: Int, width: Int) -> Int {
    guard rows > 0, width > 0 else { return 1 }
    let size = min(
      max(rows * width / tilesPerParameter, tileSizes.lowerBound), tileSizes.upperBound)
    let height = max(1, size / width)
    return width * 16 > tileSizes.upperBound ? height : (height + 15) / 16 * 16
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

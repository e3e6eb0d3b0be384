/// Points of a plane in squares within squares, listed so that a walk needs no stack: each node is
/// followed by what is in it, and knows where the next one outside of it is.
///
/// Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 1986.
struct QuadTree {
  /// A square with points in it.
  struct Node {
    /// The mean of its points.
    var x: Double
    var y: Double
    /// How many points are in it.
    var count: Double
    /// The square of its side; 0 where it isn't divided any further.
    var squaredSide: Double
    /// The node behind everything that is in this one.
    var next: Int32
  }

  private(set) var nodes: ContiguousArray<Node> = []
  private var order: ContiguousArray<Int32> = []
  private var spare: ContiguousArray<Int32> = []

  /// Squares aren't divided below so few points, nor deeper than this: points may lie upon each other.
  private static let fewest = 4
  private static let deepest = 48

  /// Sorts points [count][2] into squares.
  mutating func build(_ points: ContiguousArray<Double>) {
    let count = points.count / 2
    nodes.removeAll(keepingCapacity: true)
    if order.count != count {
      order = ContiguousArray(0..<Int32(count))
      spare = order
    }
    guard count > 0 else { return }
    var (low, high) = ((Double.infinity, Double.infinity), (-Double.infinity, -Double.infinity))
    for point in 0..<count {
      low = (min(low.0, points[2 * point]), min(low.1, points[2 * point + 1]))
      high = (max(high.0, points[2 * point]), max(high.1, points[2 * point + 1]))
    }
    let side = max(high.0 - low.0, high.1 - low.1, 1e-12)
    divide(points, 0..<count, low.0, low.1, side, 0)
  }

  private mutating func divide(
    _ points: ContiguousArray<Double>, _ range: Range<Int>, _ left: Double, _ bottom: Double,
    _ side: Double, _ depth: Int
  ) {
    var (x, y) = (0.0, 0.0)
    for place in range {
      x += points[2 * Int(order[place])]
      y += points[2 * Int(order[place]) + 1]
    }
    let count = Double(range.count)
    let node = nodes.count
    let isWhole = range.count <= Self.fewest || depth == Self.deepest
    nodes.append(
      Node(x: x / count, y: y / count, count: count, squaredSide: side * side, next: 0))
    if isWhole {
      // Points of a small square are nodes of their own.
      if range.count > 1, depth < Self.deepest {
        for place in range {
          let point = Int(order[place])
          nodes.append(
            Node(
              x: points[2 * point], y: points[2 * point + 1], count: 1, squaredSide: 0,
              next: Int32(nodes.count + 1)))
        }
      } else {
        nodes[node].squaredSide = 0
      }
    } else {
      let half = side / 2
      let ends = sort(points, range, left + half, bottom + half)
      for quarter in 0..<4 {
        let part = ends[quarter]..<ends[quarter + 1]
        guard !part.isEmpty else { continue }
        divide(
          points, part, quarter & 1 == 0 ? left : left + half,
          quarter & 2 == 0 ? bottom : bottom + half, half, depth + 1)
      }
    }
    nodes[node].next = Int32(nodes.count)
  }

  /// Sorts a part of the points by quarter; returns where each begins, and the end.
  private mutating func sort(
    _ points: ContiguousArray<Double>, _ range: Range<Int>, _ x: Double, _ y: Double
  ) -> [Int] {
    let quarter = { (point: Int32) in
      (points[2 * Int(point)] < x ? 0 : 1) + (points[2 * Int(point) + 1] < y ? 0 : 2)
    }
    var ends = [range.lowerBound, 0, 0, 0, 0]
    for place in range { ends[quarter(order[place]) + 1] += 1 }
    for index in 1...4 { ends[index] += ends[index - 1] }
    var next = ends
    for place in range {
      let point = order[place]
      spare[next[quarter(point)]] = point
      next[quarter(point)] += 1
    }
    for place in range { order[place] = spare[place] }
    return ends
  }
}

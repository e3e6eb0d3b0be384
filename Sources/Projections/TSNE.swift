import Basics
import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A map of points in a plane on which near ones stay near (t-distributed stochastic neighbour embedding).
///
/// Van der Maaten and Hinton, "Visualizing data using t-SNE", JMLR 2008, with the forces of Van der Maaten,
/// "Accelerating t-SNE using tree-based algorithms", JMLR 2014, and the learning rate of Belkina and
/// others, Nature Communications 2019. Points of more than 50 dimensions are first projected on their
/// principal components. It begins at the first two components, so nothing is random but the search for
/// them; the map is the same for any number of threads.
public struct TSNE: Sendable {
  /// About how many neighbours count; at most a third of the points.
  public var perplexity: Double
  /// Steps downhill; in the first quarter of them, attraction is twelve times as strong.
  public var iterations: Int
  /// Squares of a side below so much of their distance are taken for one point; smaller is more exact.
  public var theta: Double

  /// Settings.
  public init(perplexity: Double = 30, iterations: Int = 750, theta: Double = 0.5) {
    self.perplexity = perplexity
    self.iterations = iterations
    self.theta = theta
  }

  /// The map, [points][2], with its center at 0.
  public func map(_ points: Points, workers: Workers) -> Points {
    let count = points.count
    guard count > 3 else {
      let middle = Scalar(count - 1) / 2
      let line = (0..<count).map { [Scalar($0) - middle, 0] }.joined()
      return Points(trusted: ContiguousArray(line), width: 2)
    }
    let width = min(points.width, 50)
    let components = PrincipalComponents(points, count: max(width, 2), workers: workers)
    let projected = components.project(points, workers: workers)
    let narrow = points.width > 50 ? projected : points
    let affinities = Affinities(narrow, perplexity: perplexity, workers: workers)
    var descent = TSNEDescent(start(projected), affinities, theta: theta)
    let early = iterations / 4
    for step in 0..<iterations {
      descent.step(
        exaggeration: step < early ? 12 : 1, momentum: step < early ? 0.5 : 0.8, workers)
    }
    return Points(trusted: ContiguousArray(descent.positions.map { Scalar($0) }), width: 2)
  }

  /// The first two components, small.
  private func start(_ projected: Points) -> ContiguousArray<Double> {
    let count = projected.count
    var positions = ContiguousArray<Double>(repeating: 0, count: 2 * count)
    var square = 0.0
    for row in 0..<count {
      for column in 0..<min(2, projected.width) {
        positions[2 * row + column] = Double(projected.values[row * projected.width + column])
      }
      square += positions[2 * row] * positions[2 * row]
    }
    let scale = square > 0 ? 1e-4 / (square / Double(count)).squareRoot() : 0
    // Equal points would never part.
    var random = RandomSource(seed: 1, .other, 2)
    for place in positions.indices {
      positions[place] = positions[place] * scale + random.normal() * 1e-6
    }
    return positions
  }
}

/// How much each point wants to be near each of its neighbours: a sparse symmetric matrix whose numbers
/// add up to 1.
struct Affinities {
  /// Where the neighbours of each point begin, [count + 1].
  private(set) var starts: ContiguousArray<Int> = [0]
  private(set) var places: ContiguousArray<Int32> = []
  private(set) var values: ContiguousArray<Double> = []

  init(_ points: Points, perplexity: Double, workers: Workers) {
    let count = points.count
    let wanted = min(max(perplexity, 1), Double(count - 1) / 3)
    let neighbors = Neighbors(of: points, count: Int(3 * wanted), workers: workers)
    let width = neighbors.count
    var rows = Array(repeating: [(place: Int32, value: Double)](), count: count)
    for row in 0..<count {
      let range = (row * width)..<((row + 1) * width)
      let shares = Self.shares(neighbors.squaredDistances[range], entropy: log(wanted))
      for (index, share) in zip(range, shares) {
        let other = neighbors.places[index]
        rows[row].append((other, share))
        rows[Int(other)].append((Int32(row), share))
      }
    }
    for row in rows { append(row, of: count) }
  }

  /// One row; what was said from both sides is added up.
  private mutating func append(_ row: [(place: Int32, value: Double)], of count: Int) {
    for (place, value) in row.sorted(by: { $0 < $1 }) {
      if places.count > (starts.last ?? 0), places.last == place {
        values[values.count - 1] += value / Double(2 * count)
      } else {
        places.append(place)
        values.append(value / Double(2 * count))
      }
    }
    starts.append(places.count)
  }

  /// Shares exp(-beta d) / sum whose entropy is the one wanted: beta by bisection.
  private static func shares(_ distances: ArraySlice<Double>, entropy wanted: Double) -> [Double] {
    let nearest = distances.min() ?? 0
    var (low, high) = (0.0, Double.infinity)
    var beta = 1.0
    var shares: [Double] = []
    for _ in 0..<100 {
      shares = distances.map { exp(-beta * ($0 - nearest)) }
      let sum = shares.reduce(0, +)
      let mean = zip(shares, distances).reduce(0.0) { $0 + $1.0 * ($1.1 - nearest) } / sum
      for index in shares.indices { shares[index] /= sum }
      let surplus = log(sum) + beta * mean - wanted
      if surplus.magnitude < 1e-5 { break }
      if surplus > 0 {
        low = beta
        beta = high.isFinite ? (beta + high) / 2 : beta * 2
      } else {
        high = beta
        beta = (beta + low) / 2
      }
      guard beta.isFinite, beta > 0 else { break }
    }
    return shares
  }
}

/// Points on their way to their places on the map.
struct TSNEDescent {
  private(set) var positions: ContiguousArray<Double>
  private var velocities: ContiguousArray<Double>
  private var gains: ContiguousArray<Double>
  private var forces: ContiguousArray<Double>
  /// For each point the sum over all others of 1 / (1 + d²).
  private var closeness: ContiguousArray<Double>
  private var attraction: ContiguousArray<Double>
  private var tree = QuadTree()
  private let affinities: Affinities
  private let theta: Double

  init(_ start: ContiguousArray<Double>, _ affinities: Affinities, theta: Double) {
    positions = start
    velocities = ContiguousArray(repeating: 0, count: start.count)
    gains = ContiguousArray(repeating: 1, count: start.count)
    forces = velocities
    attraction = velocities
    closeness = ContiguousArray(repeating: 0, count: start.count / 2)
    self.affinities = affinities
    self.theta = theta
  }

  private var count: Int { positions.count / 2 }

  /// One step: 4 (exaggeration attraction - repulsion), with a gain for each number (Jacobs 1988).
  mutating func step(exaggeration: Double, momentum: Double, _ workers: Workers) {
    tree.build(positions)
    measure(workers)
    let total = closeness.reduce(0, +)
    let rate = max(Double(count) / 48, 50)
    for place in positions.indices {
      let gradient = 4 * (exaggeration * attraction[place] - forces[place] / total)
      let isSame = (gradient > 0) == (velocities[place] > 0)
      gains[place] = max(isSame ? gains[place] * 0.8 : gains[place] + 0.2, 0.01)
      velocities[place] = momentum * velocities[place] - rate * gains[place] * gradient
      positions[place] += velocities[place]
    }
    center()
  }

  private mutating func center() {
    var (x, y) = (0.0, 0.0)
    for point in 0..<count {
      x += positions[2 * point]
      y += positions[2 * point + 1]
    }
    for point in 0..<count {
      positions[2 * point] -= x / Double(count)
      positions[2 * point + 1] -= y / Double(count)
    }
  }

  // Unsafe: each thread writes the numbers of its own points.

  /// Attraction and repulsion of each point.
  private mutating func measure(_ workers: Workers) {
    let (tree, affinities, limit) = (tree, affinities, 1 / (theta * theta))
    let all = count
    positions.withUnsafeBufferPointer { positions in
      forces.withUnsafeMutableBufferPointer { forces in
        attraction.withUnsafeMutableBufferPointer { attraction in
          closeness.withUnsafeMutableBufferPointer { closeness in
            tree.nodes.withUnsafeBufferPointer { nodes in
              workers.split(all, parts: 8 * workers.count) { range in
                for point in range {
                  let (x, y) = (positions[2 * point], positions[2 * point + 1])
                  let push = Self.repulsion(x, y, nodes, limit)
                  forces[2 * point] = push.x
                  forces[2 * point + 1] = push.y
                  closeness[point] = push.sum - 1
                  let pull = Self.attraction(point, x, y, positions, affinities)
                  attraction[2 * point] = pull.x
                  attraction[2 * point + 1] = pull.y
                }
              }
            }
          }
        }
      }
    }
  }

  /// The sums over all points, itself among them, of 1 / (1 + d²) and of its square times the difference.
  @inline(__always) private static func repulsion(
    _ x: Double, _ y: Double, _ nodes: UnsafeBufferPointer<QuadTree.Node>, _ limit: Double
  ) -> (x: Double, y: Double, sum: Double) {
    var result = (x: 0.0, y: 0.0, sum: 0.0)
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      let (dx, dy) = (x - node.x, y - node.y)
      let distance = dx * dx + dy * dy
      if node.squaredSide * limit <= distance {
        let near = 1 / (1 + distance)
        let share = node.count * near
        result.sum += share
        result.x += share * near * dx
        result.y += share * near * dy
        index = Int(node.next)
      } else {
        index += 1
      }
    }
    return result
  }

  /// The sum over the neighbours of p / (1 + d²) times the difference.
  @inline(__always) private static func attraction(
    _ point: Int, _ x: Double, _ y: Double, _ positions: UnsafeBufferPointer<Double>,
    _ affinities: Affinities
  ) -> (x: Double, y: Double) {
    var result = (x: 0.0, y: 0.0)
    for index in affinities.starts[point]..<affinities.starts[point + 1] {
      let other = Int(affinities.places[index])
      let (dx, dy) = (x - positions[2 * other], y - positions[2 * other + 1])
      let share = affinities.values[index] / (1 + dx * dx + dy * dy)
      result.x += share * dx
      result.y += share * dy
    }
    return result
  }
}

import Basics
import Kernels

/// For each of some points the nearest others, the nearest first; of equally near ones the first.
public struct Neighbors: Sendable {
  /// How many each point has.
  public let count: Int
  /// The numbers of the points, [points][count].
  public let places: ContiguousArray<Int32>
  /// Their squared distances, [points][count].
  public let squaredDistances: ContiguousArray<Double>

  // Unsafe: each thread writes the neighbours of its own points into buffers that outlive the call.

  /// Finds the nearest by comparing all with all.
  ///
  /// - Parameter wanted: how many; at most one less than there are points.
  public init(of points: Points, count wanted: Int, workers: Workers) {
    let (all, width) = (points.count, points.width)
    let count = max(0, min(wanted, all - 1))
    self.count = count
    var places = ContiguousArray<Int32>(repeating: 0, count: all * count)
    var distances = ContiguousArray<Double>(repeating: 0, count: all * count)
    let squares = (0..<all).map { row in
      (0..<width).reduce(0.0) {
        let value = Double(points.values[row * width + $1])
        return $0 + value * value
      }
    }
    let block = 64
    places.withUnsafeMutableBufferPointer { places in
      distances.withUnsafeMutableBufferPointer { distances in
        nonisolated(unsafe) let (places, distances) = (places, distances)
        workers.run(parts: count > 0 ? (all + block - 1) / block : 0) { part in
          let rows = (part * block)..<min((part + 1) * block, all)
          var products = ContiguousArray<Scalar>(repeating: 0, count: rows.count * all)
          var span = products.mutableSpan
          multiply(
            rows: rows.count, columns: all, depth: width,
            points.values.span.extracting((rows.lowerBound * width)..<(rows.upperBound * width)),
            .rowMajor(width), points.values.span, .transposed(width), into: &span)
          var nearest = Nearest(count)
          for row in rows {
            let start = (row - rows.lowerBound) * all
            nearest.removeAll()
            for other in 0..<all where other != row {
              let product = Double(products[start + other])
              nearest.offer(other, squares[row] + squares[other] - 2 * product)
            }
            for (index, one) in nearest.sorted().enumerated() {
              places[row * count + index] = Int32(one.place)
              distances[row * count + index] = max(one.distance, 0)
            }
          }
        }
      }
    }
    (self.places, squaredDistances) = (places, distances)
  }
}

/// The nearest of those that were offered: a heap with the farthest on top.
private struct Nearest {
  private let most: Int
  private var heap: ContiguousArray<(distance: Double, place: Int)> = []

  init(_ most: Int) {
    self.most = most
    heap.reserveCapacity(most)
  }

  mutating func removeAll() { heap.removeAll(keepingCapacity: true) }

  @inline(__always) mutating func offer(_ place: Int, _ distance: Double) {
    if heap.count < most {
      heap.append((distance, place))
      rise()
    } else if distance < heap[0].distance {
      heap[0] = (distance, place)
      sink()
    }
  }

  func sorted() -> [(distance: Double, place: Int)] { heap.sorted { $0 < $1 } }

  private mutating func rise() {
    var index = heap.count - 1
    while index > 0, heap[(index - 1) / 2] < heap[index] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink() {
    var index = 0
    while true {
      var largest = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && heap[largest] < heap[child] { largest = child }
      if largest == index { return }
      heap.swapAt(index, largest)
      index = largest
    }
  }
}

extension Neighbors {
  /// How far neighbours on a map are neighbours in truth, from 0 to 1: 1 less a penalty for each of the
  /// nearest on the map that is not among the nearest of the points, the larger the farther it is.
  ///
  /// T(k) = 1 - 2 / (n k (2n - 3k - 1)) sum over points i, and over those of the k nearest on the map
  /// that aren't among the k nearest, of (rank - k). Venna and Kaski, "Neighborhood preservation in
  /// nonlinear projection methods", ICANN 2001. Nil where k is not below half the points.
  public static func trustworthiness(
    of map: Points, for points: Points, neighbors k: Int = 5, workers: Workers
  ) -> Double? {
    let all = points.count
    guard map.count == all, k > 0, 2 * k < all else { return nil }
    let truth = Neighbors(of: points, count: all - 1, workers: workers)
    let shown = Neighbors(of: map, count: k, workers: workers)
    var penalty = 0
    var rank = [Int](repeating: 0, count: all)
    for row in 0..<all {
      for index in 0..<(all - 1) { rank[Int(truth.places[row * (all - 1) + index])] = index + 1 }
      for index in 0..<k { penalty += max(0, rank[Int(shown.places[row * k + index])] - k) }
    }
    return 1 - 2 * Double(penalty) / Double(all * k * (2 * all - 3 * k - 1))
  }
}

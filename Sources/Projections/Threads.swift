import Basics
import Kernels

// The same with a number of threads, which start for the call; what comes out doesn't depend on it.

extension PrincipalComponents {
  /// Finds the directions with so many threads; see `init(_:count:seed:workers:)`.
  public init(_ points: Points, count: Int, seed: UInt64 = 1, threads: Int = 1) {
    self.init(points, count: count, seed: seed, workers: Workers(threads))
  }

  /// Points as numbers along the directions, with so many threads.
  public func project(_ points: Points, threads: Int = 1) -> Points {
    project(points, workers: Workers(threads))
  }
}

extension TSNE {
  /// The map, [points][2], with so many threads.
  public func map(_ points: Points, threads: Int = 1) -> Points {
    map(points, workers: Workers(threads))
  }
}

extension Neighbors {
  /// Finds the nearest with so many threads; see `init(of:count:workers:)`.
  public init(of points: Points, count: Int, threads: Int = 1) {
    self.init(of: points, count: count, workers: Workers(threads))
  }

  /// How far neighbours on a map are neighbours in truth, with so many threads; see
  /// `trustworthiness(of:for:neighbors:workers:)`.
  public static func trustworthiness(
    of map: Points, for points: Points, neighbors: Int = 5, threads: Int = 1
  ) -> Double? {
    trustworthiness(of: map, for: points, neighbors: neighbors, workers: Workers(threads))
  }
}

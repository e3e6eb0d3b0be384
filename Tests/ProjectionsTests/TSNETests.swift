import Basics
import DataFiles
import Datasets
import Kernels
import Projections
import Testing

@Suite struct TSNETests {
  /// The 8x8 digits.
  static let digits: Points? = {
    guard let data = try? Dataset.digits(), case .bytes(let bytes) = data.features else {
      return nil
    }
    return try? Points(ContiguousArray(bytes.array.map { Scalar($0) }), width: 64)
  }()

  @Test func neighborsStayNear() throws {
    let points = try #require(Self.digits).chosen(Array(0..<600))
    let workers = Workers(2)
    let map = TSNE(iterations: 500).map(points, workers: workers)
    let trust = Neighbors.trustworthiness(of: map, for: points, workers: workers)
    #expect(try #require(trust) > 0.97)
    // Principal components alone are far from that.
    let plane = PrincipalComponents(points, count: 2, workers: workers)
      .project(points, workers: workers)
    let flat = Neighbors.trustworthiness(of: plane, for: points, workers: workers)
    #expect(try #require(flat) < 0.9)
  }

  @Test func theSameForAnyNumberOfThreads() throws {
    let points = try #require(Self.digits).chosen(Array(0..<200))
    let maps = [1, 2, 5].map { TSNE(iterations: 60).map(points, workers: Workers($0)).values }
    #expect(maps[0] == maps[1])
    #expect(maps[0] == maps[2])
    #expect(TSNE(iterations: 60).map(points, threads: 3).values == maps[0])
  }

  @Test func fewAndEqualPointsHaveAMap() throws {
    for count in [0, 1, 2, 3, 4, 5, 40] {
      let points = try Points(ContiguousArray(repeating: 0.5, count: count * 3), width: 3)
      let map = TSNE(iterations: 50).map(points, workers: Workers(1))
      #expect(map.count == count)
      #expect(map.values.allSatisfy { $0.isFinite })
    }
  }
}

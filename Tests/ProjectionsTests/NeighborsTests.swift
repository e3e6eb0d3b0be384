import Basics
import Kernels
import Projections
import Testing

@Suite struct NeighborsTests {
  @Test func nearestFirst() throws {
    let points = try Points([0, 10, 1, 3, 11], width: 1)
    let found = Neighbors(of: points, count: 2, workers: Workers(2))
    #expect(found.places == [2, 3, 4, 3, 0, 3, 2, 0, 1, 3])
    #expect(found.squaredDistances == [1, 9, 1, 49, 1, 4, 4, 9, 1, 64])
    // No more than there are.
    #expect(Neighbors(of: points, count: 9, workers: Workers(1)).count == 4)
  }

  @Test func trustworthinessAgreesWithScikitLearn() throws {
    let points = try #require(TSNETests.digits).chosen(Array(0..<200))
    let plane = PrincipalComponents(points, count: 2, workers: Workers(1))
      .project(points, workers: Workers(1))
    for (k, theirs) in ProjectionsGolden.trustworthiness {
      let ours = Neighbors.trustworthiness(
        of: plane, for: points, neighbors: k, workers: Workers(2))
      #expect((try #require(ours) - theirs).magnitude < 1e-3)
    }
    #expect(
      Neighbors.trustworthiness(of: plane, for: points, neighbors: 100, workers: Workers(1)) == nil)
    #expect(Neighbors.trustworthiness(of: points, for: points, workers: Workers(1)) == 1)
  }
}

import Basics
import Kernels
import Projections
import Testing

@Suite struct PrincipalComponentsTests {
  /// Scripts/fixtures/projections.py: scikit-learn's PCA of the first 200 of the 8x8 digits.
  @Test func agreesWithScikitLearn() throws {
    let points = try #require(TSNETests.digits).chosen(Array(0..<200))
    let components = PrincipalComponents(points, count: 3, workers: Workers(2))
    for (ours, theirs) in zip(components.variances, ProjectionsGolden.variances) {
      #expect((ours - theirs).magnitude < 1e-4 * theirs)
    }
    for (ours, theirs) in zip(components.shares, ProjectionsGolden.shares) {
      #expect((ours - theirs).magnitude < 1e-5)
    }
    let projected = components.project(points, workers: Workers(1))
    for (ours, theirs) in zip(projected.values, ProjectionsGolden.projected) {
      #expect((Double(ours) - theirs).magnitude < 2e-3)
    }
  }

  @Test func exactWhereThereAreFewDimensions() throws {
    // Along (3, 4) / 5 the variance is 25 times that along (-4, 3) / 5.
    var values = ContiguousArray<Scalar>()
    for (a, b) in [(5.0, 0.0), (-5, 0), (0, 1), (0, -1)] as [(Scalar, Scalar)] {
      values += [10 + a * 0.6 - b * 0.8, 20 + a * 0.8 + b * 0.6]
    }
    let points = try Points(values, width: 2)
    let found = PrincipalComponents(points, count: 5, workers: Workers(1))
    #expect(found.count == 2)
    #expect((found.variances[0] - 50.0 / 3).magnitude < 1e-4)
    #expect((found.variances[1] - 2.0 / 3).magnitude < 1e-5)
    #expect((found.components[0] - 0.6).magnitude < 1e-5)
    #expect((found.components[1] - 0.8).magnitude < 1e-5)
    #expect(found.mean == [10, 20])
  }

  @Test func degenerateData() throws {
    let workers = Workers(1)
    let same = try Points(ContiguousArray(repeating: 3, count: 12), width: 4)
    let found = PrincipalComponents(same, count: 2, workers: workers)
    #expect(found.variances.allSatisfy { $0 == 0 })
    #expect(found.shares == [0, 0])
    #expect(found.project(same, workers: workers).values.allSatisfy { $0.isFinite })
    let none = try Points([], width: 4)
    #expect(PrincipalComponents(none, count: 2, workers: workers).count == 0)
    #expect(throws: DescentError.self) { try Points([1, 2, 3], width: 2) }
    #expect(throws: DescentError.self) { try Points([1, .nan], width: 2) }
  }
}

import Basics
import Networks
import TestSupport
import Testing

@Suite struct LeCunTests {
  private let variance = 1.0 / 200

  @Test("Uniform: the variance, and the limits that give it")
  func uniform() {
    let values = LeCunUniform().values(shape: [200, 100], fanIn: 200, fanOut: 100)
    let limit = (3 * variance).squareRoot()
    #expect(values.allSatisfy { Double($0).magnitude <= limit * 1.000_001 })
    #expect(values.contains { Double($0) > limit * 0.99 })
    #expect(values.contains { Double($0) < limit * -0.99 })
    check(values)
  }

  @Test("Normal: the variance, not truncated")
  func normal() {
    let values = LeCunNormal().values(shape: [200, 100], fanIn: 200, fanOut: 100)
    #expect(values.contains { Double($0).magnitude > 3 * variance.squareRoot() })
    check(values)
  }

  private func check(_ values: ContiguousArray<Scalar>) {
    let (mean, found) = moments(values)
    #expect(mean.magnitude < 4 * (variance / 20_000).squareRoot())
    #expect((found / variance - 1).magnitude < 0.04)
  }

  @Test("A layer without inputs or outputs divides nothing by 0")
  func noFans() {
    #expect(allFinite(LeCunUniform().values(shape: [4], fanIn: 0, fanOut: 0)))
    #expect(allFinite(LeCunNormal().values(shape: [4], fanIn: 0, fanOut: 0)))
  }
}

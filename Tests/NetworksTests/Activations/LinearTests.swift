import Basics
import Networks
import TestSupport
import Testing

@Suite struct LinearTests {
  @Test("Values and gradient stay")
  func identity() {
    #expect(Linear().values([-2, 0, 3]) == [-2, 0, 3])
    #expect(Linear().gradient(at: [-2, 0, 3], upstream: [1, 2, 3]) == [1, 2, 3])
  }
}

import Basics
import Networks
import TestSupport
import Testing

@Suite struct ReLUTests {
  @Test("Negative values become 0 and let no gradient pass")
  func values() {
    #expect(ReLU().values([-2, -0.5, 0, 0.5, 3]) == [0, 0, 0, 0.5, 3])
    #expect(ReLU().gradient(at: [-2, 0, 3], upstream: [5, 6, 7]) == [0, 0, 7])
  }
}

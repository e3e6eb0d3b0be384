import Basics
import Networks
import TestSupport
import Testing

@Suite struct TanhTests {
  @Test("Known values and slopes")
  func values() {
    #expect(
      difference(Tanh().values([-1, 0, 2]), [-0.7615941559557649, 0, 0.9640275800758169])
        < goldenTolerance)
    #expect(
      difference(Tanh().gradient(at: [-1, 0, 2]), [0.41997434161402614, 1, 0.07065082485316443])
        < goldenTolerance)
    #expect(Tanh().values([-1e30, 1e30]) == [-1, 1])
  }
}

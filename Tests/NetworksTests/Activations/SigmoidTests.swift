import Basics
import Networks
import TestSupport
import Testing

@Suite struct SigmoidTests {
  @Test("Known values and slopes")
  func values() {
    #expect(
      difference(Sigmoid().values([-1, 0, 2]), [0.2689414213699951, 0.5, 0.8807970779778823])
        < goldenTolerance)
    #expect(
      difference(
        Sigmoid().gradient(at: [-1, 0, 2]), [0.19661193324148185, 0.25, 0.10499358540350662])
        < goldenTolerance)
  }

  @Test("The lower tail is precise, and both ends are reached")
  func tails() {
    #expect(difference([Sigmoid().values([-40])[0] / 4.248354255291589e-18], [1]) < 1e-5)
    #expect(Sigmoid().values([-1e30, 1e30]) == [0, 1])
    #expect(Sigmoid().gradient(at: [-1e30, 1e30]) == [0, 0])
  }
}

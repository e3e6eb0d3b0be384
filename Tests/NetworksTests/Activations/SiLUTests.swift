import Basics
import Networks
import TestSupport
import Testing

@Suite struct SiLUTests {
  @Test("Known values, and the derivative read from the input")
  func values() {
    #expect(
      difference(SiLU().values([-1, 0, 2]), [-0.2689414213699951, 0, 1.7615941559557649])
        < goldenTolerance)
    #expect(
      difference(SiLU().gradient(at: [-1, 0, 2]), [0.07232948812851325, 0.5, 1.0907842487848955])
        < goldenTolerance)
    #expect(SiLU.derivativeReads == .input)
  }
}

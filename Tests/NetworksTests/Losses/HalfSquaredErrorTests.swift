import Basics
import Networks
import TestSupport
import Testing

@Suite struct HalfSquaredErrorTests {
  @Test("Half of the sum over the outputs of a row, and its gradient")
  func values() {
    let (losses, gradient) = evaluate(
      HalfSquaredError(), [1, 2, 3, 4], [0, 4, 3, 4], width: 2, rows: 2)
    #expect(losses == [2.5, 0])
    #expect(gradient == [1, -2, 0, 0])
  }
}

import Basics
import Networks
import TestSupport
import Testing

@Suite struct MeanAbsoluteErrorTests {
  @Test("The mean over the outputs of a row; no gradient where there is no error")
  func values() {
    let (losses, gradient) = evaluate(
      MeanAbsoluteError(), [1, 2, 3, 4], [0, 4, 3, 4], width: 2, rows: 2)
    #expect(losses == [1.5, 0])
    #expect(gradient == [0.5, -0.5, 0, 0])
  }

  @Test("What is not a number stays so, in the gradient too")
  func notANumber() {
    let (losses, gradient) = evaluate(MeanAbsoluteError(), [.nan], [0], width: 1, rows: 1)
    #expect(losses[0].isNaN && gradient[0].isNaN)
  }
}

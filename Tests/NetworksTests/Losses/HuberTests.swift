import Basics
import Networks
import TestSupport
import Testing

@Suite struct HuberTests {
  @Test("Squared up to delta, straight beyond")
  func values() {
    let (losses, gradient) = evaluate(
      Huber(delta: 2), [1, 2, -5, 0], [0, 0, 0, 0], width: 1, rows: 4)
    #expect(losses == [0.5, 2, 8, 0])
    #expect(gradient == [1, 2, -2, 0])
  }

  @Test("A delta of 0 is refused")
  func range() {
    let text = message {
      _ = try LossCatalog.standard.make(.table(["kind": "huber", "delta": 0]), path: "loss")
    }
    #expect(text == "loss.delta: expected a number above 0 and up to 1e30, found 0")
  }
}

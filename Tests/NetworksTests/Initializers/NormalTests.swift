import Basics
import Networks
import TestSupport
import Testing

@Suite struct NormalTests {
  @Test("Mean, deviation and tails")
  func distribution() {
    let values = Normal(mean: 2, deviation: 3).values(shape: [100, 400])
    let (mean, variance) = moments(values)
    #expect((mean - 2).magnitude < 0.06)
    #expect((variance.squareRoot() - 3).magnitude < 0.05)
    let inside = values.count { ($0 - 2).magnitude < 3 }
    #expect((Double(inside) / 40_000 - 0.6827).magnitude < 0.01)
    #expect(values.contains { ($0 - 2).magnitude > 9 })
  }

  @Test("A deviation below 0 is refused")
  func range() {
    let text = message {
      _ = try InitializerCatalog.standard.make(
        .table(["kind": "normal", "deviation": -1]), path: "i")
    }
    #expect(text == "i.deviation: expected a number from 0 to 1e30, found -1")
  }
}

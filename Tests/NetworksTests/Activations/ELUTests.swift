import Basics
import Networks
import TestSupport
import Testing

@Suite struct ELUTests {
  @Test("Values and slopes on both sides")
  func values() {
    let y = ELU(alpha: 2).values([-1, 0, 3])
    #expect(difference(y, [-1.2642411176571153, 0, 3]) < goldenTolerance)
    let slopes = ELU(alpha: 2).gradient(at: [-1, 0, 3])
    #expect(difference(slopes, [0.7357588823428847, 2, 1]) < goldenTolerance)
  }

  @Test("Large negative values reach -alpha and have slope 0")
  func saturation() {
    #expect(ELU(alpha: 0.5).values([-1000]) == [-0.5])
    #expect(ELU(alpha: 0.5).gradient(at: [-1000]) == [0])
  }

  @Test("A small negative value is precise")
  func precision() {
    let z = Scalar(1) / 1_048_576 / 1024
    #expect(difference([ELU().values([-z])[0] / z], [-1]) < 1e-6)
  }

  @Test("An alpha out of range is refused")
  func range() {
    let text = message {
      _ = try ActivationCatalog.standard.make(.table(["kind": "elu", "alpha": -1]), path: "a")
    }
    #expect(text == "a.alpha: expected a number from 0 to 1e30, found -1")
  }
}

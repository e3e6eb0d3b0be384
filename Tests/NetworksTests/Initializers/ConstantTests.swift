import Basics
import Networks
import TestSupport
import Testing

@Suite struct ConstantTests {
  @Test("Zeros and constants")
  func values() {
    #expect(Zeros().values(shape: [2, 2]) == [0, 0, 0, 0])
    #expect(Constant(0.25).values(shape: [3]) == [0.25, 0.25, 0.25])
  }

  @Test("A constant needs its value")
  func missing() {
    let text = message { _ = try InitializerCatalog.standard.make("constant", path: "i") }
    #expect(text == "i: the setting \"value\" is missing")
  }
}

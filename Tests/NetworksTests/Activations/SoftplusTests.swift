import Basics
import Networks
import TestSupport
import Testing

@Suite struct SoftplusTests {
  @Test("Known values; the identity far out")
  func values() {
    #expect(
      difference(
        Softplus().values([-1, 0, 2]),
        [0.31326168751822286, 0.6931471805599453, 2.1269280110429727])
        < goldenTolerance)
    #expect(Softplus().values([1000, -1000]) == [1000, 0])
    #expect(Softplus().gradient(at: [1000, -1000]) == [1, 0])
  }

  @Test("Tails are precise, not just near")
  func precision() {
    let y = Softplus().values([-40])[0] / 4.248354255291589e-18
    let slope = Softplus().gradient(at: [-40])[0] / 4.248354255291589e-18
    #expect(difference([y, slope], [1, 1]) < 1e-5)
  }
}

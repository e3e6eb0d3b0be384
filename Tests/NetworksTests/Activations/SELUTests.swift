import Basics
import Networks
import TestSupport
import Testing

@Suite struct SELUTests {
  @Test("Mean 0 and variance 1 are a fixed point for normal values")
  func fixedPoint() {
    let y = SELU().values(points(100_000, seed: 5))
    let (mean, variance) = moments(y)
    #expect(mean.magnitude < 0.015)
    #expect((variance - 1).magnitude < 0.03)
  }

  @Test("Slopes jump from λα to λ at 0")
  func slopes() {
    let low = SELU.scale * SELU.alpha
    #expect(
      SELU().gradient(at: [-1000, 0, 5]) == [SELU().values([-1000])[0] + low, low, SELU.scale])
    #expect(SELU().gradient(at: [-1000])[0].magnitude < 1e-6)
  }

  @Test("The greatest number stays finite")
  func overflow() {
    let greatest = Scalar.greatestFiniteMagnitude
    #expect(SELU().values([greatest])[0] > greatest / 2)
    #expect(allFinite(SELU().values([greatest])))
  }
}

import TestSupport
import Testing
import Training

@Suite struct RMSpropTests {
  @Test func golden() throws { try expectGolden("rmsprop", cases: 2) }

  @Test func memoryAndRate() {
    #expect(RMSprop().stateSlots == 1)
    #expect(RMSprop().defaultLearningRate == 0.001)
  }

  @Test func settingsOutOfRange() {
    expectRefused("rmsprop", "alpha", 1, "a number from 0 to below 1")
    expectRefused("rmsprop", "epsilon", 0, "a number above 1e-37")
  }

  @Test func firstStepIsOfTheSameSizeForAnyGradient() {
    let end = steps(RMSprop(alpha: 0.75), from: [0, 0], gradients: [[1, -1000]], rate: 0.5)
    #expect(difference(end, [-1, 1]) < 1e-6)  // 0.5 / sqrt(0.25)
  }
}

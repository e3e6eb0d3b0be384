import TestSupport
import Testing
import Training

@Suite struct AdamTests {
  @Test func golden() throws { try expectGolden("adam", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Adam().stateSlots == 2)
    #expect(Adam().defaultLearningRate == 0.001)
  }

  @Test func settingsOutOfRange() {
    expectRefused("adam", "beta1", 1, "a number from 0 to below 1")
    expectRefused("adam", "beta2", -1, "a number from 0 to below 1")
    expectRefused("adam", "epsilon", 0, "a number above 1e-37")
  }

  @Test func firstStepIsTheRateForAnyGradient() {
    let end = steps(Adam(), from: [0, 0, 0], gradients: [[1e-3, -5, 1000]], rate: 0.5)
    #expect(difference(end, [-0.5, 0.5, -0.5]) < 1e-4)
  }

  @Test func withoutMemoryFollowsTheSign() {
    // m = g and v = g^2 in each step, whatever came before.
    let rule = Adam(beta1: 0, beta2: 0, epsilon: 1e-30)
    let end = steps(rule, from: [0, 0], gradients: [[3, -3], [-3, -3], [-3, 3]], rate: 0.5)
    #expect(difference(end, [0.5, 0.5]) < 1e-6)
  }

  @Test func noGradientNoStep() {
    let end = steps(Adam(), from: [0.5], gradients: [[0], [0]])
    #expect(end == [0.5])
  }
}

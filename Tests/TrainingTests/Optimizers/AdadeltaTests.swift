import TestSupport
import Testing
import Training

@Suite struct AdadeltaTests {
  @Test func golden() throws { try expectGolden("adadelta", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Adadelta().stateSlots == 2)
    #expect(Adadelta().defaultLearningRate == 1.0)
  }

  @Test func settingsOutOfRange() {
    expectRefused("adadelta", "rho", 1, "a number from 0 to below 1")
    expectRefused("adadelta", "epsilon", 0, "a number above 1e-37")
  }

  @Test func firstStepFollowsFromEpsilon() {
    let end = steps(Adadelta(rho: 0.5, epsilon: 0.5), from: [0], gradients: [[1]], rate: 1)
    #expect(difference(end, [-0.70710678]) < 1e-6)  // sqrt(0.5) / sqrt(0.5 + 0.5)
  }
}

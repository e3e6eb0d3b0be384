import TestSupport
import Testing
import Training

@Suite struct AdamaxTests {
  @Test func golden() throws { try expectGolden("adamax", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Adamax().stateSlots == 2)
    #expect(Adamax().defaultLearningRate == 0.002)
  }

  @Test func settingsOutOfRange() {
    expectRefused("adamax", "beta1", 1, "a number from 0 to below 1")
    expectRefused("adamax", "beta2", 1, "a number from 0 to below 1")
    expectRefused("adamax", "epsilon", 0, "a number above 1e-37")
  }

  @Test func largestGradientDivides() {
    let rule = Adamax(beta1: 0.5, beta2: 0.5)
    let end = steps(rule, from: [0], gradients: [[4], [1]], rate: 0.75)
    // m 2, then 1.5; u 4, then 2; rate 0.75 / 0.5, then 0.75 / 0.75.
    #expect(difference(end, [-1.5]) < 1e-6)
  }
}

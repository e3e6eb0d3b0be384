import Testing
import Training

@Suite struct AdamWTests {
  @Test func golden() throws { try expectGolden("adamw", cases: 2) }

  @Test func memoryAndRate() {
    #expect(AdamW().stateSlots == 2)
    #expect(AdamW().defaultLearningRate == 0.001)
  }

  @Test func settingsOutOfRange() {
    expectRefused("adamw", "weight-decay", -1, "a number of 0 or more")
    expectRefused("adamw", "beta1", 1, "a number from 0 to below 1")
  }

  @Test func decayIsForTheTrainerToApply() {
    let gradients = (0..<4).map { numbers(6, salt: $0) }
    let start = numbers(6, salt: 9)
    #expect(
      steps(AdamW(weightDecay: 0.5), from: start, gradients: gradients)
        == steps(Adam(), from: start, gradients: gradients))
    let rule: any Optimizer = AdamW(weightDecay: 0.5)
    #expect(rule.weightDecay == 0.5)
    #expect((Adam() as any Optimizer).weightDecay == 0)
  }
}

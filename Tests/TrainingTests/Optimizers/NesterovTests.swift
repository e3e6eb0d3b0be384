import Testing
import Training

@Suite struct NesterovTests {
  @Test func golden() throws { try expectGolden("nesterov", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Nesterov().stateSlots == 1)
    #expect(Nesterov().defaultLearningRate == 0.01)
  }

  @Test func settingsOutOfRange() {
    expectRefused("nesterov", "momentum", 1, "a number from 0 to below 1")
  }

  @Test func looksAhead() {
    let end = steps(Nesterov(momentum: 0.5), from: [0], gradients: [[1], [1]], rate: 1)
    #expect(end == [-3.25])  // 1 + 0.5, then 1 + 0.75
  }
}

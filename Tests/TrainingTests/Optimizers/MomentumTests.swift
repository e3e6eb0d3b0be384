import Testing
import Training

@Suite struct MomentumTests {
  @Test func golden() throws { try expectGolden("momentum", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Momentum().stateSlots == 1)
    #expect(Momentum().defaultLearningRate == 0.01)
  }

  @Test func settingsOutOfRange() {
    expectRefused("momentum", "momentum", 1, "a number from 0 to below 1")
    expectRefused("momentum", "momentum", -0.5, "a number from 0 to below 1")
  }

  @Test func velocityGathers() {
    let end = steps(Momentum(momentum: 0.5), from: [0], gradients: [[1], [1]], rate: 1)
    #expect(end == [-2.5])  // 1, then 0.5 + 1
  }

  @Test func withoutMomentumIsPlain() {
    let gradients = (0..<4).map { numbers(6, salt: $0) }
    let start = numbers(6, salt: 9)
    #expect(
      steps(Momentum(momentum: 0), from: start, gradients: gradients)
        == steps(SGD(), from: start, gradients: gradients))
  }
}

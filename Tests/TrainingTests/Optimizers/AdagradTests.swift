import TestSupport
import Testing
import Training

@Suite struct AdagradTests {
  @Test func golden() throws { try expectGolden("adagrad", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Adagrad().stateSlots == 1)
    #expect(Adagrad().defaultLearningRate == 0.01)
  }

  @Test func settingsOutOfRange() {
    expectRefused("adagrad", "epsilon", 0, "a number above 1e-37")
  }

  @Test func stepsShrink() {
    let end = steps(Adagrad(), from: [0], gradients: [[3], [4]], rate: 1)
    #expect(difference(end, [-1.8]) < 1e-6)  // 3 / 3, then 4 / 5
  }
}

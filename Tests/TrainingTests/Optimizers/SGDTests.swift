import Testing
import Training

@Suite struct SGDTests {
  @Test func golden() throws { try expectGolden("sgd", cases: 1) }

  @Test func memoryAndRate() {
    #expect(SGD().stateSlots == 0)
    #expect(SGD().defaultLearningRate == 0.1)
  }

  @Test func stepIsRateTimesGradient() {
    let end = steps(SGD(), from: [1, -2], gradients: [[0.5, -0.25]], rate: 0.5)
    #expect(end == [0.75, -1.875])
  }
}

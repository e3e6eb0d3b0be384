import Testing
import Training

@Suite struct NadamTests {
  @Test func golden() throws { try expectGolden("nadam", cases: 2) }

  @Test func memoryAndRate() {
    #expect(Nadam().stateSlots == 3)
    #expect(Nadam().defaultLearningRate == 0.002)
  }

  @Test func settingsOutOfRange() {
    expectRefused("nadam", "beta1", 1, "a number from 0 to below 1")
    expectRefused("nadam", "beta2", 1, "a number from 0 to below 1")
    expectRefused("nadam", "epsilon", 0, "a number above 1e-37")
    expectRefused("nadam", "momentum-decay", -1, "a number of 0 or more")
  }

  @Test func emptyTileIsLeftAlone() {
    #expect(steps(Nadam(), from: [], gradients: [[]]).isEmpty)
  }
}

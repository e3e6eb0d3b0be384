import Basics
import Testing
import Training

@Suite struct ExponentialScheduleTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("exponential") == 2) }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("exponential", "gamma", 0, "a number above 0, up to 1")
  }
}

import Basics
import Testing
import Training

@Suite struct StepScheduleTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("step") == 2) }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("step", "every", 0, "a whole number of 1 or more")
    expectScheduleRefused("step", "every", 1.5, "a whole number of 1 or more")
    expectScheduleRefused("step", "gamma", 0, "a number above 0, up to 1")
    expectScheduleRefused("step", "gamma", 1.5, "a number above 0, up to 1")
  }
}

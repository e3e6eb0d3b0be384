import Basics
import Testing
import Training

@Suite struct CosineScheduleTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("cosine") == 2) }

  @Test func endIsReachedAndKept() {
    let schedule = CosineSchedule(end: 0.25)
    #expect(factor(schedule, 0) == 1)
    #expect((factor(schedule, 5) - 0.625).magnitude < 1e-12)
    #expect(factor(schedule, 10) == 0.25)
    #expect(factor(schedule, 99) == 0.25)
  }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("cosine", "end", -1, "a number from 0 to 1")
  }
}

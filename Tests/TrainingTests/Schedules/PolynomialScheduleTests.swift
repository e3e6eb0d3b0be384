import Basics
import Testing
import Training

@Suite struct PolynomialScheduleTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("polynomial") == 2) }

  @Test func endIsReachedAndKept() {
    let schedule = PolynomialSchedule(exponent: 3, end: 0.125)
    #expect(factor(schedule, 0) == 1)
    #expect(factor(schedule, 10) == 0.125)
    #expect(factor(schedule, 99) == 0.125)
  }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("polynomial", "power", 0, "a number above 0")
    expectScheduleRefused("polynomial", "end", 2, "a number from 0 to 1")
  }
}

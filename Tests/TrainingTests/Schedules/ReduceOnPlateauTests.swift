import Basics
import Testing
import Training

@Suite struct ReduceOnPlateauTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("reduce-on-plateau") == 3) }

  @Test func whatIsNotANumberIsNoGain() {
    let schedule = ReduceOnPlateau(gamma: 0.5, patience: 1)
    #expect(factor(schedule, 3, monitored: [1, .nan, .nan]) == 0.5)
    #expect(factor(schedule, 3, monitored: [.nan, .nan, .nan]) == 0.5)
    #expect(factor(schedule, 2, monitored: [.infinity, 5]) == 1)
  }

  @Test func lossesBelowZero() {
    let schedule = ReduceOnPlateau(gamma: 0.5, patience: 0)
    #expect(factor(schedule, 3, monitored: [-1, -2, -3]) == 1)
    #expect(factor(schedule, 3, monitored: [-1, -1, -1.00001]) == 0.25)
  }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("reduce-on-plateau", "gamma", 0, "a number above 0, up to 1")
    expectScheduleRefused("reduce-on-plateau", "patience", -1, "a whole number of 0 or more")
    expectScheduleRefused("reduce-on-plateau", "least", 2, "a number from 0 to 1")
  }
}

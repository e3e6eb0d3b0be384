import Basics
import Testing
import Training

@Suite struct OneCycleScheduleTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("one-cycle") == 3) }

  @Test func fewStepsAreFinite() {
    for epochs in 1...4 {
      for rise in [0, 0.3, 0.9] {
        for step in 0..<(epochs + 2) {
          let value = factor(OneCycleSchedule(rise: rise), step, of: epochs)
          #expect(value > 0 && value <= 1)
        }
      }
    }
  }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("one-cycle", "rise", 1, "a number from 0 to below 1")
    expectScheduleRefused("one-cycle", "start", 0, "a number above 0, up to 1")
    expectScheduleRefused("one-cycle", "end", 2, "a number from 0 to 1")
  }
}

import Basics
import Testing
import Training

@Suite struct WarmUpTests {
  @Test func golden() throws { #expect(try expectGoldenFactors("warm-up") == 2) }

  @Test func inFrontOfAnotherSchedule() {
    let schedule = WarmUp(epochs: 4, then: StepSchedule(every: 2, gamma: 0.5))
    #expect((0..<6).map { factor(schedule, $0) } == [0.25, 0.5, 0.375, 0.5, 0.25, 0.25])
  }

  @Test func settingsOutOfRange() {
    expectScheduleRefused("warm-up", "epochs", 0, "a number above 0")
    let text = refusal(.badData) {
      _ = try ScheduleCatalog.standard.make(
        kind: "warm-up", settings: ["then": "cosin"], path: "schedule")
    }
    #expect(text?.hasPrefix("schedule.then: unknown schedule \"cosin\". Did you mean") == true)
  }
}

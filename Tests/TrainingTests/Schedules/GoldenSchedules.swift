import Basics
import TestSupport
import Testing
import Training

/// Compares a schedule's factors, step by step, with those of schedules.json; returns how many cases.
func expectGoldenFactors(_ kind: String) throws -> Int {
  var count = 0
  for line in try Fixture.cases("schedules", .module) {
    let schedule = try ScheduleCatalog.standard.make(line.value("schedule"), path: "schedule")
    guard type(of: schedule).kind == kind else { continue }
    count += 1
    let factors = try #require(try line.value("factors").list?.compactMap(\.number))
    let monitored = try #require(try line.value("monitored").list?.compactMap(\.number))
    let stepsPerEpoch = try line.integer("steps_per_epoch")
    let epochs = try line.integer("epochs")
    #expect(factors.count == epochs * stepsPerEpoch)
    for (step, factor) in factors.enumerated() {
      let position = TrainingPosition(
        step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs,
        monitored: Array(monitored.prefix(step / stepsPerEpoch)))
      let found = schedule.factor(at: position)
      #expect((found - factor).magnitude <= 1e-12, "\(kind) step \(step)")
    }
    let again = try ScheduleCatalog.standard.make(schedule.described, path: "schedule")
    #expect(again.described == schedule.described)
  }
  return count
}

/// The factor in a step of a training of one step per epoch.
func factor(
  _ schedule: some Schedule, _ step: Int, of epochs: Int = 10, monitored: [Double] = []
) -> Double {
  schedule.factor(
    at: TrainingPosition(step: step, stepsPerEpoch: 1, epochs: epochs, monitored: monitored))
}

/// A setting out of range must be refused with its path.
func expectScheduleRefused(
  _ kind: String, _ setting: String, _ value: Value, _ expected: String
) {
  let settings: Settings = [setting: value]
  let text = refusal(.badData) {
    _ = try ScheduleCatalog.standard.make(kind: kind, settings: settings, path: "schedule")
  }
  #expect(text == "schedule.\(setting): expected \(expected), found \(value.found)")
}

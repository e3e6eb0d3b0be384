import Basics
import TestSupport
import Testing
import Training

@Suite struct ScheduleTests {
  @Test("Factors agree with PyTorch's schedulers in every step, for every schedule")
  func golden() throws {
    var kinds: Set<String> = []
    for line in try Fixture.cases("schedules", .module) {
      let schedule = try makeSchedule(line.value("schedule"))
      let factors = try #require(try line.value("factors").list).map { try #require($0.number) }
      let monitored = try #require(try line.value("monitored").list).map { try #require($0.number) }
      let (epochs, steps) = (try line.integer("epochs"), try line.integer("steps_per_epoch"))
      #expect(factors.count == epochs * steps)
      for (step, factor) in factors.enumerated() {
        let position = TrainingPosition(
          step: step, stepsPerEpoch: steps, epochs: epochs,
          monitored: Array(monitored.prefix(step / steps)))
        let found = schedule.factor(at: position)
        #expect((found - factor).magnitude < 1e-12, "\(schedule), step \(step)")
      }
      kinds.insert(type(of: schedule).kind)
    }
    #expect(kinds == Set(ScheduleCatalog.standard.kinds))
  }

  @Test("The settings of every schedule make the same schedule again")
  func settingsRoundTrip() throws {
    for line in try Fixture.cases("schedules", .module) {
      let schedule = try makeSchedule(line.value("schedule"))
      #expect(try makeSchedule(schedule.described).described == schedule.described)
      for entry in try line.value("schedule").table?.entries ?? [] where entry.value.table == nil {
        if entry.name != "kind" { #expect(schedule.settings[entry.name] == entry.value) }
      }
    }
  }

  @Test("Every factor is finite and from 0 to 1, wherever the training is")
  func anywhere() throws {
    for line in try Fixture.cases("schedules", .module) {
      let schedule = try makeSchedule(line.value("schedule"))
      for (steps, epochs) in [(0, 0), (1, 1), (1, 2), (3, 1), (7, 5), (.max, .max), (2, .max)] {
        for step in [0, 1, 2, 34, 35, 36, 1_000_000, .max / 2] {
          for monitored in [[], [0.0], [.nan, .nan, 1], [.infinity, -1, -2, -1, -1, -1, -1]] {
            let factor = schedule.factor(
              at: TrainingPosition(
                step: step, stepsPerEpoch: steps, epochs: epochs, monitored: monitored))
            #expect(factor >= 0 && factor <= 1, "\(schedule) at step \(step) of \(steps)x\(epochs)")
          }
        }
      }
    }
  }

  @Test("Steps and progress of a plan; one too long to count saturates")
  func position() {
    let position = TrainingPosition(step: 7, stepsPerEpoch: 3, epochs: 4)
    #expect(position.epoch == 2 && position.totalSteps == 12 && position.progress == 7.0 / 12)
    #expect(TrainingPosition(step: 20, stepsPerEpoch: 3, epochs: 4).progress == 1)
    let endless = TrainingPosition(step: 1, stepsPerEpoch: 3, epochs: .max)
    #expect(endless.totalSteps == .max)
    let empty = TrainingPosition(step: 0, stepsPerEpoch: 0, epochs: 0)
    #expect(empty.epoch == 0 && empty.progress == 0)
  }

  @Test("Nothing rises again after the last planned step")
  func beyondTheEnd() throws {
    for kind in ["polynomial", "cosine", "one-cycle"] {
      let schedule = try makeSchedule(.text(kind))
      let factors = (19..<60).map {
        schedule.factor(at: TrainingPosition(step: $0, stepsPerEpoch: 4, epochs: 5))
      }
      #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 >= $1 }, "\(kind)")
      #expect(factors[1...].allSatisfy { $0 < 1e-5 }, "\(kind)")
    }
  }

  @Test("A plateau is also found in figures below 0, such as a negative accuracy")
  func negativeFigures() {
    let schedule = ReduceOnPlateau(gamma: 0.5, patience: 1)
    func factor(_ monitored: [Double]) -> Double {
      schedule.factor(
        at: TrainingPosition(
          step: monitored.count, stepsPerEpoch: 1, epochs: 100, monitored: monitored))
    }
    #expect(factor([-0.5, -0.6, -0.7, -0.8]) == 1)
    // Worse by less than the threshold is no gain.
    #expect(factor([-0.9, -0.89995, -0.89995]) == 0.5)
    #expect(factor([-0.9, -0.90001, -0.90002]) == 0.5)
    #expect(factor([0.5, .nan, .nan]) == 0.5)
  }

  @Test("Without settings a warm-up is followed by the full rate")
  func warmUp() throws {
    let schedule = try makeSchedule(["kind": "warm-up", "epochs": 2])
    let factors = (0..<6).map {
      schedule.factor(at: TrainingPosition(step: $0, stepsPerEpoch: 2, epochs: 3))
    }
    #expect(factors == [0.25, 0.5, 0.75, 1, 1, 1])
  }

  @Test("Settings out of range and unknown names are refused, also in a nested schedule")
  func refusals() {
    func refusal(_ settings: Settings) -> String? {
      message { _ = try makeSchedule(.table(settings)) }
    }
    #expect(
      refusal(["kind": "step", "every": 0])
        == "schedule.every: expected a whole number of 1 or more, found 0")
    #expect(
      refusal(["kind": "exponential", "gamma": 1.5])
        == "schedule.gamma: expected a number above 0, up to 1, found 1.5")
    #expect(
      refusal(["kind": "one-cycle", "rise": 1])
        == "schedule.rise: expected a number from 0 to below 1, found 1")
    #expect(
      refusal(["kind": "reduce-on-plateau", "patience": -1])
        == "schedule.patience: expected a whole number of 0 or more, found -1")
    #expect(
      refusal(["kind": "polynomial", "power": 0])
        == "schedule.power: expected a number above 0, found 0")
    for (after, factors) in [
      ([3, 2], [0.5, 0.25]), ([1], [0.5, 0.25]), ([0], [0.5]), ([1], [0.0]), ([1.5], [0.5]),
    ] as [([Double], [Double])] {
      let settings: Settings = [
        "kind": "piecewise", "after": .list(after.map { .number($0) }),
        "factors": .list(factors.map { .number($0) }),
      ]
      #expect(
        refusal(settings)
          == "schedule: expected as many factors above 0 as rising epochs in after")
    }
    #expect(
      refusal(["kind": "warm-up", "then": .table(["kind": "cosine", "end": 2])])
        == "schedule.then.end: expected a number from 0 to 1, found 2")
    #expect(
      refusal(["kind": "warm-up", "then": "cosin"])
        == "schedule.then: unknown schedule \"cosin\". Did you mean \"cosine\"? Known: constant, "
        + "step, exponential, polynomial, cosine, warm-up, one-cycle, reduce-on-plateau, piecewise."
    )
  }
}

private func makeSchedule(_ value: Value) throws -> any Schedule {
  try ScheduleCatalog.standard.make(value, path: "schedule")
}

private func makeSchedule(_ settings: Settings) throws -> any Schedule {
  try makeSchedule(.table(settings))
}

import Kernels
import Testing

/// A machine on which steps take a known time.
private struct Machine {
  var tuner: ThreadTuner
  /// Seconds of a step, by the number of threads.
  var seconds: [Int: Double]
  /// Steps taken, by the number of threads.
  var steps: [Int: Int] = [:]

  init(threads: Int, _ seconds: [Int: Double]) {
    tuner = ThreadTuner(threads: threads)
    self.seconds = seconds
  }

  mutating func take(_ count: Int) {
    for _ in 0..<count {
      steps[tuner.threads, default: 0] += 1
      tuner.note(seconds: seconds[tuner.threads] ?? .infinity)
    }
  }
}

@Suite struct ThreadTunerTests {
  @Test func oneThreadStaysOne() {
    var machine = Machine(threads: 1, [1: 1])
    machine.take(2000)
    #expect(machine.steps == [1: 2000])
    #expect(ThreadTuner(threads: 0).threads == 1)
  }

  @Test func theQuickestNumberIsKept() {
    for (best, seconds) in [
      (8, [8: 1.0, 4: 1.2, 2: 2, 1: 4]), (4, [8: 2, 4: 1, 2: 1.1, 1: 4]),
      (2, [8: 5, 4: 2, 2: 1, 1: 1.4]), (1, [8: 5, 4: 4, 2: 3, 1: 1]),
    ] {
      var machine = Machine(threads: 8, seconds)
      machine.take(60)
      #expect(machine.tuner.threads == best)
      machine.take(100_000)
      #expect(machine.steps[best, default: 0] > 99_000, "\(machine.steps)")
    }
  }

  /// An odd number is halved upwards, so that no number between is passed over.
  @Test func anyCount() {
    var machine = Machine(threads: 7, [7: 4, 4: 3, 2: 2, 1: 1])
    machine.take(60)
    #expect(Set(machine.steps.keys) == [7, 4, 2, 1])
  }

  /// One step that takes half as long again as the best is enough to give a number up.
  @Test func trialsAreCheap() {
    var machine = Machine(threads: 2, [2: 1, 1: 2])
    machine.take(100_000)
    let others = machine.steps[1, default: 0]
    #expect(others > 0 && others < 30)
  }

  @Test func aChangedMachineIsNoticed() {
    var machine = Machine(threads: 2, [2: 1, 1: 1.8])
    machine.take(20_000)
    #expect(machine.tuner.threads == 2)
    // Another program takes one of the processors.
    machine.seconds[2] = 3
    machine.take(60)
    #expect(machine.tuner.threads == 1)
    // And gives it back: found out at the next trial.
    machine.seconds[2] = 1
    machine.take(600)
    #expect(machine.tuner.threads == 2)
  }

  @Test func lateStepsNowAndThenChangeNothing() {
    var machine = Machine(threads: 2, [2: 1, 1: 1.8])
    machine.take(20)
    for _ in 0..<1000 {
      machine.take(9)
      machine.tuner.note(seconds: 100)
      #expect(machine.tuner.threads == 2 || machine.steps[1, default: 0] < 200)
    }
    #expect(machine.steps[1, default: 0] < 200)
  }
}

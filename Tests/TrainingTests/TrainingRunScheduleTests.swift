import Basics
import Networks
import Testing
import Training

/// What schedules see of a training, and what a training takes from them.
@Suite struct TrainingRunScheduleTests {
  @Test func trainingFollowsItsSchedule() throws {
    let network = try classifier()
    let data = try TrainingData(
      try twoClasses(rows: 10), network: network, loss: CategoricalCrossEntropy())
    let schedule = WarmUp(epochs: 2, then: StepSchedule(every: 3, gamma: 0.5))
    let run = try TrainingRun(
      network,
      TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: SGD(), learningRate: 0.5, schedule: schedule,
        epochs: 5, batchSize: 4), training: data)
    let rates = try events(of: run).compactMap { event in
      if case .stepEnded(let step) = event { step.learningRate } else { nil }
    }
    let factors = (0..<15).map {
      schedule.factor(at: TrainingPosition(step: $0, stepsPerEpoch: 3, epochs: 5))
    }
    #expect(rates == factors.map { $0 * 0.5 })
    #expect(run.history.column("learning_rate") == [2, 5, 8, 11, 14].map { rates[$0] })
  }

  @Test func plateausAreThoseOfTheHistory() throws {
    let network = try classifier()
    let loss = CategoricalCrossEntropy()
    let all = try TrainingData(try twoClasses(rows: 20), network: network, loss: loss)
    let schedule = ReduceOnPlateau(gamma: 0.5, patience: 0)
    // A rate this large makes the loss go up and down.
    let run = try TrainingRun(
      network,
      TrainingConfiguration(
        loss: loss, optimizer: SGD(), learningRate: 4, schedule: schedule, epochs: 12,
        batchSize: 5), training: all, validation: all)
    try run.complete()
    let losses = run.history.column("val_loss")
    let rates = run.history.column("learning_rate")
    for epoch in 0..<12 {
      let factor = schedule.factor(
        at: TrainingPosition(
          step: epoch * 4, stepsPerEpoch: 4, epochs: 12, monitored: Array(losses.prefix(epoch))))
      #expect(rates[epoch] == 4 * factor)
    }
    #expect(rates.last != rates.first)
  }
}

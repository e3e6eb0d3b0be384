import Basics
import Networks
import Testing
import Training

@Suite struct HistogramPlanTests {
  private func plan(
    epochs: Int, rows: Int, batchSize: Int = 32, inputs: Int = 64, hidden: Int = 128
  ) throws -> HistogramPlan {
    let network = try Network(
      input: [inputs], layers: [Dense(hidden, activation: .relu), Dense(10)])
    return HistogramPlan(
      TrainingPlan(
        epochs: epochs, stepsPerEpoch: (rows + batchSize - 1) / batchSize, trainingRows: rows,
        validationRows: 0, batchSize: batchSize, threads: 1), network)
  }

  @Test func longTrainingsGetTwentyOfThemEvenlySpread() throws {
    let found = try plan(epochs: 96, rows: 60_000)
    #expect(found.epochs == (0..<20).map { 1 + $0 * 5 })
    #expect(found.rows == 256 && found.numbers == 4096)
    #expect(try plan(epochs: 20, rows: 60_000).epochs == Array(1...20))
    #expect(try plan(epochs: 5, rows: 60_000).epochs == [1, 2, 3, 4, 5])
    let odd = try plan(epochs: 50, rows: 60_000).epochs
    #expect(odd.count == 20 && odd.first == 1 && odd.last == 50)
    #expect(zip(odd, odd.dropFirst()).allSatisfy { [2, 3].contains($1 - $0) })
  }

  @Test(arguments: [(3, 500), (10, 5000), (40, 1294), (200, 60_000), (1, 60_000)])
  func allRowsTogetherAreLessThanAHundredth(epochs: Int, rows: Int) throws {
    let found = try plan(epochs: epochs, rows: rows)
    #expect(Set(found.epochs).count == found.epochs.count && !found.epochs.isEmpty)
    #expect(found.epochs.last == epochs)
    let run = found.epochs.count * found.rows
    #expect(run * 100 <= epochs * rows || found.rows <= 8 && found.epochs.count <= 2)
  }

  /// Steps of a single row take long beside their rows.
  @Test func rowsAreLimitedWhereTimeIsNot() throws {
    let found = try plan(epochs: 1000, rows: 200, batchSize: 1, inputs: 2, hidden: 4)
    #expect(found.epochs.count == 20 && found.epochs.count * found.rows <= 1000)
  }

  @Test func shortTrainingsGetTheFirstAndTheLast() throws {
    let found = try plan(epochs: 300, rows: 4, inputs: 2, hidden: 8)
    #expect(found.epochs == [1, 300] && found.rows == 4)
    #expect(try plan(epochs: 1, rows: 4).epochs == [1])
    #expect(try plan(epochs: 2, rows: 4).epochs == [1, 2])
  }

  @Test func noNumberOfEpochsIsTooLarge() throws {
    let found = try plan(epochs: .max, rows: 1000)
    #expect(found.epochs.count == 20 && found.epochs.last == .max)
    #expect(found.epochs == found.epochs.sorted())
  }
}

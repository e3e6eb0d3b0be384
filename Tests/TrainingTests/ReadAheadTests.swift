import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

/// Rows on disk train to the same bits as rows in memory.
@Suite struct ReadAheadTests {
  private func trained(onDisk: Bool, threads: Int, batchSize: Int) throws -> TrainingRun {
    var data = try twoClasses(rows: 900)
    if onDisk {
      data = try data.subset(
        Array(0..<data.rows), memory: MemoryLimit(bytes: 0, folder: "/tmp"))
      #expect(data.features.isOnDisk)
    }
    let network = try Network(input: [2], layers: [Dense(5, activation: .tanh), Dense(2)])
    let configuration = TrainingConfiguration(
      loss: CategoricalCrossEntropy(), optimizer: Adam(), learningRate: 0.05, epochs: 3,
      batchSize: batchSize, seed: 4, threads: threads)
    let parts = [Array(0..<700), Array(700..<900)]
    let run = try TrainingRun(
      network, configuration,
      training: TrainingData(data, rows: parts[0], network: network, loss: configuration.loss),
      validation: TrainingData(data, rows: parts[1], network: network, loss: configuration.loss),
      stopWatch: CountingWatch())
    try run.complete()
    return run
  }

  @Test(arguments: [1, 3], [7, 700]) func bitsAreThoseOfMemory(threads: Int, batchSize: Int) throws
  {
    let memory = try trained(onDisk: false, threads: 1, batchSize: batchSize)
    let disk = try trained(onDisk: true, threads: threads, batchSize: batchSize)
    #expect(memory.parameters.values == disk.parameters.values)
    #expect(memory.history.column("val_loss") == disk.history.column("val_loss"))
  }
}

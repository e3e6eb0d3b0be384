import Basics
import Datasets
import Kernels
import Networks
import TestSupport
import Testing
import Training

@Suite struct EvaluationTests {
  @Test func resultsDontDependOnTheBatchSize() throws {
    let network = try Network(
      input: [2],
      layers: [Dense(6, activation: .gelu), BatchNormalization(), Dropout(0.5), Dense(2)])
    let weights = ContiguousArray((0..<41).map { Scalar($0 % 4) })
    let data = try TrainingData(
      try twoClasses(rows: 41, weights: weights), network: network, loss: .crossEntropy)
    let parameters = network.initialParameters(seed: 5)
    func predictions(_ batchSize: Int, _ threads: Int) -> Predictions {
      Evaluator(
        network, loss: .crossEntropy, batchSize: batchSize, workers: Workers(threads)
      ).predictions(data, parameters: parameters)
    }
    let whole = predictions(256, 1)
    #expect(whole.rows == 41 && whole.width == 2)
    for (batchSize, threads) in [(1, 1), (7, 1), (40, 2), (41, 3), (13, 8)] {
      let parts = predictions(batchSize, threads)
      #expect(parts.outputs == whole.outputs, "batch size \(batchSize)")
      #expect(parts.rowLosses == whole.rowLosses)
      #expect(parts.targets == whole.targets)
      #expect(parts.weights == whole.weights)
    }
    #expect(whole.weights == weights)
  }

  @Test func rowsAreTakenInTheirOrder() throws {
    let network = try classifier()
    let data = try twoClasses()
    let rows = [7, 3, 3, 30]
    let parameters = network.initialParameters(seed: 5)
    let evaluator = Evaluator(network, loss: .crossEntropy, workers: Workers(1))
    let all = evaluator.predictions(
      try TrainingData(data, network: network, loss: .crossEntropy), parameters: parameters)
    let some = evaluator.predictions(
      try TrainingData(data, rows: rows, network: network, loss: .crossEntropy),
      parameters: parameters)
    #expect(some.rowLosses == ContiguousArray(rows.compactMap { all.rowLosses?[$0] }))
    #expect(some.targets == ContiguousArray(rows.map { all.targets[$0] }))
    #expect(some.weights == nil)
  }

  @Test func outputsAreProbabilities() throws {
    let network = try classifier()
    let parameters = network.initialParameters(seed: 5)
    let evaluator = Evaluator(network, loss: .crossEntropy, workers: Workers(1))
    let found = evaluator.predictions(
      try TrainingData(try twoClasses(), network: network, loss: .crossEntropy),
      parameters: parameters)
    for row in 0..<found.rows {
      let sum = found.outputs[2 * row] + found.outputs[2 * row + 1]
      #expect((sum - 1).magnitude < 1e-6)
    }
  }

  @Test func noRows() throws {
    let network = try classifier()
    let found = Evaluator(network, loss: .crossEntropy, workers: Workers(2)).predictions(
      try TrainingData(try twoClasses(), rows: [], network: network, loss: .crossEntropy),
      parameters: network.initialParameters(seed: 5))
    #expect(found.rows == 0 && found.outputs.isEmpty)
    #expect(LossMetric().value(found) == nil && Accuracy().value(found) == nil)
  }
}

import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

/// Sample weights times class weights, for every loss of the catalog.
@Suite struct RowWeightsTests {
  /// Every loss in a form in which it can train two classes.
  static func losses() throws -> [any Loss] {
    try LossCatalog.standard.kinds.map {
      try LossCatalog.standard.make(kind: $0, settings: [:], path: "")
    }
  }

  /// Parameters and loss after some full-batch steps.
  static func train(
    _ data: Dataset, _ loss: any Loss, classWeights: [Double]? = nil, outputs: Int = 2
  ) throws -> TrainingRun {
    let network = try classifier(outputs: outputs)
    let run = try TrainingRun(
      network,
      TrainingConfiguration(
        loss: loss, optimizer: Momentum(), learningRate: 0.125, epochs: 5, batchSize: nil,
        shuffle: false, seed: 2),
      training: try TrainingData(
        data, network: network, loss: loss, classWeights: classWeights))
    try run.complete()
    return run
  }

  static func distance(_ a: TrainingRun, _ b: TrainingRun) -> Double {
    let losses = zip(a.history.column("loss"), b.history.column("loss")).map { x, y in
      (x - y).magnitude
    }
    return max(difference(a.parameters.values, b.parameters.values), losses.max() ?? .infinity)
  }

  static let tolerance = Scalar.self == Float.self ? 1e-5 : 1e-13

  @Test func rowOfWeightZeroChangesNothing() throws {
    let data = try twoClasses(rows: 14)
    for loss in try Self.losses() {
      // The row that doesn't count is the last one: the order of the sums stays the same.
      let with = try picked(
        data, [0, 1, 2, 3, 4, 5, 6, 7], weights: [1, 1, 1, 1, 1, 1, 1, 0])
      let without = try picked(data, [0, 1, 2, 3, 4, 5, 6])
      let distance = Self.distance(try Self.train(with, loss), try Self.train(without, loss))
      #expect(distance < Self.tolerance, "\(type(of: loss).kind)")
    }
  }

  @Test func weightTwoIsTheRowTwice() throws {
    let data = try twoClasses(rows: 14)
    for loss in try Self.losses() {
      let weighted = try picked(data, [0, 1, 2, 3], weights: [1, 2, 1, 3])
      let twice = try picked(data, [0, 1, 1, 2, 3, 3, 3])
      let distance = Self.distance(try Self.train(weighted, loss), try Self.train(twice, loss))
      #expect(distance < Self.tolerance, "\(type(of: loss).kind)")
      let plain = try Self.train(try picked(data, [0, 1, 2, 3]), loss)
      #expect(
        Self.distance(try Self.train(weighted, loss), plain) > 100 * Self.tolerance,
        "\(type(of: loss).kind)")
    }
  }

  @Test func classWeightsMultiplySampleWeights() throws {
    let data = try twoClasses(rows: 14)
    let samples: ContiguousArray<Scalar> = [0.5, 2, 1, 4, 0, 1, 0.25, 1]
    let rows = Array(0..<8)
    let classWeights = [0.5, 3.0]
    for loss in try Self.losses() {
      for outputs in type(of: loss).kind == CategoricalCrossEntropy.kind ? [2] : [1, 2] {
        let both = try picked(data, rows, weights: samples)
        var product = samples
        for (index, row) in rows.enumerated() {
          product[index] *= Scalar(classWeights[Int(data.targets[row])])
        }
        let one = try picked(data, rows, weights: product)
        let a = try Self.train(both, loss, classWeights: classWeights, outputs: outputs)
        let b = try Self.train(one, loss, outputs: outputs)
        #expect(sameBits(a.parameters, b.parameters), "\(type(of: loss).kind)")
        let unweighted = try Self.train(both, loss, outputs: outputs)
        #expect(!sameBits(a.parameters, unweighted.parameters), "\(type(of: loss).kind)")
      }
    }
  }

  /// The reported loss is the weighted mean of the rows' losses.
  @Test func reportedLossIsTheWeightedMean() throws {
    let data = try picked(
      try twoClasses(rows: 14), Array(0..<8), weights: [0.5, 2, 1, 4, 0, 1, 0.25, 1])
    for loss in try Self.losses() {
      let network = try classifier()
      let ready = try TrainingData(data, network: network, loss: loss, classWeights: [0.5, 3])
      let run = try TrainingRun(
        network,
        TrainingConfiguration(
          loss: loss, optimizer: SGD(), learningRate: 1e-30, epochs: 1, batchSize: 3, seed: 2),
        training: ready)
      try run.complete()
      let found = run.evaluate(ready)
      var sum = 0.0
      var total = 0.0
      for row in 0..<8 {
        let weight = Double(ready.weight(ofRow: row))
        sum += weight * Double(try #require(found.rowLosses)[row])
        total += weight
      }
      #expect((run.history.column("loss")[0] - sum / total).magnitude < 1e-6)
      #expect((LossMetric().value(found) ?? .nan) == sum / total)
    }
  }
}

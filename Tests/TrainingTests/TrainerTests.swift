import Basics
import Networks
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
  static func network() throws -> Network {
    try Network(
      input: [3],
      layers: [
        Dense(7, activation: .leakyRelu), BatchNormalization(), Dropout(0.25), Dense(2),
      ])
  }

  /// Losses and parameters after some steps.
  static func run(
    threads: Int, clipNorm: Double? = nil, optimizer: any Optimizer = Adam(), rows: Int = 29
  ) throws -> ([Trainer.StepResult], Parameters) {
    var rule = Regularization()
    rule.l2 = 0.125
    rule.clipNorm = clipNorm
    let trainer = Trainer(
      try network(), loss: CategoricalCrossEntropy(), optimizer: optimizer, regularization: rule,
      seed: 4, threads: threads)
    let results = try (0..<6).map { step in
      try trainer.step(
        features: numbers(rows * 3, salt: step),
        targets: ContiguousArray((0..<rows).map { Scalar(($0 + step) % 2) }), learningRate: 0.05)
    }
    #expect(trainer.stepCount == 6)
    return (results, trainer.parameters)
  }

  @Test func sameBitsOnAnyNumberOfThreads() throws {
    for clipNorm in [nil, 0.25] {
      let (results, parameters) = try Self.run(threads: 1, clipNorm: clipNorm)
      for threads in [2, 3, 8] {
        let (others, same) = try Self.run(threads: threads, clipNorm: clipNorm)
        #expect(others == results, "\(threads) threads")
        #expect(sameBits(same, parameters), "\(threads) threads")
      }
    }
  }

  /// Wide enough for several tiles per parameter, so that state lies tile by tile.
  @Test func tilesKeepTheirState() throws {
    func run(_ threads: Int) throws -> Parameters {
      let network = try Network(input: [40], layers: [Dense(500, activation: .tanh), Dense(1)])
      #expect(network.layout.tiles.count > network.layout.entries.count)
      let trainer = Trainer(
        network, loss: MeanSquaredError(), optimizer: Adam(), seed: 1, threads: threads)
      for step in 0..<4 {
        _ = try trainer.step(
          features: numbers(200, salt: step), targets: numbers(5, salt: step), learningRate: 0.01)
      }
      return trainer.parameters
    }
    let one = try run(1)
    for threads in [2, 3, 8] { #expect(sameBits(try run(threads), one)) }
  }

  @Test func lossIsMeasuredBeforeTheStep() throws {
    let network = try Network(input: [1], layers: [Dense(1)])
    let trainer = Trainer(
      network, loss: MeanSquaredError(), optimizer: SGD(), parameters: Parameters([2, 1]))
    let result = try trainer.step(features: [1, 3], targets: [0, 5], learningRate: 0.25)
    // Outputs 3 and 7: losses 9 and 4; gradient of the weight (3 * 1 + 2 * 3), of the bias 5.
    #expect(result.loss == 6.5 && result.lossSum == 13 && result.weightSum == 2)
    #expect((result.gradientNorm - 106.0.squareRoot()).magnitude < 1e-12)
    #expect(trainer.parameters.values == [-0.25, -0.25])
  }

  @Test func weightsCountRows() throws {
    func step(
      _ features: ContiguousArray<Scalar>, _ targets: ContiguousArray<Scalar>,
      _ weights: ContiguousArray<Scalar>?
    ) throws -> (Trainer.StepResult, Parameters) {
      let network = try Network(input: [1], layers: [Dense(1)])
      let trainer = Trainer(
        network, loss: MeanSquaredError(), optimizer: SGD(), parameters: Parameters([2, 1]))
      let result = try trainer.step(
        features: features, targets: targets, weights: weights, learningRate: 0.25)
      return (result, trainer.parameters)
    }
    let plain = try step([1, 3], [0, 5], nil)
    #expect(try step([1, 3], [0, 5], [1, 1]) == plain)
    #expect(try step([1, 3, 8], [0, 5, 8], [1, 1, 0]) == plain)
    // Sums are those of the weights, means and steps are the same.
    let halves = try step([1, 3], [0, 5], [0.5, 0.5])
    #expect(halves.0.lossSum == 6.5 && halves.0.weightSum == 1 && halves.1 == plain.1)
    let twice = try step([1, 3, 3], [0, 5, 5], nil)
    let double = try step([1, 3], [0, 5], [1, 2])
    #expect(double.0.weightSum == 3 && double.0.lossSum == twice.0.lossSum)
    #expect(difference(double.1.values, twice.1.values) < 1e-6)
    // Nothing weighs anything: no loss, no step.
    let none = try step([1, 3], [0, 5], [0, 0])
    #expect(none.0.loss == 0 && none.1.values == [2, 1])
  }

  @Test func lossThatIsNotFiniteLeavesEverythingAlone() throws {
    let network = try Network(input: [1], layers: [Dense(1)])
    let huge = Scalar.greatestFiniteMagnitude
    let trainer = Trainer(
      network, loss: MeanSquaredError(), optimizer: Momentum(), parameters: Parameters([huge, 0]))
    let result = try trainer.step(features: [2], targets: [0], learningRate: 1)
    #expect(!result.loss.isFinite)
    #expect(trainer.parameters.values == [huge, 0] && trainer.stepCount == 0)
  }

  @Test func averageIsWhatIsKept() throws {
    var rule = Regularization()
    rule.averageDecay = 0.5
    let trainer = Trainer(
      try Self.network(), loss: CategoricalCrossEntropy(), optimizer: SGD(), regularization: rule)
    var average = trainer.parameters.values
    for step in 1...5 {
      _ = try trainer.step(
        features: numbers(9), targets: [0, 1, 0], learningRate: 0.5)
      let new = Scalar(1 - min(0.5, (1 + Double(step)) / (10 + Double(step))))
      for i in average.indices { average[i] += new * (trainer.parameters.values[i] - average[i]) }
    }
    #expect(trainer.finalParameters != trainer.parameters)
    for entry in trainer.network.layout.entries {
      let final = trainer.finalParameters.values[entry.range]
      if case .statistic = entry.spec.role {
        #expect(final == trainer.parameters.values[entry.range])
      } else {
        #expect(final == average[entry.range], "\(entry.name)")
      }
    }
  }

  @Test func penaltyIsOfTheWeights() throws {
    let network = try Network(input: [2], layers: [Dense(1)])
    var rule = Regularization()
    rule.l1 = 0.5
    rule.l2 = 2
    let trainer = Trainer(
      network, loss: MeanSquaredError(), optimizer: SGD(), regularization: rule,
      parameters: Parameters([1, -3, 100]))
    #expect(trainer.penalty == 2 + 10)
  }

  @Test func sizesThatDontFit() throws {
    func text(
      _ loss: any Loss, _ features: Int, _ targets: Int, weights: Int? = nil, outputs: Int = 2
    ) throws -> String? {
      let trainer = Trainer(
        try classifier(3, outputs: outputs), loss: loss, optimizer: SGD(), batchSize: 4)
      return refusal(.badData) {
        _ = try trainer.step(
          features: numbers(features), targets: ContiguousArray(repeating: 0, count: targets),
          weights: weights.map { ContiguousArray(repeating: 1, count: $0) }, learningRate: 0.1)
      }
    }
    #expect(try text(.crossEntropy, 12, 4) == nil)
    #expect(try text(.crossEntropy, 12, 8) == nil)
    #expect(try text(.meanSquaredError, 12, 8, weights: 4) == nil)
    let rows = "a step takes 1 to 4 rows of 3 features, found"
    #expect(try text(.crossEntropy, 0, 0) == "\(rows) 0 numbers")
    #expect(try text(.crossEntropy, 13, 4) == "\(rows) 13 numbers")
    #expect(try text(.crossEntropy, 15, 5) == "\(rows) 15 numbers")
    #expect(
      try text(.crossEntropy, 12, 5) == "4 rows of 2 outputs take 8 or 4 targets, found 5")
    #expect(try text(.meanSquaredError, 12, 4) == "4 rows of 2 outputs take 8 targets, found 4")
    #expect(
      try text(.meanSquaredError, 12, 8, outputs: 1)
        == "4 rows of 1 output take 4 targets, found 8")
    #expect(try text(.meanSquaredError, 12, 8, weights: 3) == "3 weights for 4 rows")
  }
}

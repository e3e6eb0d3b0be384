import Basics
import Datasets
import Kernels
import Networks
import TestSupport
import Testing
import Training

/// A training is a pure function of network, configuration and data: not of threads, instruction sets,
/// or what is left out because it is 0.
@Suite struct ExactnessTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var layers: [any Layer]
    var configuration: TrainingConfiguration
    /// Whether most features are 0.
    var isSparse = false
    var outputs: Int { testDescription.contains("yes or no") ? 1 : 3 }
  }

  /// The networks that people publish, in small, and what else takes part in a step.
  static let cases: [Case] = [
    Case(
      testDescription: "batch normalization, leaky relu, sgd",
      layers: [
        Dense(32, useBias: false), BatchNormalization(), Activation(LeakyReLU()), Dense(17),
        BatchNormalization(), Activation(LeakyReLU()), Dense(3),
      ],
      configuration: TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: SGD(), learningRate: 0.1, batchSize: 50)),
    Case(
      testDescription: "yes or no, large batches, sparse features",
      layers: [
        Dense(70, activation: .relu), Dense(33, activation: .relu),
        Dense(1, activation: .sigmoid),
      ],
      configuration: TrainingConfiguration(
        loss: HalfSquaredError(), optimizer: SGD(), learningRate: 0.5, batchSize: 400),
      isSparse: true),
    Case(
      testDescription: "sigmoid, adam, small batches",
      layers: [Dense(100, activation: .sigmoid), Dense(3)],
      configuration: TrainingConfiguration(
        loss: CategoricalCrossEntropy(labelSmoothing: 0.1), optimizer: Adam(), batchSize: 7)),
    Case(
      testDescription: "tanh, gelu, layer normalization, dropout, residual, adamw, clipped",
      layers: [
        Dense(24, activation: .tanh), LayerNormalization(),
        Residual([Dense(24, activation: .gelu), Dropout(0.2), Dense(24)]), Dense(3),
      ],
      configuration: {
        var configuration = TrainingConfiguration(
          loss: CategoricalCrossEntropy(), optimizer: AdamW(), batchSize: 37)
        configuration.regularization.clipNorm = 0.5
        configuration.regularization.averageDecay = 0.9
        return configuration
      }()),
    Case(
      testDescription: "momentum, all rows at once",
      layers: [Dense(48, activation: .sigmoid), Dense(32, activation: .softplus), Dense(3)],
      configuration: TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: Momentum(), learningRate: 0.1,
        batchSize: nil)),
    Case(
      testDescription: "wide, silu, rmsprop, sparse features",
      layers: [Dense(300, activation: .silu), Dense(260, activation: .elu), Dense(3)],
      configuration: TrainingConfiguration(
        loss: CategoricalCrossEntropy(), optimizer: RMSprop(), batchSize: 128),
      isSparse: true),
    Case(
      testDescription: "changed and mixed pictures",
      layers: [Dense(40, activation: .relu), Dense(3)],
      configuration: {
        var configuration = TrainingConfiguration(
          loss: CategoricalCrossEntropy(), optimizer: Adam(), batchSize: 50)
        configuration.augmentation = .everything
        return configuration
      }()),
    Case(
      testDescription: "yes or no, shifted and mixed pictures, sparse features",
      layers: [Dense(30, activation: .relu), Dense(1)],
      configuration: {
        var configuration = TrainingConfiguration(
          loss: BinaryCrossEntropy(), optimizer: Adam(), batchSize: 32)
        configuration.augmentation.shift = 1
        configuration.augmentation.mixup = 1
        return configuration
      }(), isSparse: true),
  ]

  static let features = 45
  static let rows = 700

  static func data(_ test: Case) throws -> Dataset {
    var random = RandomSource(seed: 5, .other)
    let classes = test.outputs == 1 ? 2 : 3
    let targets = ContiguousArray((0..<rows).map { _ in Scalar(random.below(classes)) })
    let bytes = ContiguousArray(
      (0..<(rows * features)).map { place -> UInt8 in
        let isZero = test.isSparse && place % features / 5 % 4 != 0
        return isZero ? 0 : UInt8(random.below(256))
      })
    return try Dataset(
      name: "rows", shape: [9, 5, 1], features: .bytes(bytes), targets: targets,
      task: .classification(classes: ["a", "b", "c"].dropLast(3 - classes)))
  }

  static func bits(
    _ test: Case, threads: Int = 1, skipsZeros: Bool? = nil, precision: Precision = .full
  ) throws -> [UInt64] {
    var configuration = test.configuration
    configuration.epochs = 2
    configuration.threads = threads
    configuration.skipsZeros = skipsZeros
    configuration.precision = precision
    let network = try Network(input: [features], layers: test.layers)
    let data = try data(test)
    let training = try TrainingData(
      data, scaling: try FittedScaling(.unit, training: data), network: network,
      loss: configuration.loss)
    let run = try TrainingRun(network, configuration, training: training)
    try run.complete()
    return run.parameters.values.map { UInt64($0.bitPattern) }
      + run.history.epochs.map { UInt64(Scalar($0.loss).bitPattern) }
  }

  @Test("The same bits with any number of threads on any instruction set", arguments: cases)
  func threadsAndInstructionSets(_ test: Case) throws {
    let expected = try Self.bits(test)
    try onEveryInstructionSet { (name) throws in
      // Without an instruction for it a fused multiply-add is slow: two counts stand for all.
      for threads in name == "baseline" ? [1, 3] : [1, 2, 3, 4, 8] {
        let found = try Self.bits(test, threads: threads)
        #expect(found == expected, "\(name), \(threads) threads")
      }
    }
  }

  @Test("The same bits whether products with 0 are left out or not", arguments: cases)
  func zerosLeftOut(_ test: Case) throws {
    let expected = try Self.bits(test, skipsZeros: false)
    #expect(try Self.bits(test, skipsZeros: true) == expected)
    #expect(try Self.bits(test, threads: 2, skipsZeros: nil) == expected)
  }

  @Test("Sparse features are noticed")
  func sparseFeaturesAreNoticed() throws {
    for test in Self.cases {
      let network = try Network(input: [Self.features], layers: test.layers)
      let data = try Self.data(test)
      let run = try TrainingRun(
        network, test.configuration,
        training: try TrainingData(data, network: network, loss: test.configuration.loss))
      #expect(run.trainer.workspace.skipsZeros == test.isSparse, "\(test.testDescription)")
    }
  }

  @Test(
    "In bfloat16 the same bits with any number of threads, near those in full", arguments: cases)
  func bfloat16(_ test: Case) throws {
    guard canMultiply(in: .bfloat16) else { return }
    let full = try Self.bits(test)
    let expected = try Self.bits(test, precision: .bfloat16)
    for threads in [2, 3, 8] {
      #expect(try Self.bits(test, threads: threads, precision: .bfloat16) == expected)
    }
    #expect(expected != full)
    #expect(expected.count == full.count)
  }
}

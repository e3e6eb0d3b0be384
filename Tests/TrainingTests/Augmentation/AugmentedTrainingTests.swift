import Basics
import DataFiles
import Datasets
import Kernels
import Networks
import TestSupport
import Testing
import Training

/// What augmentation does to a training, and what it leaves alone.
@Suite struct AugmentedTrainingTests {
  static func run(
    _ augmentation: Augmentation, epochs: Int = 2, threads: Int = 1, scaling: Scaling = .unit
  ) throws -> (run: TrainingRun, held: TrainingData) {
    let digits = try Dataset.digits()
    let network = try Network(
      input: digits.shape, layers: [Flatten(), Dense(16, activation: .relu), Dense(10)])
    var configuration = TrainingConfiguration(
      loss: CategoricalCrossEntropy(), learningRate: 0.01, epochs: epochs, metrics: [Accuracy()],
      seed: 3, threads: threads)
    configuration.augmentation = augmentation
    let training = Array(0..<300)
    let fitted = try FittedScaling(scaling, training: digits, rows: training)
    func data(_ rows: [Int]) throws -> TrainingData {
      try TrainingData(
        digits, rows: rows, scaling: fitted, network: network, loss: configuration.loss)
    }
    let held = try data(Array(300..<500))
    let run = try TrainingRun(
      network, configuration, training: try data(training), validation: held)
    return (run, held)
  }

  static func bits(_ augmentation: Augmentation, scaling: Scaling = .unit) throws -> Parameters {
    let run = try run(augmentation, scaling: scaling).run
    try run.complete()
    return run.parameters
  }

  /// Pictures go another way into the batch, which must come to the same.
  @Test(arguments: Scaling.allCases)
  func whatChangesNothingGivesTheSameBits(_ scaling: Scaling) throws {
    let still = augmentation { $0.rotate = 1e-12 }
    let plain = try Self.bits(.none, scaling: scaling)
    #expect(sameBits(try Self.bits(still, scaling: scaling), plain))
    #expect(!sameBits(try Self.bits(augmentation { $0.rotate = 10 }, scaling: scaling), plain))
  }

  @Test func validationAndPredictionSeeRowsAsTheyAre() throws {
    let (run, held) = try Self.run(.everything)
    try run.complete()
    let plain = Evaluator(run.trainer.network, loss: .crossEntropy, workers: Workers(1))
      .predictions(held, parameters: run.parameters)
    #expect(run.evaluate(held).outputs == plain.outputs)
    #expect(run.history.column("val_loss").last == LossMetric().value(plain))
    #expect(run.history.column("val_accuracy").last == Accuracy().value(plain))
  }

  @Test func everyEpochSeesOtherPictures() throws {
    let erased = augmentation { $0.erase = 1 }
    let (run, _) = try Self.run(erased, epochs: 1)
    let (again, _) = try Self.run(erased, epochs: 2)
    try run.complete()
    try again.complete()
    #expect(run.history.column("loss")[0] == again.history.column("loss")[0])
    #expect(again.history.column("loss")[1] != again.history.column("loss")[0])
  }

  @Test func goesOnToTheSameBitsOnAnyNumberOfThreads() throws {
    let whole = try Self.bits(.everything)
    for events in [1, 4, 11, 14] {
      let (begun, _) = try Self.run(.everything, threads: 2)
      for _ in 0..<events { _ = try begun.next() }
      let saved = try begun.checkpoint()
      let (again, _) = try Self.run(.everything, threads: 3)
      try again.restore(saved)
      try again.complete()
      #expect(sameBits(again.parameters, whole), "\(events)")
    }
  }

  @Test func tablesAreRefused() throws {
    let data = try twoClasses()
    let network = try classifier()
    var configuration = TrainingConfiguration(loss: CategoricalCrossEntropy())
    configuration.augmentation.flip = .horizontal
    let training = try TrainingData(data, network: network, loss: configuration.loss)
    #expect(
      refusal(.usage) { _ = try TrainingRun(network, configuration, training: training) }
        == "augment: two has rows of 2 features, no pictures with a height and a width of at most "
        + "65,536. Leave augment out.")
    configuration.augmentation.rotate = 999
    #expect(
      refusal(.usage) { _ = try TrainingRun(network, configuration, training: training) }
        == "augment.rotate: expected a number of degrees from 0 to 180, found 999.0")
  }

  /// Noise leaves no zero, so that looking for them would be in vain.
  @Test func zerosAreLookedForInChangedPictures() throws {
    func skips(_ augmentation: Augmentation) throws -> Bool {
      let bytes = ContiguousArray(
        (0..<44_800).map { (place: Int) -> UInt8 in
          place % 64 / 8 == 3 ? UInt8(1 + place % 200) : 0
        })
      let data = try Dataset(
        name: "stripes", shape: [8, 8, 1], features: .bytes(bytes),
        targets: ContiguousArray((0..<700).map { Scalar($0 % 2) }),
        task: .classification(classes: ["a", "b"]))
      let network = try classifier(64)
      var configuration = TrainingConfiguration(loss: CategoricalCrossEntropy())
      configuration.augmentation = augmentation
      return try TrainingRun(
        network, configuration,
        training: try TrainingData(data, network: network, loss: configuration.loss)
      ).trainer.workspace.skipsZeros
    }
    #expect(try skips(.none))
    #expect(try skips(augmentation { $0.shift = 1 }))
    #expect(try !skips(augmentation { $0.noise = 0.1 }))
  }
}

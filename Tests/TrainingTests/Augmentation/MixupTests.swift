import Basics
import Datasets
import Networks
import TestSupport
import Testing
import Training

@Suite struct MixupTests {
  static func mixes(_ alpha: Double, rows: Int, step: Int = 0) throws -> [Mix] {
    try Augmenter(
      augmentation { $0.mixup = alpha }, shape: [2, 2], largest: 1, seed: 1
    ).mixes(rows: rows, step: step)
  }

  @Test func othersAreAnyButTheRowItself() throws {
    var counts = [Int](repeating: 0, count: 5)
    for step in 0..<2000 {
      let mixes = try Self.mixes(0.4, rows: 5, step: step)
      for (place, mix) in mixes.enumerated() {
        #expect(mix.other != place && (0..<5).contains(mix.other))
        #expect(mix.share >= 0.5 && mix.share <= 1)
      }
      counts[mixes[2].other] += 1
    }
    #expect(counts[2] == 0)
    #expect(counts.enumerated().allSatisfy { $0 == 2 || abs($1 - 500) < 90 })
  }

  /// Of a sample of the beta distribution the larger share: for alpha of 1 uniform from 1/2 to 1.
  @Test func sharesHaveTheirDistribution() throws {
    let shares = try Self.mixes(1, rows: 20_000).map { Double($0.share) }
    #expect(abs(shares.reduce(0, +) / 2e4 - 0.75) < 0.005)
    #expect(abs(shares.count { $0 < 0.6 } - 4000) < 250)
    let small = try Self.mixes(0.05, rows: 20_000).map { Double($0.share) }
    #expect(small.count { $0 > 0.99 } > 15_000)
  }

  @Test func aLoneRowStaysAsItIs() throws {
    #expect(try Self.mixes(1, rows: 1) == [Mix(other: 0, share: 1)])
    #expect(try Self.mixes(0, rows: 8) == [])
  }

  // MARK: Trainings

  static func pictures(classes: Int, weights: ContiguousArray<Scalar>? = nil) throws -> Dataset {
    try Dataset(
      name: "pictures", shape: [4, 3], features: .scalars(numbers(23 * 12)),
      targets: ContiguousArray((0..<23).map { Scalar($0 * 7 % 5 % classes) }),
      task: .classification(classes: (0..<classes).map(String.init)), sampleWeights: weights)
  }

  struct Expectation: Sendable, CustomTestStringConvertible {
    var loss: any Loss
    var classes: Int
    var outputs: Int
    var isWeighted = false
    var testDescription: String { "\(loss) \(classes) \(outputs) \(isWeighted)" }
  }

  static let expectations = [
    Expectation(loss: CategoricalCrossEntropy(labelSmoothing: 0.1), classes: 3, outputs: 3),
    Expectation(loss: CategoricalCrossEntropy(), classes: 2, outputs: 2, isWeighted: true),
    Expectation(loss: BinaryCrossEntropy(), classes: 2, outputs: 1),
    Expectation(loss: BinaryCrossEntropy(), classes: 4, outputs: 4, isWeighted: true),
    Expectation(loss: MeanSquaredError(), classes: 3, outputs: 3),
    Expectation(loss: HalfSquaredError(), classes: 2, outputs: 1, isWeighted: true),
  ]

  /// A training gives the same bits as steps on batches that are changed and mixed here, by hand.
  @Test(arguments: expectations) func stepsAreThoseOfMixedBatches(_ expected: Expectation) throws {
    let all = augmentation {
      $0.mixup = 0.5
      $0.shift = 1
      $0.rotate = 20
    }
    let weights = ContiguousArray((0..<23).map { Scalar($0 % 4) / 2 + 0.5 })
    let data = try Self.pictures(
      classes: expected.classes, weights: expected.isWeighted ? weights : nil)
    let network = try classifier(12, outputs: expected.outputs)
    let scaling = try FittedScaling(.standardize, training: data)
    var configuration = TrainingConfiguration(
      loss: expected.loss, learningRate: 0.02, epochs: 2, batchSize: 11, shuffle: false, seed: 6)
    configuration.augmentation = all
    let run = try TrainingRun(
      network, configuration,
      training: try TrainingData(data, scaling: scaling, network: network, loss: expected.loss))
    try run.complete()

    let trainer = Trainer(network, loss: expected.loss, optimizer: Adam(), seed: 6, batchSize: 11)
    let augmenter = try Augmenter(all, shape: data.shape, largest: 1, seed: 6)
    for step in 0..<6 {
      let rows = Array(0..<23)[(step % 3 * 11)..<min(23, step % 3 * 11 + 11)]
      var features = ContiguousArray<Scalar>(repeating: 0, count: rows.count * 12)
      var span = features.mutableSpan
      data.gatherFeatures(of: rows, into: &span)
      augmenter.change(&span, step: step)
      let mixes = augmenter.mixes(rows: rows.count, step: step)
      let (plain, first) = (features, rows.startIndex)
      var targets: ContiguousArray<Scalar> = []
      var mixedWeights: ContiguousArray<Scalar> = []
      for (place, mix) in mixes.enumerated() {
        func mixed(_ own: Scalar, _ other: Scalar) -> Scalar {
          mix.share * own + (1 - mix.share) * other
        }
        for i in 0..<12 {
          features[place * 12 + i] = mixed(plain[place * 12 + i], plain[mix.other * 12 + i])
        }
        let (own, other) = (data.targets[first + place], data.targets[first + mix.other])
        if expected.outputs == 1 {
          targets.append(mixed(own, other))
        } else {
          targets += (0..<expected.outputs).map {
            (Scalar($0) == own ? mix.share : 0) + (Scalar($0) == other ? 1 - mix.share : 0)
          }
        }
        mixedWeights.append(mixed(weights[first + place], weights[first + mix.other]))
      }
      var scaled = features.mutableSpan
      scaling.apply(to: &scaled, width: 12)
      _ = try trainer.step(
        features: features, targets: targets, weights: expected.isWeighted ? mixedWeights : nil,
        learningRate: 0.02)
    }
    #expect(sameBits(run.parameters, trainer.finalParameters))
  }

  /// A mixed row counts as right where the network takes it for its own class.
  @Test func accuracyIsThatOfTheLargerShare() throws {
    let data = try Self.pictures(classes: 2)
    let network = try Network(input: [4, 3], layers: [Flatten(), Dense(2)])
    var start = Parameters(ContiguousArray(repeating: 0, count: network.layout.count))
    // Always the second class.
    start.values[network.layout.entries[1].range.upperBound - 1] = 1
    var configuration = TrainingConfiguration(
      loss: CategoricalCrossEntropy(), optimizer: SGD(), learningRate: 1e-30, epochs: 1,
      batchSize: 8)
    configuration.augmentation.mixup = 1
    let run = try TrainingRun(
      network, configuration,
      training: try TrainingData(data, network: network, loss: configuration.loss),
      parameters: start)
    try run.complete()
    let expected = Double(data.targets.count { $0 == 1 }) / 23
    #expect(run.history.column("accuracy") == [expected])
  }

  @Test func whatCannotBeMixedIsRefused() throws {
    func fault(_ data: Dataset, _ loss: any Loss, outputs: Int, batchSize: Int = 8) -> String? {
      refusal(.usage) {
        let network = try classifier(data.shape.count, outputs: outputs)
        var configuration = TrainingConfiguration(loss: loss, batchSize: batchSize)
        configuration.augmentation.mixup = 0.2
        _ = try TrainingRun(
          network, configuration,
          training: try TrainingData(data, network: network, loss: loss))
      }
    }
    let three = try Self.pictures(classes: 3)
    #expect(fault(three, .crossEntropy, outputs: 3) == nil)
    #expect(
      fault(three, .crossEntropy, outputs: 3, batchSize: 1)
        == "augment.mixup: batches of a single row have nothing to mix. "
        + "Use a batch size of 2 or more, or leave mixup out.")
    #expect(
      fault(three, .meanAbsoluteError, outputs: 3)
        == "augment.mixup: the loss mean-absolute-error can't learn that a row is of two classes. "
        + "Use cross-entropy, or leave mixup out.")
    #expect(
      fault(three, IndexLoss(), outputs: 3)
        == "augment.mixup: the loss index can't learn that a row is of two classes. "
        + "Use cross-entropy, or leave mixup out.")
    let heights = try Dataset(
      name: "heights", shape: [2, 2], features: .scalars(numbers(32)), targets: numbers(8),
      task: .regression(targets: ["height"]))
    #expect(
      fault(heights, .meanSquaredError, outputs: 1)
        == "augment.mixup: heights has numbers as targets, and only classes are mixed. "
        + "Leave mixup out.")
  }
}

/// A loss of one's own that takes class indices.
private struct IndexLoss: Loss {
  static let kind = "index"
  init() {}
  init(from reader: inout SettingsReader) throws {}
  var outputActivation: any ActivationFunction { Linear() }
  func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? { .classIndex }
  func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {}
}

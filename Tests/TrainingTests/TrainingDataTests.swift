import Basics
import Datasets
import Kernels
import Networks
import TestSupport
import Testing
import Training

@Suite struct TrainingDataTests {
  static func threeClasses(weights: ContiguousArray<Scalar>? = nil) throws -> Dataset {
    try Dataset(
      name: "three", shape: [2], features: .scalars(numbers(8)), targets: [0, 1, 1, 1],
      task: .classification(classes: ["a", "b", "c"]), sampleWeights: weights)
  }

  @Test func encodingFollowsLossAndOutputs() throws {
    let two = try twoClasses()
    func encoding(_ loss: any Loss, _ data: Dataset, _ outputs: Int) throws -> (TargetEncoding, Int)
    {
      let network = try classifier(data.shape.count, outputs: outputs)
      let ready = try TrainingData(data, network: network, loss: loss)
      return (ready.encoding, ready.targetWidth)
    }
    #expect(try encoding(.crossEntropy, two, 2) == (.classIndex, 1))
    #expect(try encoding(.meanSquaredError, two, 2) == (.oneHot, 2))
    #expect(try encoding(.meanSquaredError, two, 1) == (.binary, 1))
    #expect(try encoding(.binaryCrossEntropy, two, 1) == (.binary, 1))
    #expect(try encoding(.huber, try numberTargets(targets: 2), 2) == (.values, 2))
  }

  /// What is encoded for the loss shows in the loss of each row.
  @Test func everyEncodingReachesTheLoss() throws {
    let data = try Self.threeClasses()
    let network = try Network(input: [2], layers: [Dense(3)])
    let zeros = Parameters(ContiguousArray(repeating: 0, count: network.layout.count))
    func losses(_ loss: any Loss) throws -> ContiguousArray<Scalar>? {
      Evaluator(network, loss: loss, workers: Workers(1)).predictions(
        try TrainingData(data, network: network, loss: loss), parameters: zeros
      ).rowLosses
    }
    // Outputs of 0 against one 1 of three.
    #expect(try losses(.halfSquaredError) == [0.5, 0.5, 0.5, 0.5])
    let entropy = try #require(try losses(.crossEntropy))
    #expect(difference(entropy, ContiguousArray(repeating: 1.0986123, count: 4)) < 1e-6)
    // A bias per class tells the classes apart: (0 - 1)^2 + 1 + 4 for class 0 and so on, halved.
    var biased = zeros
    biased.values.replaceSubrange(network.layout.entries[1].range, with: [0, 1, 2])
    let each = Evaluator(network, loss: .halfSquaredError, workers: Workers(1)).predictions(
      try TrainingData(data, network: network, loss: .halfSquaredError), parameters: biased)
    #expect(each.rowLosses == [3, 2, 2, 2])
    #expect(each.targets == [0, 1, 1, 1])
  }

  @Test func weightsAreMultiplied() throws {
    let network = try classifier(outputs: 3)
    func data(_ weights: ContiguousArray<Scalar>?, _ classes: [Double]?) throws -> TrainingData {
      try TrainingData(
        try Self.threeClasses(weights: weights), network: network, loss: .crossEntropy,
        classWeights: classes)
    }
    let plain = try data(nil, nil)
    #expect(!plain.isWeighted && plain.weight(ofRow: 2) == 1)
    let both = try data([1, 2, 0, 0.5], [3, 0.5, 1])
    #expect(both.isWeighted)
    #expect((0..<4).map { both.weight(ofRow: $0) } == [3, 1, 0, 0.25])
    let classes = try data(nil, [3, 0.5, 1])
    #expect((0..<4).map { classes.weight(ofRow: $0) } == [3, 0.5, 0.5, 0.5])
  }

  @Test func balancedClassWeights() throws {
    let all = [0, 1, 2, 3]
    let plain = try Self.threeClasses()
    #expect(
      TrainingData.balancedClassWeights(plain, rows: all) == [4.0 / 3, 4.0 / 9, 0])
    #expect(TrainingData.balancedClassWeights(plain, rows: [0, 1]) == [2.0 / 3, 2.0 / 3, 0])
    #expect(
      TrainingData.balancedClassWeights(try Self.threeClasses(weights: [2, 1, 1, 0]), rows: all)
        == [2.0 / 3, 2.0 / 3, 0])
    #expect(TrainingData.balancedClassWeights(try numberTargets(), rows: all).isEmpty)
  }

  @Test func whatDoesNotFitTheNetwork() throws {
    let data = try Self.threeClasses()
    func text(
      _ kind: DescentError.Kind, _ data: Dataset, _ network: Network, _ loss: any Loss,
      rows: [Int]? = nil, classWeights: [Double]? = nil
    ) -> String? {
      refusal(kind) {
        _ = try TrainingData(
          data, rows: rows, network: network, loss: loss, classWeights: classWeights)
      }
    }
    #expect(
      text(.badData, data, try classifier(3, outputs: 3), .crossEntropy)
        == "the network takes 3 features (3), but a row of three has 2 (2)")
    #expect(
      text(.badData, data, try classifier(outputs: 4), .crossEntropy)
        == "the loss cross-entropy can't train 4 outputs on 3 classes. "
        + "Give the last layer 3 units for cross-entropy.")
    #expect(
      text(.badData, try numberTargets(), try classifier(3, outputs: 2), .meanSquaredError)
        == "the network has 2 outputs, but numbers has 1 target")
    #expect(
      text(.badData, try numberTargets(), try classifier(3, outputs: 1), .crossEntropy)
        == "the loss cross-entropy can't train 1 output on numbers as targets. "
        + "Use mean-squared-error, mean-absolute-error or huber.")
    let fits = try classifier(outputs: 3)
    #expect(
      text(.badData, data, fits, .crossEntropy, rows: [0, 4])
        == "three: there is no row 4, the last one is 3")
    #expect(
      text(.badData, data, fits, .crossEntropy, rows: [-1])
        == "three: there is no row -1, the last one is 3")
    #expect(
      text(.usage, data, fits, .crossEntropy, classWeights: [1, 2])
        == "expected 3 class weights, one per class, found 2")
    #expect(
      text(.usage, data, fits, .crossEntropy, classWeights: [1, -2, 1])
        == "the weight of the class \"b\" is -2.0, expected 0 or more")
    #expect(
      text(.usage, data, fits, .crossEntropy, classWeights: [1, 1, .nan])
        == "the weight of the class \"c\" is nan, expected 0 or more")
    #expect(
      text(
        .usage, try numberTargets(), try classifier(3, outputs: 1), .huber, classWeights: [1])
        == "class weights need classes, but numbers has numbers")
  }

  @Test func scalingReachesTheNetwork() throws {
    let data = try twoClasses()
    let network = try classifier()
    let parameters = network.initialParameters(seed: 1)
    let loss = CategoricalCrossEntropy()
    let half = try TrainingData(
      data, scaling: .dividing(by: 2), network: network, loss: loss)
    guard case .scalars(let values) = data.features else { return }
    var halved = data
    halved.features = .scalars(ContiguousArray(values.map { $0 / 2 }))
    let plain = try TrainingData(halved, network: network, loss: loss)
    let evaluator = Evaluator(network, loss: loss, workers: Workers(1))
    #expect(
      evaluator.predictions(half, parameters: parameters).outputs
        == evaluator.predictions(plain, parameters: parameters).outputs)
  }

  @Test func functionsThatWouldBeAppliedTwice() throws {
    let data = try twoClasses()
    let softmax = try Network(input: [2], layers: [Dense(2, activation: .softmax)])
    #expect(
      message { _ = try TrainingData(data, network: softmax, loss: CategoricalCrossEntropy()) }
        == "the loss cross-entropy applies softmax itself, and the last layer does so, too. "
        + "Leave the activation of the last layer linear.")
    let sigmoid = try Network(input: [2], layers: [Dense(1), Activation(.sigmoid)])
    #expect(
      message { _ = try TrainingData(data, network: sigmoid, loss: BinaryCrossEntropy()) }
        == "the loss binary-cross-entropy applies sigmoid itself, and the last layer does so, too. "
        + "Leave the activation of the last layer linear.")
    #expect(
      message { _ = try TrainingData(data, network: sigmoid, loss: HalfSquaredError()) } == nil)
  }

  @Test func probabilitiesAsTargets() throws {
    let network = try Network(input: [2], layers: [Dense(1)])
    func text(_ targets: ContiguousArray<Scalar>) throws -> String? {
      let data = try Dataset(
        name: "shares", shape: [2], features: .scalars(numbers(2 * targets.count)),
        targets: targets, task: .regression(targets: ["y"]))
      return message { _ = try TrainingData(data, network: network, loss: BinaryCrossEntropy()) }
    }
    #expect(try text([0, 0.5, 1]) == nil)
    #expect(
      try text([0, 0.5, 3])
        == "shares: row 3: the loss binary-cross-entropy takes targets from 0 to 1, found 3.0. "
        + "Use mean-squared-error, mean-absolute-error or huber for numbers.")
  }

  /// Those of a row add up to 1; the loss of other numbers has no least value.
  @Test func probabilitiesOfClassesAsTargets() throws {
    let network = try Network(input: [2], layers: [Dense(2)])
    func text(_ targets: ContiguousArray<Scalar>) throws -> String? {
      let data = try Dataset(
        name: "shares", shape: [2], features: .scalars(numbers(targets.count)),
        targets: targets, task: .regression(targets: ["y", "z"]))
      return message {
        _ = try TrainingData(data, network: network, loss: CategoricalCrossEntropy())
      }
    }
    #expect(try text([0, 1, 0.25, 0.75]) == nil)
    let fix = "Use mean-squared-error, mean-absolute-error or huber for numbers."
    #expect(
      try text([0, 1, -0.5, 1.5])
        == "shares: row 2: the loss cross-entropy takes targets from 0 to 1, found -0.5. " + fix)
    #expect(
      try text([0, 1, 1, 1])
        == "shares: row 2: the loss cross-entropy takes targets that add up to 1, found a sum of 2.0. "
        + fix)
  }
}

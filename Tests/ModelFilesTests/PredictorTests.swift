import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing

@Suite struct PredictorTests {
  @Test func sameBitsAloneOrInAnyBatch() throws {
    let data = try Dataset(
      name: "d", shape: [4], features: .scalars(points(24, seed: 3)),
      targets: [0, 1, 2, 0, 1, 2], task: .classification(classes: ["a", "b", "c"]))
    for scaling in Scaling.allCases {
      let model = try pictureModel(
        [
          Flatten(), Dense(17, activation: .gelu), BatchNormalization(), Dropout(0.5),
          LayerNormalization(), Activation(.softplus),
        ], scaling: try FittedScaling(scaling, training: data))
      let rows = points(4 * 41, seed: 8)
      let whole = try Predictor(model).predict(rows)
      #expect(whole.count == 41)
      for (size, threads) in [(1, 1), (7, 1), (41, 2), (13, 3), (256, 8)] {
        let found = try Predictor(model, batchSize: size, threads: threads).predict(rows)
        #expect(found == whole, "\(scaling) \(size) rows, \(threads) threads")
      }
      let predictor = Predictor(model)
      for row in 0..<41 {
        let alone = try predictor.predict(ContiguousArray(rows[(row * 4)..<(row * 4 + 4)]))
        #expect(alone == [whole[row]])
      }
    }
  }

  @Test func probabilitiesLabelsAndOrder() throws {
    let network = try Network(input: [1], layers: [Dense(3)])
    let model = try Model(
      network: network, parameters: Parameters([0, 0, 0, 1, 3, 3]), loss: .crossEntropy,
      task: .classification(classes: ["a", "b", "c"]))
    let found = try Predictor(model).predict([5])[0]
    #expect(found.classIndex == 1 && found.label == "b" && found.values.isEmpty)
    #expect((found.probabilities.reduce(0, +) - 1).magnitude < 1e-6)
    #expect(found.probability == found.probabilities[1])
    #expect(found.top(2).map(\.classIndex) == [1, 2])  // equal ones in their order
    #expect(found.top(9).map(\.classIndex) == [1, 2, 0])
    #expect(found.top(0).isEmpty && found.top(-1).isEmpty)
  }

  @Test func oneOutputForTwoClasses() throws {
    let network = try Network(input: [1], layers: [Dense(1)])
    let model = try Model(
      network: network, parameters: Parameters([1, 0]), loss: .binaryCrossEntropy,
      task: .classification(classes: ["no", "yes"]))
    let found = try Predictor(model).predict([0, 2, -2])
    #expect(found.map(\.label) == ["no", "yes", "no"])
    #expect(found[0].probabilities == [0.5, 0.5])
    #expect((found[1].probabilities[1] - 0.880797078).magnitude < 1e-6)
  }

  @Test func numbers() throws {
    let network = try Network(input: [1], layers: [Dense(2)])
    let model = try Model(
      network: network, parameters: Parameters([1, 2, 3, 4]), loss: .huber,
      task: .regression(targets: ["x", "y"]), scaling: try .dividing(by: 2))
    let found = try Predictor(model).predict([4])[0]
    #expect(found.values == [5, 8])
    #expect(found.classIndex == nil && found.label == nil && found.probability == nil)
    #expect(found.probabilities.isEmpty && found.top(3).isEmpty)
  }

  @Test func whatCantBePredicted() throws {
    let predictor = Predictor(try pictureModel([]))
    #expect(try predictor.predict([]).isEmpty)
    #expect(
      message { _ = try predictor.predict([1, 2, 3, 4, 5]) }
        == "the model takes rows of 4 features; 5 numbers are not a whole count of rows")
    #expect(
      message { _ = try predictor.predict([1, 2, 3, 4, 5, 6, .nan, 8]) }
        == "row 2, feature 3 is nan, not a finite number")
    #expect(
      message { _ = try predictor.predict([-.infinity, 2, 3, 4]) }
        == "row 1, feature 1 is -inf, not a finite number")
  }

  @Test func outputsThatAreNotFinite() throws {
    let network = try Network(input: [1], layers: [Dense(weights: [[2]], biases: nil)])
    let huge = Parameters([Scalar.greatestFiniteMagnitude])
    let model = try Model(
      network: network, parameters: huge, loss: MeanSquaredError(),
      task: .regression(targets: ["y"]))
    #expect(
      message { _ = try Predictor(model, batchSize: 2).predict([0, 0, 1, 0, 4]) }
        == "row 5: the model's output is inf, not a finite number. The row or the model's weights "
        + "are out of range; train again with scaled features.")
  }

  /// Numbers alone, one row or many, are those of the predictions with labels.
  @Test func writesNumbersIntoMemoryOfTheCaller() throws {
    let two = try Model(
      network: try Network(input: [4], layers: [Dense(5, activation: .tanh), Dense(1)]),
      parameters: Parameters(points(31, seed: 4)), loss: .binaryCrossEntropy,
      task: .classification(classes: ["no", "yes"]), scaling: try .dividing(by: 3))
    let several = try pictureModel([Flatten(), Dense(7, activation: .relu)])
    let rows = points(4 * 50, seed: 8)
    for model in [two, several] {
      let expected = try Predictor(model).predict(rows)
      for (size, threads) in [(256, 1), (7, 1), (50, 3), (16, 2)] {
        let predictor = Predictor(model, batchSize: size, threads: threads)
        #expect(predictor.inputWidth == 4)
        #expect(predictor.outputWidth == expected[0].probabilities.count)
        let width = predictor.outputWidth
        var found = ContiguousArray<Scalar>(repeating: -1, count: 50 * width + 3)
        var span = found.mutableSpan
        try predictor.predict(rows.span, into: &span)
        #expect(found[..<(50 * width)] == ContiguousArray(expected.flatMap(\.probabilities))[...])
        #expect(found[(50 * width)...].allSatisfy { $0 == -1 })
        for row in [0, 1, 49] {
          var alone = ContiguousArray<Scalar>(repeating: -1, count: width)
          var span = alone.mutableSpan
          try predictor.predict(
            rows.span.extracting((row * 4)..<(row * 4 + 4)), into: &span)
          #expect(Array(alone) == expected[row].probabilities)
        }
      }
    }
  }

  @Test func refusesMemoryThatIsTooSmall() throws {
    let predictor = Predictor(try pictureModel([]))
    let rows = points(8, seed: 1)
    var room = ContiguousArray<Scalar>(repeating: 0, count: 5)
    #expect(
      message {
        var span = room.mutableSpan
        try predictor.predict(rows.span, into: &span)
      }
        == "2 rows of 3 predictions need room for 6 numbers, and there is room for 5")
    #expect(room == [0, 0, 0, 0, 0])
  }
}

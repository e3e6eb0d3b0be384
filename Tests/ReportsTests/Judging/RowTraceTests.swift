import Basics
import DataFiles
import Datasets
import ModelFiles
import Networks
import Reports
import TestSupport
import Testing
import Training

@Suite struct RowTraceTests {
  private func model(
    _ input: Shape, _ layers: [any Layer], loss: any Loss = CategoricalCrossEntropy(),
    task: Task = .classification(classes: ["a", "b", "c"])
  ) throws -> Model {
    let network = try Network(input: input, layers: layers)
    var parameters = network.initialParameters(seed: 3)
    for entry in network.layout.entries where entry.spec.name.hasPrefix("running") {
      for i in entry.range { parameters.values[i] = 0.5 + Scalar(i % 7) / 4 }
    }
    return try Model(network: network, parameters: parameters, loss: loss, task: task)
  }

  /// Every kind of layer, on features of which the second is a level.
  static let layers: [any Layer] = [
    Embedding([Embedding.Column(feature: 1, levels: 3, width: 2)]),
    Dense(6, activation: .gelu), BatchNormalization(), Dropout(0.5), LayerNormalization(),
    Residual([Dense(6, activation: .tanh), BatchNormalization()]), Activation(.silu), Flatten(),
    Dense(3),
  ]

  @Test func everyLayerAndTheGradientOfInference() throws {
    let model = try model([4], Self.layers)
    let tracer = RowTracer(model)
    let row: [Scalar] = [0.5, 2, -1, 0.25]
    for output in 0..<3 {
      let trace = try tracer.trace(row, output: output)
      #expect(trace.input == row)
      #expect(
        trace.layers.map(\.name) == [
          "embedding of 1 column", "dense, gelu", "batch-normalization", "dropout 0.5",
          "layer-normalization", "dense, tanh", "batch-normalization", "residual", "silu",
          "flatten", "dense",
        ])
      for layer in trace.layers { #expect(layer.activations.count == layer.shape.count) }
      // Nothing is dropped.
      #expect(trace.layers[3].activations == trace.layers[2].activations)
      let plain = [0, 2, 3]
      let gradient = ContiguousArray(plain.map { trace.saliency.gradient[$0] })
      let error = gradientError(at: ContiguousArray(plain.map { row[$0] }), gradient) { moved in
        let logits = try? tracer.trace([moved[0], 2, moved[1], moved[2]]).layers.last
        return logits.map { Double($0.activations[output]) } ?? .nan
      }
      #expect(error < (Scalar.self == Float.self ? 4e-3 : 2e-8))
      for place in plain {
        #expect(trace.saliency.contributions[place] == trace.saliency.gradient[place] * row[place])
      }
      #expect(trace.saliency.gradient[1] == 0)
      #expect(trace.saliency.contributions[1] != 0)
    }
    #expect((try tracer.trace(row).outputs.reduce(0, +) - 1).magnitude < 1e-5)
  }

  @Test func theOutputsAreThePredictors() throws {
    let data = try Dataset.digits()
    let network = try Network(
      input: data.shape, layers: [Flatten(), Dense(8, activation: .relu), Dense(10)])
    let model = try Model(
      network: network, parameters: network.initialParameters(seed: 1),
      loss: CategoricalCrossEntropy(), task: data.task,
      scaling: try FittedScaling(.standardize, training: data, rows: Array(0..<100)))
    let tracer = RowTracer(model)
    var features = ContiguousArray<Scalar>(repeating: 0, count: 64)
    var span = features.mutableSpan
    data.gatherFeatures(of: [7], into: &span)
    let prediction = try Predictor(model).predict(features)[0]
    let trace = try tracer.trace(features)
    #expect(trace.outputs == prediction.probabilities)
    #expect(trace.saliency.output == prediction.classIndex)
    #expect(trace.layers.map(\.shape.count) == [64, 8, 10])
  }

  @Test func integratedContributionsAddUp() throws {
    let model = try model([2], [Dense(5, activation: .tanh), Dense(3)])
    let row: [Scalar] = [1.5, -2]
    let trace = try RowTracer(model, method: .integrated(steps: 256)).trace(row, output: 1)
    let base = try RowTracer(model).trace([0, 0])
    let difference =
      (trace.layers.last?.activations[1] ?? 0) - (base.layers.last?.activations[1] ?? 0)
    #expect((trace.saliency.contributions.reduce(0, +) - difference).magnitude < 1e-3)
    #expect(trace.outputs == (try RowTracer(model).trace(row).outputs))
  }

  @Test func oneOutputForTwoClasses() throws {
    let model = try model(
      [2], [Dense(weights: [[2], [-1]], biases: [0])], loss: BinaryCrossEntropy(),
      task: .classification(classes: ["no", "yes"]))
    let tracer = RowTracer(model)
    #expect(try tracer.trace([1, 0]).saliency.output == 1)
    #expect(try tracer.trace([1, 0]).saliency.gradient == [2, -1])
    #expect(
      try tracer.trace([-1, 0]).saliency.contributions == [2, 0])
    #expect(try tracer.trace([1, 0]).outputs.count == 2)
  }

  @Test func numbersInTheirOwnUnit() throws {
    // Mean 100, deviation 10.
    let data = try Dataset(
      name: "t", shape: [2], features: .scalars([0, 0, 0, 0]), targets: [90, 110],
      task: .regression(targets: ["y"]))
    let network = try Network(input: [2], layers: [Dense(weights: [[2], [-1]], biases: [0])])
    let model = try Model(
      network: network, parameters: network.initialParameters(seed: 1), loss: MeanSquaredError(),
      task: .regression(targets: ["y"]),
      targetScaling: try FittedScaling(.standardize, trainingTargets: data, rows: [0, 1]))
    let trace = try RowTracer(model).trace([3, 1])
    #expect(trace.outputs == [150])
    #expect(trace.saliency.contributions == [60, -10])
  }

  @Test func severalThreadsShareOne() async throws {
    let tracer = RowTracer(try model([4], Self.layers))
    let rows = (0..<40).map { [Scalar($0) / 20, Scalar($0 % 3), 0.5, -Scalar($0) / 10] }
    let expected = try rows.map { try tracer.trace($0) }
    let found = try await withThrowingTaskGroup(of: (Int, RowTrace).self) { group in
      for (index, row) in rows.enumerated() { group.addTask { (index, try tracer.trace(row)) } }
      var found: [Int: RowTrace] = [:]
      for try await (index, trace) in group { found[index] = trace }
      return found
    }
    for (index, trace) in expected.enumerated() { #expect(found[index] == trace) }
  }

  @Test func faults() throws {
    let tracer = RowTracer(try model([2], [Dense(3)]))
    #expect(message { _ = try tracer.trace([1]) } == "the model takes 2 features, found 1")
    #expect(message { _ = try tracer.trace([1, .nan]) } == "feature 2 is nan, not a finite number")
    #expect(
      message { _ = try tracer.trace([1, 2], output: 3) }
        == "the model has 3 outputs, there is no number 3")
    #expect(message { _ = try tracer.trace([1, 2], output: -1) } != nil)
  }
}

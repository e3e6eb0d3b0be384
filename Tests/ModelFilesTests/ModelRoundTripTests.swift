import Basics
import DataFiles
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing
import Training

/// What is saved is loaded: bit-equal parameters and predictions, in both formats.
@Suite struct ModelRoundTripTests {
  @Test func everyLayer() throws {
    let model = try smallModel()
    let embedded = try pictureModel([
      Embedding([Embedding.Column(feature: 1, levels: 3, width: 2)])
    ])
    let kinds = Set((model.network.layers + embedded.network.layers).map { type(of: $0).kind })
    #expect(kinds.union([Residual.kind]) == Set(LayerCatalog.standard.kinds))
    try expectRoundTrip(model)
    try expectRoundTrip(embedded)
    try expectRoundTrip(
      try pictureModel([
        Dense(4),
        Residual([BatchNormalization(), Residual([Dense(4, activation: .relu)]), Dense(4)]),
      ]))
    try expectRoundTrip(
      try pictureModel([
        Dense(3, useBias: false, initializer: Orthogonal(), biasInitializer: Constant(0.5)),
        BatchNormalization(epsilon: 0.01, momentum: 0.25), LayerNormalization(epsilon: 0.125),
        Dropout(0.5),
      ]))
  }

  @Test func everyActivation() throws {
    for kind in ActivationCatalog.standard.kinds {
      let function = try ActivationCatalog.standard.make(.text(kind), path: "")
      func layers(_ function: some ActivationFunction) -> [any Layer] {
        [Dense(5, activation: function), Activation(function)]
      }
      try expectRoundTrip(try pictureModel(layers(function)), kind)
    }
    let odd: [any Layer] = [
      Dense(3, activation: .leakyRelu(slope: 0.3)), Dense(3, activation: .elu(alpha: 0.7)),
      Dense(3, activation: .gelu(approximate: .tanh)),
    ]
    try expectRoundTrip(try pictureModel(odd))
  }

  @Test func everyInitializer() throws {
    for kind in InitializerCatalog.standard.kinds {
      let settings: Settings = kind == Constant.kind ? ["value": 0.5] : [:]
      let initializer = try InitializerCatalog.standard.make(
        kind: kind, settings: settings, path: "")
      try expectRoundTrip(try pictureModel([Dense(3, initializer: initializer)]), kind)
    }
  }

  @Test func everyLoss() throws {
    for kind in LossCatalog.standard.kinds {
      let loss = try LossCatalog.standard.make(.text(kind), path: "")
      try expectRoundTrip(try pictureModel([], loss: loss), kind)
    }
    for loss in [.crossEntropy(labelSmoothing: 0.1)] as [CategoricalCrossEntropy] {
      try expectRoundTrip(try pictureModel([], loss: loss))
    }
    try expectRoundTrip(try pictureModel([], loss: .huber(delta: 0.3)))
  }

  @Test func everyScaling() throws {
    let data = try Dataset(
      name: "d", shape: [2, 2, 1], features: .scalars(points(24, seed: 3)),
      targets: [0, 1, 2, 0, 1, 2], task: .classification(classes: ["a", "b", "c"]))
    for scaling in Scaling.allCases {
      let fitted = try FittedScaling(scaling, training: data)
      try expectRoundTrip(try pictureModel([], scaling: fitted), scaling.rawValue)
    }
  }

  @Test func numbersAndTwoClassesWithOneOutput() throws {
    let network = try Network(input: [2], layers: [Dense(2)])
    try expectRoundTrip(
      try Model(
        network: network, parameters: normalParameters(network), loss: .huber,
        task: .regression(targets: ["x", "y"]), featureNames: ["f 1", "f,2"],
        targetNames: ["x", "y"]))
    let single = try Network(input: [2], layers: [Dense(1)])
    for loss in [.binaryCrossEntropy, .meanSquaredError] as [any Loss] {
      try expectRoundTrip(
        try Model(
          network: single, parameters: normalParameters(single), loss: loss,
          task: .classification(classes: ["no", "yes"]), targetNames: ["answer"]))
    }
  }

  @Test func columnsAndScaledTargets() throws {
    let encoding = TableEncoding([
      TableEncoding.Column(TableColumn("age", .number), fill: 37.25, hasIndicator: true),
      TableEncoding.Column(TableColumn("city \"x\"", .category(levels: ["a,b", "ü"]))),
      TableEncoding.Column(TableColumn("m", .yesNo(no: "n", yes: "y")), fill: 0.5),
    ])
    let data = try Dataset(
      name: "d", shape: [1], features: .scalars([0, 0]), targets: [1e5, 3, 3e5, 3],
      task: .regression(targets: ["x", "y"]))
    let network = try Network(input: [5], layers: [Dense(2)])
    func model(_ names: [String], _ scaling: Scaling) throws -> Model {
      try Model(
        network: network, parameters: normalParameters(network), loss: .huber,
        task: .regression(targets: ["x", "y"]),
        targetScaling: try FittedScaling(scaling, trainingTargets: data, rows: [0, 1]),
        featureNames: names, encoding: encoding, targetNames: ["x", "y"])
    }
    for scaling in [Scaling.standardize, .minMax, .none] {
      try expectRoundTrip(try model(encoding.featureNames, scaling), scaling.rawValue)
    }
    let whole = try model(encoding.featureNames, .standardize)
    #expect(whole.columnNames == ["age", "city \"x\"", "m"])
    let read = try Model(safetensors: try whole.safetensors())
    #expect(read.encoding == encoding && read.targetScaling == whole.targetScaling)
    // Predictions are in the targets' own units.
    let found = try Predictor(read).predict([0, 0, 0, 0, 0])[0].values
    let bias = normalParameters(network).values.suffix(2)
    #expect(
      zip(found, [(2e5, 1e5), (3, 1)]).enumerated().allSatisfy { index, pair in
        abs(pair.0 - (bias[bias.startIndex + index] * pair.1.1 + pair.1.0)) <= 1e-5 * abs(pair.0)
      })
    #expect(
      message { _ = try model(["a", "b", "c", "d", "e"], .none) }
        == "the columns make 5 features that are not those of the model")
  }

  @Test func numbersAtTheEndsOfThePrecision() throws {
    var model = try pictureModel([])
    let ends: [Scalar] = [
      -0.0, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, .ulpOfOne,
      0.1, 1 / 3,
    ]
    for (index, value) in ends.enumerated() { model.parameters.values[index] = value }
    let file = try Model(safetensors: try model.safetensors())
    let text = try Model(json: ContiguousArray(try model.json().utf8))
    for loaded in [file, text] {
      #expect(
        loaded.parameters.values.map(\.bitPattern) == model.parameters.values.map(\.bitPattern))
    }
  }

  /// The same training gives the same file, whatever the number of threads.
  @Test func trainedTwiceSameBytes() throws {
    func file(threads: Int) throws -> ContiguousArray<UInt8> {
      let data = try Dataset.digits()
      let network = try Network(
        input: data.shape,
        layers: [
          Dense(20, activation: .relu), BatchNormalization(), Dropout(0.25), Dense(10),
        ])
      let loss = CategoricalCrossEntropy()
      let scaling = try FittedScaling(.standardize, training: data)
      let ready = try TrainingData(
        data, rows: Array(0..<200), scaling: scaling, network: network, loss: loss)
      let run = try TrainingRun(
        network,
        TrainingConfiguration(loss: loss, epochs: 2, batchSize: 30, seed: 5, threads: threads),
        training: ready)
      try run.complete()
      return try Model(
        network: network, parameters: run.parameters, loss: loss, task: data.task,
        scaling: scaling, dataset: data.name,
        figures: [NamedFigure("loss", run.history.column("loss")[1])]
      ).safetensors()
    }
    let first = try file(threads: 1)
    #expect(try file(threads: 1) == first)
    for threads in [2, 3, 8] { #expect(try file(threads: threads) == first) }
  }

  /// A layer of one's own is loaded by a catalog that has it, and refused by name otherwise.
  @Test func layerOfOnesOwn() throws {
    let model = try pictureModel([Scale(by: 0.5), Scale(by: 3)])
    var catalogs = Catalogs.standard
    catalogs.layers = catalogs.layers.adding(Scale.self)
    try expectRoundTrip(model, catalogs: catalogs)
    let text = loadingFault(try model.safetensors())
    #expect(
      text == "m.safetensors: layers[0]: unknown layer \"scale\". "
        + "Known: dense, activation, batch-normalization, layer-normalization, dropout, flatten, embedding, residual."
    )
  }
}

/// y = factor gain x, with one gain per feature.
private struct Scale: Layer {
  static let kind = "scale"
  let factor: Double

  init(by factor: Double) { self.factor = factor }
  init(from reader: inout SettingsReader) throws { factor = try reader.number("factor") }
  var settings: Settings { ["factor": .number(factor)] }

  func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    LayerPlan(
      output: input,
      parameters: [
        ParameterSpec("gain", shape: [input.count], role: .gain, initializer: Constant(1))
      ])
  }

  func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<input.count {
      output[i] = Scalar(factor) * parameters[i % pass.inputWidth] * input[i]
    }
  }

  func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    for i in 0..<input.count {
      inputGradient[i] = Scalar(factor) * parameters[i % pass.inputWidth] * outputGradient[i]
    }
  }
}

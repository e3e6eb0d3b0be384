// 3. A layer, an activation, a loss, a metric and an optimizer of your own.
//
// Each conforms to a public protocol and then works everywhere: in training on several threads, in
// model files, in gradient checks.

import Descent

/// y = x * scale, with one learned scale per feature.
struct Scale: Layer {
  static let kind = "example-scale"

  init() {}
  init(from reader: inout SettingsReader) throws {}

  func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    LayerPlan(
      output: input,
      parameters: [
        ParameterSpec("scale", shape: [input.count], role: .gain, initializer: Constant(1))
      ])
  }

  func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<output.count { output[i] = input[i] * parameters[i % pass.inputWidth] }
  }

  func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    for i in 0..<inputGradient.count {
      inputGradient[i] = outputGradient[i] * parameters[i % pass.inputWidth]
    }
  }

  func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<gradient.count { gradient[i] = 0 }
    for i in 0..<input.count { gradient[i % pass.inputWidth] += outputGradient[i] * input[i] }
  }
}

/// f(z) = z², with derivative 2z: it reads the value before the function.
struct Square: ActivationFunction {
  static let kind = "example-square"
  static var derivativeReads: DerivativeOperand { .input }

  init() {}
  init(from reader: inout SettingsReader) throws {}

  func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    for i in 0..<values.count { values[i] *= values[i] }
  }
  func backward(_ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int) {
    for i in 0..<gradient.count { gradient[i] *= 2 * operand[i] }
  }
}

/// The fourth power of the error: outliers weigh even more than squared.
struct FourthPower: Loss {
  static let kind = "example-fourth-power"
  var outputActivation: any ActivationFunction { Linear() }

  init() {}
  init(from reader: inout SettingsReader) throws {}

  func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
    classes == 0 ? .values : nil
  }
  func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    for row in 0..<losses.count {
      losses[row] = 0
      for i in (row * width)..<((row + 1) * width) {
        let error = outputs[i] - targets[i]
        losses[row] += error * error * error * error
        gradient[i] = 4 * error * error * error
      }
    }
  }
}

/// Moves every parameter by the learning rate, in the direction that the gradient's sign says.
struct SignDescent: Optimizer {
  static let kind = "example-sign"
  var stateSlots: Int { 0 }

  init() {}
  init(from reader: inout SettingsReader) throws {}

  func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    let rate = Scalar(step.learningRate)
    for i in 0..<parameters.count {
      if gradient[i] > 0 { parameters[i] -= rate }
      if gradient[i] < 0 { parameters[i] += rate }
    }
  }
}

/// The largest error of all rows.
struct LargestError: Metric {
  var name: String { "largest_error" }
  var higherIsBetter: Bool { false }

  func value(_ predictions: Predictions) -> Double? {
    zip(predictions.outputs, predictions.targets).map { abs(Double($0 - $1)) }.max()
  }
}

// y = x², from 200 points. A single unit with the right activation can be exact.
let x = (0..<200).map { Scalar($0) / 100 - 1 }
let data = try Dataset(
  name: "parabola", shape: [1], features: .scalars(ContiguousArray(x)),
  targets: ContiguousArray(x.map { $0 * $0 }), task: .regression(targets: ["y"]))
let network = try Network(input: [1], layers: [Scale(), Dense(4, activation: Square()), Dense(1)])
let rows = try TrainingData(data, network: network, loss: FourthPower())
let run = try TrainingRun(
  network,
  TrainingConfiguration(
    loss: FourthPower(), optimizer: SignDescent(), learningRate: 0.002,
    schedule: CosineSchedule(), epochs: 100, metrics: [LargestError()], seed: 3, threads: 2),
  training: rows, validation: rows)
try run.complete()
for epoch in run.history.epochs where epoch.epoch % 25 == 0 {
  print("epoch \(epoch.epoch): largest error \(fixed(epoch["val_largest_error"] ?? 0, 3))")
}

// Files know the layer by its kind; whoever loads the model names the type.
let model = try Model(
  network: network, parameters: run.parameters, loss: FourthPower(), task: data.task)
try model.save(to: "parabola.json")
var catalogs = Catalogs.standard
catalogs.layers = catalogs.layers.adding(Scale.self)
catalogs.activations = catalogs.activations.adding(Square.self)
catalogs.losses = catalogs.losses.adding(FourthPower.self)
let loaded = try Model(contentsOf: "parabola.json", catalogs: catalogs)
let half = try Predictor(loaded).predict([0.5])[0].values[0]
print("0.5 squared is about \(fixed(Double(half), 3))")

// 2. Handwritten digits: data, network, training, test, prediction, one file at the end.

import Descent

// 1,797 pictures of 8x8 pixels are part of the package. A fifth is kept for the test.
let digits = try Dataset.digits()
let split = try digits.split(validation: 0.1, test: 0.2, seed: 1)

let network = try Network(
  input: digits.shape, layers: [Flatten(), Dense(48, activation: .relu), Dense(10)])
let loss = CategoricalCrossEntropy()
let scaling = try FittedScaling(.unit, training: digits.subset(split.training))

func rows(_ rows: [Int]) throws -> TrainingData {
  try TrainingData(digits, rows: rows, scaling: scaling, network: network, loss: loss)
}

// A training hands out what happens as values. Nothing is printed behind your back.
let run = try TrainingRun(
  network,
  TrainingConfiguration(
    loss: loss, learningRate: 0.005, epochs: 20, metrics: [Accuracy()], seed: 1),
  training: rows(split.training), validation: rows(split.validation))
while let event = try run.next() {
  guard case .epochEnded(let epoch) = event, epoch.epoch % 5 == 0 else { continue }
  print("epoch \(epoch.epoch): loss \(fixed(epoch.loss, 3))")
}

let test = run.evaluate(try rows(split.test))
print("test accuracy \(fixed(Accuracy().value(test) ?? 0, 3))")

// The model file holds everything: layers, numbers, scaling, class names.
let model = try Model(
  network: network, parameters: run.parameters, loss: loss, task: digits.task, scaling: scaling,
  dataset: digits.name)
try model.save(to: "digits.safetensors")
let loaded = try Model(contentsOf: "digits.safetensors")
guard case .bytes(let pixels) = digits.features else { fatalError("digits are bytes") }
let first = ContiguousArray(pixels[0..<64].map { Scalar($0) })
let prediction = try Predictor(loaded).predict(first)[0]
print(
  "the first picture is a \(prediction.label ?? "?"), probability \(prediction.probability ?? 0)")

// 5. Continue a saved training with a lower learning rate.

import Descent

let digits = try Dataset.digits()
let split = try digits.split(validation: 0.2, seed: 2)
let scaling = try FittedScaling(.unit, training: digits.subset(split.training))
let loss = CategoricalCrossEntropy()

func train(_ network: Network, from start: Parameters?, rate: Double) throws -> TrainingRun {
  let training = try TrainingData(
    digits, rows: split.training, scaling: scaling, network: network, loss: loss)
  let validation = try TrainingData(
    digits, rows: split.validation, scaling: scaling, network: network, loss: loss)
  let run = try TrainingRun(
    network,
    TrainingConfiguration(
      loss: loss, optimizer: Momentum(momentum: 0.9), learningRate: rate, epochs: 10,
      metrics: [Accuracy()], seed: 2),
    training: training, validation: validation, parameters: start)
  try run.complete()
  if let last = run.history.epochs.last {
    print("rate \(rate): validation loss \(fixed(last["val_loss"] ?? 0, 3))")
  }
  return run
}

let network = try Network(
  input: digits.shape, layers: [Flatten(), Dense(32, activation: .relu), Dense(10)])
let first = try train(network, from: nil, rate: 0.1)
let saved = try Model(
  network: network, parameters: first.parameters, loss: loss, task: digits.task, scaling: scaling)
try saved.save(to: "continued.safetensors")

// Another day, another program: the file is all that is needed to go on.
let model = try Model(contentsOf: "continued.safetensors")
let second = try train(model.network, from: model.parameters, rate: 0.01)
let before = first.history.epochs.last?["val_loss"] ?? 0
let after = second.history.epochs.last?["val_loss"] ?? 0
print(after < before ? "better than before" : "no better than before")

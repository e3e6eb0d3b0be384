// 1. The smallest network that needs a hidden layer, trained step by step.
//
// Exclusive or: the output is 1 when exactly one input is 1. No straight line separates the two
// answers, so a network without hidden layer can't learn it; one with three hidden units can.

import Descent

let inputs: ContiguousArray<Scalar> = [
  0, 0,
  0, 1,
  1, 0,
  1, 1,
]
let answers: ContiguousArray<Scalar> = [0, 1, 1, 0]

let network = try Network(input: [2], layers: [Dense(3, activation: .sigmoid), Dense(1)])
let trainer = Trainer(
  network, loss: MeanSquaredError(), optimizer: Momentum(momentum: 0.9), seed: 1)

for step in 0...5000 {
  let result = try trainer.step(features: inputs, targets: answers, learningRate: 0.1)
  if step % 1000 == 0 { print("step \(step): loss \(fixed(result.loss, 4))") }
}

let model = try Model(
  network: network, parameters: trainer.parameters, loss: MeanSquaredError(),
  task: .regression(targets: ["xor"]))
for (row, prediction) in try Predictor(model).predict(inputs).enumerated() {
  let rounded = fixed(Double(prediction.values[0]), 3)
  print("\(inputs[2 * row]) xor \(inputs[2 * row + 1]) = \(rounded)")
}

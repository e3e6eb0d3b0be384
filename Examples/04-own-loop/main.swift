// 4. Your own training loop: batches, a rate that falls by hand, a stop when you have seen enough.

import Descent

let spirals = try Generator.spirals.dataset(
  GeneratorOptions(rows: 600, noise: 0.02, classes: 3, seed: 7))
guard case .scalars(let points) = spirals.features else { fatalError("spirals are scalars") }

let network = try Network(
  input: spirals.shape,
  layers: [Dense(32, activation: .tanh), Dense(32, activation: .tanh), Dense(3)])
let trainer = Trainer(
  network, loss: CategoricalCrossEntropy(), optimizer: Adam(), seed: 7, batchSize: 50)

var rate = 0.01
var previous = Double.infinity
for epoch in 1...300 {
  var order = Array(0..<spirals.rows)
  var random = RandomSource(seed: 7, .shuffle, epoch)
  random.shuffle(&order)

  var total = 0.0
  for start in stride(from: 0, to: order.count, by: 50) {
    let batch = order[start..<min(start + 50, order.count)]
    let features = ContiguousArray(batch.flatMap { points[2 * $0...2 * $0 + 1] })
    let labels = ContiguousArray(batch.map { spirals.targets[$0] })
    let result = try trainer.step(features: features, targets: labels, learningRate: rate)
    total += result.lossSum
  }
  let loss = total / Double(spirals.rows)
  if epoch % 50 == 0 { print("epoch \(epoch): loss \(fixed(loss, 3)), rate \(rate)") }
  // Worse than before: smaller steps.
  if loss > previous * 1.1 { rate = max(rate / 2, 0.0005) }
  previous = loss
  if loss < 0.02 {
    print("epoch \(epoch): good enough")
    break
  }
}

let model = try Model(
  network: network, parameters: trainer.parameters, loss: CategoricalCrossEntropy(),
  task: spirals.task)
let predictions = try Predictor(model).predict(points.array)
let right = zip(predictions, spirals.targets).count { $0.classIndex == Int($1) }
print("\(right) of \(spirals.rows) points classified right")

import Basics
import Networks
import TestSupport
import Testing
import Training

/// The first ten steps of each recipe's network against PyTorch's, by Scripts/fixtures/trajectories.py.
@Suite struct TrajectoryTests {
  // In Float: adam divides by the size of the gradient, also where that is about epsilon and the
  // gradient is all rounding. Another order of the rows alone moves a loss by up to 1.3e-4.
  static let tolerance = Scalar.self == Float.self ? 3e-4 : 1e-9

  static func feature(_ row: Int, _ column: Int, _ step: Int) -> Scalar {
    let cell: Int = 31 * row + 17 * column + 3 * row * column + 13 * step
    return Scalar(cell % 97) / 96
  }

  static func weight(_ i: Int, _ j: Int, _ index: Int, fanIn: Int) -> Scalar {
    let cell: Int = 29 * i + 41 * j + 7 * i * j + 11 * index
    return Scalar(Double(cell % 101 - 50) / 50 * (3 / Double(fanIn)).squareRoot())
  }

  static func label(_ row: Int, _ step: Int, _ classes: Int) -> Scalar {
    let cell: Int = 7 * row + 3 * step + row / 10
    return Scalar(cell % classes)
  }

  static func network(_ line: Fixture) throws -> Network {
    let widths = try line.integers("widths")
    let names = try #require(try line.value("activations").list?.compactMap(\.text))
    let isNormalized = try line.value("normalized").flag == true
    var layers: [any Layer] = []
    for (index, name) in names.enumerated() {
      let activation = try ActivationCatalog.standard.make(.text(name), path: "")
      if isNormalized && index < names.count - 1 {
        layers += [Dense(widths[index + 1]), BatchNormalization(), Activation(activation)]
      } else {
        layers.append(dense(widths[index + 1], activation))
      }
    }
    return try Network(input: [widths[0]], layers: layers)
  }

  private static func dense(_ units: Int, _ activation: some ActivationFunction) -> Dense {
    Dense(units, activation: activation)
  }

  /// Weights by the formula; biases, gains and statistics as they start anyway.
  static func parameters(_ network: Network) -> Parameters {
    var result = network.initialParameters(seed: 0)
    var index = 0
    for entry in network.layout.entries where entry.spec.role == .weight {
      let (before, after) = (entry.spec.shape[0], entry.spec.shape[1])
      for i in 0..<before {
        for j in 0..<after {
          result.values[entry.range.lowerBound + i * after + j] = weight(
            i, j, index, fanIn: before)
        }
      }
      index += 1
    }
    return result
  }

  @Test(arguments: 0..<7) func lossesFollowPyTorch(_ index: Int) throws {
    let lines = try Fixture.cases("trajectories", .module)
    #expect(lines.count == 7)
    let line = lines[index]
    let network = try Self.network(line)
    let rows = try line.integer("rows")
    let optimizer = try OptimizerCatalog.standard.make(line.value("optimizer"), path: "")
    let loss = try LossCatalog.standard.make(line.value("loss"), path: "")
    var rule = Regularization()
    rule.l2 = try line.number("l2")
    let trainer = Trainer(
      network, loss: loss, optimizer: optimizer, regularization: rule,
      parameters: Self.parameters(network), batchSize: rows, threads: 2)
    let width = network.input.count
    let classes = max(2, network.output.count)
    let rate = try line.number("learning_rate")
    let expected = try #require(try line.value("losses").list?.compactMap(\.number))
    #expect(expected.count == 10)
    for (step, golden) in expected.enumerated() {
      let features = ContiguousArray(
        (0..<(rows * width)).map { Self.feature($0 / width, $0 % width, step) })
      let targets = ContiguousArray((0..<rows).map { Self.label($0, step, classes) })
      let result = try trainer.step(features: features, targets: targets, learningRate: rate)
      let error = (result.loss - golden).magnitude / golden
      #expect(error < Self.tolerance, "step \(step + 1)")
    }
  }
}

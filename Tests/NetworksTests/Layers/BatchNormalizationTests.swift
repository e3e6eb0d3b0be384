import Basics
import Networks
import TestSupport
import Testing

@Suite struct BatchNormalizationTests {
  @Test("Outputs, gradients and running statistics agree with PyTorch")
  func golden() throws {
    let cases = try Fixture.cases("normalization", .module)
    var count = 0
    for line in cases where try line.value("layer").table?["kind"] == "batch-normalization" {
      try expectGolden(line)
      try expectStatistics(line)
      count += 1
    }
    #expect(count == 3)
  }

  private func expectStatistics(_ line: Fixture) throws {
    let (runner, gradients) = try goldenRun(line)
    let momentum = try line.number("momentum")
    for (index, name) in [(2, "running_mean"), (3, "running_var")] {
      #expect(runner.plan.parameters[index].role == .statistic(momentum: momentum))
      let moved = updated(runner, gradients, index, momentum)
      #expect(difference(moved, try line.scalars(name)) < goldenTolerance, "\(name)")
    }
  }

  /// What becomes of a running statistic.
  private func updated(
    _ runner: LayerRunner, _ gradients: LayerRunner.Gradients, _ index: Int, _ momentum: Double
  ) -> ContiguousArray<Scalar> {
    let old = runner.parameters[runner.parameterRanges[index]]
    return ContiguousArray(
      zip(old, gradients.parameters[index]).map {
        Scalar((1 - momentum) * Double($0) + momentum * Double($1))
      })
  }

  @Test("One value alone: the bias comes out, no gradient goes back, the statistics stay")
  func oneRow() throws {
    let runner = try LayerRunner(BatchNormalization(), input: [3]).withNormalParameters()
    let run = runner.forward([5, -2, 1000])
    #expect(run.output == ContiguousArray(runner.parameters[3..<6]))
    let gradients = runner.backward(run, outputGradient: [1, 2, 3])
    #expect(gradients.input == [0, 0, 0])
    #expect(gradients.parameters[0] == [0, 0, 0])
    #expect(gradients.parameters[1] == [1, 2, 3])
    for index in 2...3 {
      let old = ContiguousArray(runner.parameters[runner.parameterRanges[index]])
      #expect(gradients.parameters[index] == old)
      #expect(difference(updated(runner, gradients, index, 0.1), old) < goldenTolerance)
    }
  }

  @Test("Values far from 0 keep their precision")
  func offset() throws {
    let runner = try LayerRunner(BatchNormalization(), input: [1])
    let near = runner.forward([-1, 0, 1, 2]).output
    let far = runner.forward([8191, 8192, 8193, 8194]).output
    #expect(difference(far, near) < goldenTolerance)
  }

  @Test("Rows of inference do not depend on each other")
  func inference() throws {
    var runner = try LayerRunner(BatchNormalization(), input: [2])
    runner.parameters = [2, 1, 0.5, -1, 3, 4, 4, 0.25]
    let batch = points(8, seed: 1)
    let all = runner.forward(batch, mode: .inference).output
    for row in 0..<4 {
      let place = (row * 2)..<(row * 2 + 2)
      let one = runner.forward(ContiguousArray(batch[place]), mode: .inference).output
      #expect(one == ContiguousArray(all[place]))
    }
  }

  @Test("The names of the parameters are those of PyTorch")
  func names() throws {
    let plan = try BatchNormalization().plan(for: [4, 4, 3])
    #expect(plan.parameters.map(\.name) == ["weight", "bias", "running_mean", "running_var"])
    #expect(plan.parameters.allSatisfy { $0.shape == [3] })
    #expect(plan.output == [4, 4, 3])
  }

  @Test("Settings out of range and an input without features are refused")
  func refusals() {
    #expect(
      message { _ = try BatchNormalization(epsilon: 0).plan(for: [3]) }
        == "expected an epsilon from 1e-30 to 1, found 0.0")
    #expect(
      message { _ = try BatchNormalization(momentum: 1.5).plan(for: [3]) }
        == "expected a momentum from 0 to 1, found 1.5")
    #expect(
      message { _ = try BatchNormalization().plan(for: []) }
        == "expected an input of at least 1 feature, found scalar")
    #expect(
      message {
        _ = try LayerCatalog.standard.make(
          .table(["kind": "batch-normalization", "momentum": -1]), path: "l")
      } == "l.momentum: expected a number from 0 to 1, found -1")
  }
}

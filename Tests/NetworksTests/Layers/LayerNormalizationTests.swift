import Basics
import Networks
import TestSupport
import Testing

@Suite struct LayerNormalizationTests {
  @Test("Outputs and gradients agree with PyTorch")
  func golden() throws {
    let cases = try Fixture.cases("normalization", .module)
    var count = 0
    for line in cases where try line.value("layer").table?["kind"] == "layer-normalization" {
      try expectGolden(line)
      count += 1
    }
    #expect(count == 2)
  }

  @Test("Every row has mean 0 and variance 1, whatever the other rows are")
  func rows() throws {
    let runner = try LayerRunner(LayerNormalization(epsilon: 1e-8), input: [50])
    let output = runner.forward(ContiguousArray(points(100, seed: 1).map { 3 * $0 + 7 })).output
    for row in 0..<2 {
      let (mean, variance) = moments(ContiguousArray(output[(row * 50)..<((row + 1) * 50)]))
      #expect(mean.magnitude < 1e-5 && (variance - 1).magnitude < 1e-5)
    }
  }

  @Test("A constant row becomes the bias, with a finite gradient")
  func constant() throws {
    let runner = try LayerRunner(LayerNormalization(), input: [4]).withNormalParameters()
    let run = runner.forward([0.1, 0.1, 0.1, 0.1])
    #expect(difference(run.output, ContiguousArray(runner.parameters[4...])) < 1e-4)
    #expect(allFinite(runner.backward(run, outputGradient: unevenWeights(4)).input))
  }

  @Test("An epsilon of 0 and an input without features are refused")
  func refusals() {
    #expect(
      message { _ = try LayerNormalization(epsilon: 0).plan(for: [3]) }
        == "expected an epsilon from 1e-30 to 1, found 0.0")
    #expect(
      message { _ = try LayerNormalization().plan(for: [0]) }
        == "expected an input of at least 1 feature, found 0")
    #expect(
      message {
        _ = try LayerCatalog.standard.make(
          .table(["kind": "layer-normalization", "epsilon": 2]), path: "l")
      } == "l.epsilon: expected a number from 1e-30 to 1, found 2")
  }
}

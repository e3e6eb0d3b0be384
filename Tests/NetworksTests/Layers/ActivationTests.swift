import Basics
import Networks
import TestSupport
import Testing

@Suite struct ActivationTests {
  @Test("The shape passes through and nothing is saved")
  func plan() throws {
    let plan = try Activation(.gelu).plan(for: [2, 3])
    #expect(plan.output == [2, 3] && plan.savedPerRow == 0 && plan.parameters.isEmpty)
  }

  @Test("The same as fused into a dense layer", arguments: ActivationCatalog.standard.kinds)
  func fused(kind: String) throws {
    func make(_ settings: Settings, _ kind: String) throws -> any Layer {
      try LayerCatalog.standard.make(kind: kind, settings: settings, path: "")
    }
    let whole = try LayerRunner(
      make(["units": 3, "activation": .text(kind)], "dense"), input: [4]
    ).withNormalParameters()
    var dense = try LayerRunner(Dense(3), input: [4])
    dense.parameters = whole.parameters
    let alone = try LayerRunner(make(["function": .text(kind)], "activation"), input: [3])

    let batch = points(20, seed: 1)
    let weights = unevenWeights(15)
    let run = whole.forward(batch)
    let first = dense.forward(batch)
    let second = alone.forward(first.output)
    #expect(run.output == second.output)
    let between = alone.backward(second, outputGradient: weights).input
    #expect(
      whole.backward(run, outputGradient: weights) == dense.backward(first, outputGradient: between)
    )
  }
}

import Basics
import Networks
import TestSupport
import Testing

@Suite struct FlattenTests {
  @Test("A vector of as many scalars, in the same order")
  func plan() throws {
    let runner = try LayerRunner(Flatten(), input: [2, 3, 2])
    #expect(runner.plan.output == [12])
    let batch = points(24, seed: 1)
    let run = runner.forward(batch)
    #expect(run.output == batch)
    #expect(runner.backward(run, outputGradient: unevenWeights(24)).input == unevenWeights(24))
  }
}

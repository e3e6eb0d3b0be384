import Basics
import Networks
import TestSupport
import Testing
import Training

@Suite struct TrainingMemoryTests {
  @Test func networksThatCannotFitAreRefusedBeforeTheyAreMade() throws {
    let data = try twoClasses()
    let network = try Network(
      input: [2], layers: [Dense(500_000), Dense(500_000), Dense(2)])
    let loss = CategoricalCrossEntropy()
    let rows = try TrainingData(data, network: network, loss: loss)
    let text = try #require(
      message {
        _ = try TrainingRun(network, TrainingConfiguration(loss: loss), training: rows)
      })
    #expect(text.hasPrefix("the training takes "), "\(text)")
    #expect(text.contains("250,003,000,002 parameters and 32 rows at once; this machine has "))
    #expect(text.hasSuffix("Use fewer or smaller hidden layers, or a smaller batch size."))
  }
}

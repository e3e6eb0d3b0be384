import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing

@Suite struct ModelTests {
  @Test func partsThatDontFit() throws {
    let network = try Network(input: [2], layers: [Dense(3)])
    let right = normalParameters(network)
    func text(
      _ parameters: Parameters, _ loss: any Loss, _ task: Datasets.Task, names: [String] = []
    ) -> String? {
      message {
        _ = try Model(
          network: network, parameters: parameters, loss: loss, task: task, featureNames: names)
      }
    }
    let three = Datasets.Task.classification(classes: ["a", "b", "c"])
    #expect(text(right, .crossEntropy, three) == nil)
    #expect(text(right, .crossEntropy, three, names: ["x", "y"]) == nil)
    #expect(
      text(Parameters([1]), .crossEntropy, three) == "1 parameter for a network with 9")
    #expect(
      text(right, .crossEntropy, three, names: ["x"])
        == "1 feature name for a network with 2 features")
    #expect(
      text(right, .crossEntropy, .classification(classes: ["a", "b"]))
        == "3 outputs and the loss cross-entropy don't fit 2 classes")
    #expect(
      text(right, .huber, .regression(targets: ["t"]))
        == "3 outputs and the loss huber don't fit 1 target")
  }

  @Test func scalingOfAnotherWidth() throws {
    let data = try Dataset(
      name: "d", shape: [3], features: .scalars([1, 2, 3, 4, 5, 6]), targets: [0, 1],
      task: .classification(classes: ["a", "b"]))
    let scaling = try FittedScaling(.standardize, training: data)
    let network = try Network(input: [2], layers: [Dense(2)])
    #expect(
      message {
        _ = try Model(
          network: network, parameters: normalParameters(network), loss: .crossEntropy,
          task: data.task, scaling: scaling)
      } == "the scaling has 3 features, the network 2")
  }
}

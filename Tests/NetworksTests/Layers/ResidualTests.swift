import Basics
import Networks
import TestSupport
import Testing

@Suite struct ResidualTests {
  /// y = x + f(x), with numbers that can be followed by hand.
  @Test func addsItsInput() throws {
    let network = try Network(
      input: [2], layers: [Residual([Dense(weights: [[1, 2], [3, 4]], biases: [10, 20])])])
    let workspace = Workspace(for: network, capacity: 1, training: false)
    network.load(rows: 1, into: workspace) { _, input in
      input[0] = 5
      input[1] = 6
    }
    network.forward(
      rows: 1, parameters: network.initialParameters(seed: 0), in: workspace, mode: .inference)
    // f = [5 + 18 + 10, 10 + 24 + 20]
    #expect(workspace.outputs(rows: 1) == [38, 60] as ContiguousArray<Scalar>)
  }

  @Test func namesOfParametersAndLayers() throws {
    let network = try Network(
      input: [3],
      layers: [Dense(4), Residual([Dense(6), Residual([Activation(.tanh)]), Dense(4)])])
    #expect(
      network.layout.entries.map(\.name) == [
        "layers.0.weight", "layers.0.bias", "layers.1.layers.0.weight", "layers.1.layers.0.bias",
        "layers.1.layers.2.weight", "layers.1.layers.2.bias",
      ])
    #expect(
      network.names == [
        "layer 1 (dense)", "layer 2.1 (dense)", "layer 2.2.1 (activation)", "layer 2.2 (residual)",
        "layer 2.3 (dense)", "layer 2 (residual)",
      ])
    #expect(network.definition.count == 2 && network.layers.count == 6)
  }

  @Test func shapesMustAgree() {
    #expect(
      message { _ = try Network(input: [3], layers: [Dense(4), Residual([Dense(5)])]) }
        == "layer 2 (residual): expected layers whose output has the shape of their input, 4, found 5"
    )
    #expect(
      message { _ = try Network(input: [3], layers: [Residual([Dense(0)])]) }
        == "layer 1.1 (dense): expected at least 1 unit, found 0")
  }

  @Test func settingsMakeTheRoundTrip() throws {
    let layer = Residual([Dense(4, activation: .tanh), Residual([Dropout(0.5)])])
    let made = try LayerCatalog.standard.make(layer.described, path: "layers[0]")
    #expect(made.described == layer.described)
    #expect(
      message {
        _ = try LayerCatalog.standard.make(
          .table(["kind": "residual", "layers": [.table(["kind": "dens"])]]), path: "layers[0]")
      }?.hasPrefix("layers[0].layers[0]: unknown layer \"dens\"") == true)
  }
}

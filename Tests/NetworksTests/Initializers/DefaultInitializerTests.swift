import Basics
import Networks
import TestSupport
import Testing

@Suite struct DefaultInitializerTests {
  @Test("He for the relu family, LeCun for selu, Glorot for all others")
  func choice() throws {
    for kind in ActivationCatalog.standard.kinds {
      let layer = try LayerCatalog.standard.make(
        kind: "dense", settings: ["units": 3, "activation": .text(kind)], path: "")
      let initializer = try layer.plan(for: [4]).parameters[0].initializer
      let expected =
        switch kind {
        case "relu", "leaky-relu", "elu", "gelu", "silu", "softplus": "he-uniform"
        case "selu": "lecun-uniform"
        default: "glorot-uniform"
        }
      #expect(type(of: initializer).kind == expected, "\(kind)")
    }
  }
}

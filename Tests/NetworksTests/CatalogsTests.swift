import Basics
import Networks
import TestSupport
import Testing

@Suite struct CatalogsTests {
  static let layers: [any Layer] = [
    Dense(3), Activation(.tanh), BatchNormalization(epsilon: 0.01, momentum: 0.25),
    LayerNormalization(epsilon: 0.01), Dropout(0.25), Flatten(),
    Embedding([Embedding.Column(feature: 1, levels: 3)]), Residual([Flatten(), Dropout(0.1)]),
    Dense(
      7, activation: .leakyRelu(slope: 0.2), useBias: false, initializer: Orthogonal(gain: 2),
      biasInitializer: Constant(0.5)),
  ]
  static let activations: [any ActivationFunction] = [
    Linear(), ReLU(), LeakyReLU(slope: 0.3), ELU(alpha: 0.5), SELU(), GELU(approximate: .tanh),
    SiLU(), Softplus(), Sigmoid(), Tanh(), Softmax(),
  ]
  static let initializers: [any Initializer] = [
    Zeros(), Constant(0.25), Uniform(-1, 2), Normal(mean: 1, deviation: 3), GlorotUniform(),
    GlorotNormal(), HeUniform(), HeNormal(), LeCunUniform(), LeCunNormal(), Orthogonal(gain: 1.5),
  ]
  static let losses: [any Loss] = [
    MeanSquaredError(), HalfSquaredError(), MeanAbsoluteError(), Huber(delta: 0.5),
    BinaryCrossEntropy(labelSmoothing: 0.1), CategoricalCrossEntropy(labelSmoothing: 0.1),
  ]

  @Test("What describes a thing makes it again")
  func roundTrips() throws {
    try roundTrip(Self.layers, LayerCatalog.standard)
    try roundTrip(Self.activations, ActivationCatalog.standard)
    try roundTrip(Self.initializers, InitializerCatalog.standard)
    try roundTrip(Self.losses, LossCatalog.standard)
  }

  private func roundTrip<Thing>(_ things: [Thing], _ catalog: Catalog<Thing>) throws {
    var kinds: Set<String> = []
    for thing in things {
      guard let thing = thing as? any Described else {
        Issue.record("not described")
        continue
      }
      kinds.insert(type(of: thing).kind)
      let again = try catalog.make(thing.described, path: "") as? any Described
      #expect(again?.described == thing.described)
      #expect(again.map { type(of: $0) == type(of: thing) } == true)
    }
    #expect(kinds == Set(catalog.kinds))
  }

  @Test("A kind alone has the documented defaults")
  func defaults() throws {
    let catalogs = Catalogs.standard
    #expect(
      try catalogs.activations.make("leaky-relu", path: "").settings == ["slope": .number(0.01)])
    #expect(try catalogs.activations.make("elu", path: "").settings == ["alpha": 1])
    #expect(try catalogs.activations.make("gelu", path: "").settings == ["approximate": "none"])
    #expect(try catalogs.losses.make("huber", path: "").settings == ["delta": 1])
    #expect(
      try catalogs.losses.make("cross-entropy", path: "").settings == ["label-smoothing": 0])
    #expect(
      try catalogs.layers.make("batch-normalization", path: "").settings == [
        "epsilon": .number(1e-5), "momentum": .number(0.1),
      ])
    #expect(try catalogs.layers.make("dropout", path: "").settings == ["rate": .number(0.5)])
    #expect(try catalogs.initializers.make("orthogonal", path: "").settings == ["gain": 1])
    #expect(
      try catalogs.initializers.make("uniform", path: "").settings == [
        "lower": .number(-0.05), "upper": .number(0.05),
      ])
    #expect(
      try catalogs.initializers.make("normal", path: "").settings == [
        "mean": 0, "deviation": .number(0.05),
      ])
  }

  @Test("Second names are accepted and never written")
  func aliases() throws {
    let losses = LossCatalog.standard
    for (alias, kind) in [
      ("mse", "mean-squared-error"), ("mae", "mean-absolute-error"),
      ("bce", "binary-cross-entropy"), ("cse", "cross-entropy"),
      ("categorical-cross-entropy", "cross-entropy"),
    ] {
      #expect(type(of: try losses.make(.text(alias), path: "")).kind == kind)
      #expect(!losses.kinds.contains(alias))
    }
    #expect(try ActivationCatalog.standard.make("swish", path: "") is SiLU)
  }

  @Test("An unknown kind is refused with the nearest")
  func unknownKinds() {
    #expect(
      message { _ = try ActivationCatalog.standard.make("leakyrely", path: "activation") }
        == "activation: unknown activation \"leakyrely\". Did you mean \"leaky-relu\"? Known: "
        + "linear, relu, leaky-relu, elu, selu, gelu, silu, softplus, sigmoid, tanh, softmax.")
    #expect(
      message { _ = try LossCatalog.standard.make("cross_entropi", path: "loss") }
        == "loss: unknown loss \"cross_entropi\". Did you mean \"cross-entropy\"? Known: "
        + "mean-squared-error, half-squared-error, mean-absolute-error, huber, "
        + "binary-cross-entropy, cross-entropy.")
    #expect(
      message { _ = try LayerCatalog.standard.make("dropuot", path: "layers[1]") }
        == "layers[1]: unknown layer \"dropuot\". Did you mean \"dropout\"? Known: dense, "
        + "activation, batch-normalization, layer-normalization, dropout, flatten, embedding, residual."
    )
  }

  @Test("An unknown setting is refused with the nearest, for every kind")
  func unknownSettings() {
    expectRefusal(Self.layers, LayerCatalog.standard)
    expectRefusal(Self.activations, ActivationCatalog.standard)
    expectRefusal(Self.initializers, InitializerCatalog.standard)
    expectRefusal(Self.losses, LossCatalog.standard)
    #expect(
      message {
        let value: Value = .table(["kind": "leaky-relu", "slop": 0.1])
        _ = try ActivationCatalog.standard.make(value, path: "layers[2].activation")
      }
        == "layers[2].activation: unknown setting \"slop\". Did you mean \"slope\"? Known: slope.")
    #expect(
      message {
        _ = try ActivationCatalog.standard.make(.table(["kind": "relu", "slope": 1]), path: "a")
      } == "a: unknown setting \"slope\". It takes no settings.")
  }

  private func expectRefusal<Thing>(_ things: [Thing], _ catalog: Catalog<Thing>) {
    for case let thing as any Described in things {
      var settings = thing.settings
      settings["colour"] = "red"
      let text = message {
        _ = try catalog.make(kind: type(of: thing).kind, settings: settings, path: "here")
      }
      #expect(text?.hasPrefix("here: unknown setting \"colour\". ") == true, "\(thing)")
    }
  }
}

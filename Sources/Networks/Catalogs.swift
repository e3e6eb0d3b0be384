import Basics

// Everything that a config or model file can name. To add a kind to Descent, add its type here.

/// What a network can be made of when it is read from a file.
///
/// Add your own kinds before loading: `var catalogs = Catalogs.standard`, then
/// `catalogs.layers = catalogs.layers.adding(MyLayer.self)`.
public struct Catalogs: Sendable {
  /// The layers.
  public var layers = LayerCatalog.standard
  /// The activation functions.
  public var activations = ActivationCatalog.standard
  /// The initializers.
  public var initializers = InitializerCatalog.standard
  /// The losses.
  public var losses = LossCatalog.standard

  /// Everything that Descent has.
  public static let standard = Catalogs()
}

extension SettingsReader {
  /// The catalogs that the file is read with.
  public var catalogs: Catalogs { context as? Catalogs ?? .standard }

  /// An activation function; nil where the setting is absent.
  public mutating func activation(_ name: String) throws -> (any ActivationFunction)? {
    guard let value = optional(name) else { return nil }
    return try catalogs.activations.make(value, path: path(of: name), context: context)
  }

  /// An initializer; nil where the setting is absent.
  public mutating func initializer(_ name: String) throws -> (any Initializer)? {
    guard let value = optional(name) else { return nil }
    return try catalogs.initializers.make(value, path: path(of: name), context: context)
  }
}

/// The layers that files can name.
public enum LayerCatalog {
  /// All layers of Descent.
  public static let standard = Catalog<any Layer>(noun: "layer")
    .adding(Dense.self)
    .adding(Activation.self)
    .adding(BatchNormalization.self)
    .adding(LayerNormalization.self)
    .adding(Dropout.self)
    .adding(Flatten.self)
    .adding(Embedding.self)
    .adding(Residual.self)
}

/// The activation functions that files can name.
public enum ActivationCatalog {
  /// All activation functions of Descent.
  public static let standard = Catalog<any ActivationFunction>(noun: "activation")
    .adding(Linear.self)
    .adding(ReLU.self)
    .adding(LeakyReLU.self)
    .adding(ELU.self)
    .adding(SELU.self)
    .adding(GELU.self)
    .adding(SiLU.self)
    .adding(Softplus.self)
    .adding(Sigmoid.self)
    .adding(Tanh.self)
    .adding(Softmax.self)
    .adding(alias: "swish", for: SiLU.kind)
}

/// The initializers that files can name.
public enum InitializerCatalog {
  /// All initializers of Descent.
  public static let standard = Catalog<any Initializer>(noun: "initializer")
    .adding(Zeros.self)
    .adding(Constant.self)
    .adding(Uniform.self)
    .adding(Normal.self)
    .adding(GlorotUniform.self)
    .adding(GlorotNormal.self)
    .adding(HeUniform.self)
    .adding(HeNormal.self)
    .adding(LeCunUniform.self)
    .adding(LeCunNormal.self)
    .adding(Orthogonal.self)
}

/// The losses that files can name.
public enum LossCatalog {
  /// All losses of Descent.
  public static let standard = Catalog<any Loss>(noun: "loss")
    .adding(MeanSquaredError.self)
    .adding(HalfSquaredError.self)
    .adding(MeanAbsoluteError.self)
    .adding(Huber.self)
    .adding(BinaryCrossEntropy.self)
    .adding(CategoricalCrossEntropy.self)
    .adding(alias: "mse", for: MeanSquaredError.kind)
    .adding(alias: "mae", for: MeanAbsoluteError.kind)
    .adding(alias: "bce", for: BinaryCrossEntropy.kind)
    .adding(alias: "cse", for: CategoricalCrossEntropy.kind)
    .adding(alias: "categorical-cross-entropy", for: CategoricalCrossEntropy.kind)
}

extension Catalog<any Layer> {
  /// The catalog with one more layer.
  public func adding<L: Layer>(_ type: L.Type) -> Self { adding(L.kind) { try L(from: &$0) } }
}

extension Catalog<any ActivationFunction> {
  /// The catalog with one more activation function.
  public func adding<A: ActivationFunction>(_ type: A.Type) -> Self {
    adding(A.kind) { try A(from: &$0) }
  }
}

extension Catalog<any Initializer> {
  /// The catalog with one more initializer.
  public func adding<I: Initializer>(_ type: I.Type) -> Self { adding(I.kind) { try I(from: &$0) } }
}

extension Catalog<any Loss> {
  /// The catalog with one more loss.
  public func adding<L: Loss>(_ type: L.Type) -> Self { adding(L.kind) { try L(from: &$0) } }
}

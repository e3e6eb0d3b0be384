import Basics

/// Layers with a connection around them: y = x + f(x), where f is the layers one after the other.
///
/// Their output must have the shape of their input. He et al., "Deep residual learning for image
/// recognition", CVPR 2016. The gradient of x is that through f plus that of y.
public struct Residual: Layer {
  /// `residual`
  public static let kind = "residual"

  /// The layers of f; composite ones allowed.
  public let layers: [any Layer]

  /// A connection around some layers.
  public init(_ layers: [any Layer]) { self.layers = layers }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    let value = try reader.required("layers")
    guard let list = value.list else {
      throw reader.wrong("layers", value, expected: "a list of layers")
    }
    let (catalogs, path, context) = (reader.catalogs, reader.path(of: "layers"), reader.context)
    layers = try list.enumerated().map { index, element in
      try catalogs.layers.make(element, path: "\(path)[\(index)]", context: context)
    }
  }

  /// The layers.
  public var settings: Settings {
    [
      "layers": .list(
        layers.map { layer in
          .table(Settings([.init("kind", .text(type(of: layer).kind))] + layer.settings.entries))
        })
    ]
  }

  /// The layers, and their input added to their output.
  public var expansion: Expansion? { Expansion(layers, addsInput: true) }

  /// The shape passes through; the network plans the layers inside.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan { LayerPlan(output: input) }

  /// Never called: the layers inside run instead.
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {}

  /// Never called: the layers inside run instead.
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {}
}

/// The end of a connection: hands its input on; the network adds the activation from its start.
struct Sum: Layer {
  static let kind = "residual"

  init() {}
  init(from reader: inout SettingsReader) throws {}

  func plan(for input: Shape) throws(ShapeError) -> LayerPlan { LayerPlan(output: input) }

  func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<output.count { output[i] = input[i] }
  }

  func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    for i in 0..<inputGradient.count { inputGradient[i] = outputGradient[i] }
  }
}

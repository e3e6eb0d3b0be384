import Basics

/// Keeps the variance of values and of gradients from layer to layer: uniform in ±√(6 / (fanIn +
/// fanOut)), so that the variance is 2 / (fanIn + fanOut).
///
/// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
/// AISTATS 2010.
public struct GlorotUniform: Initializer, Hashable {
  /// `glorot-uniform`
  public static let kind = "glorot-uniform"

  /// The initializer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    let limit = (3 * glorotVariance(spec)).squareRoot()
    Uniform(-limit, limit).fill(&values, for: spec, random: &random)
  }
}

/// Keeps the variance of values and of gradients from layer to layer: normal with mean 0 and
/// variance 2 / (fanIn + fanOut), not truncated.
///
/// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
/// AISTATS 2010.
public struct GlorotNormal: Initializer, Hashable {
  /// `glorot-normal`
  public static let kind = "glorot-normal"

  /// The initializer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    Normal(deviation: glorotVariance(spec).squareRoot()).fill(&values, for: spec, random: &random)
  }
}

private func glorotVariance(_ spec: ParameterSpec) -> Double {
  2 / (fan(spec.fanIn) + fan(spec.fanOut))
}

extension Initializer where Self == GlorotUniform {
  /// Uniform in ±√(6 / (fanIn + fanOut))
  public static var glorotUniform: GlorotUniform { GlorotUniform() }
}

extension Initializer where Self == GlorotNormal {
  /// Normal with variance 2 / (fanIn + fanOut)
  public static var glorotNormal: GlorotNormal { GlorotNormal() }
}

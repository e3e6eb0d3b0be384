import Basics

/// Keeps the variance of values from layer to layer: uniform in ±√(3 / fanIn), so that the variance
/// is 1 / fanIn.
///
/// LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998.
public struct LeCunUniform: Initializer, Hashable {
  /// `lecun-uniform`
  public static let kind = "lecun-uniform"

  /// The initializer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    let limit = (3 * leCunVariance(spec)).squareRoot()
    Uniform(-limit, limit).fill(&values, for: spec, random: &random)
  }
}

/// Keeps the variance of values from layer to layer: normal with mean 0 and variance 1 / fanIn, not
/// truncated.
///
/// LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998.
public struct LeCunNormal: Initializer, Hashable {
  /// `lecun-normal`
  public static let kind = "lecun-normal"

  /// The initializer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    Normal(deviation: leCunVariance(spec).squareRoot()).fill(&values, for: spec, random: &random)
  }
}

private func leCunVariance(_ spec: ParameterSpec) -> Double { 1 / fan(spec.fanIn) }

extension Initializer where Self == LeCunUniform {
  /// Uniform in ±√(3 / fanIn)
  public static var leCunUniform: LeCunUniform { LeCunUniform() }
}

extension Initializer where Self == LeCunNormal {
  /// Normal with variance 1 / fanIn
  public static var leCunNormal: LeCunNormal { LeCunNormal() }
}

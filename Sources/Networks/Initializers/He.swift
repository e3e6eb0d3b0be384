import Basics

/// Keeps the variance of values through relu, which halves it: uniform in ±√(6 / fanIn), so that
/// the variance is 2 / fanIn.
///
/// He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015.
public struct HeUniform: Initializer, Hashable {
  /// `he-uniform`
  public static let kind = "he-uniform"

  /// The initializer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    let limit = (3 * heVariance(spec)).squareRoot()
    Uniform(-limit, limit).fill(&values, for: spec, random: &random)
  }
}

/// Keeps the variance of values through relu, which halves it: normal with mean 0 and variance 2 /
/// fanIn, not truncated.
///
/// He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015.
public struct HeNormal: Initializer, Hashable {
  /// `he-normal`
  public static let kind = "he-normal"

  /// The initializer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    Normal(deviation: heVariance(spec).squareRoot()).fill(&values, for: spec, random: &random)
  }
}

private func heVariance(_ spec: ParameterSpec) -> Double { 2 / fan(spec.fanIn) }

extension Initializer where Self == HeUniform {
  /// Uniform in ±√(6 / fanIn)
  public static var heUniform: HeUniform { HeUniform() }
}

extension Initializer where Self == HeNormal {
  /// Normal with variance 2 / fanIn
  public static var heNormal: HeNormal { HeNormal() }
}

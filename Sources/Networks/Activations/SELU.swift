import Basics
import Kernels

/// Scaled exponential linear unit: f(z) = λ z where z > 0, otherwise λ α (eᶻ - 1), with λ and α such
/// that mean 0 and variance 1 are a stable fixed point.
///
/// Derivative, from the output y: λ where y > 0, otherwise y + λ α. A value too large for the
/// precision stays at the greatest finite number.
///
/// Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", NeurIPS 2017.
public struct SELU: ActivationFunction, Hashable {
  /// `selu`
  public static let kind = "selu"
  /// λ
  public static let scale: Scalar = 1.0507009873554804934193349852946
  /// α
  public static let alpha: Scalar = 1.6732632423543772848170429916717

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// z becomes λ z or λ α (eᶻ - 1).
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.selu, &values)
  }

  /// Multiplies the gradient with λ, or with y + λ α where the output y is not positive.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.selu, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == SELU {
  /// λ z where z > 0, otherwise λ α (eᶻ - 1)
  public static var selu: SELU { SELU() }
}

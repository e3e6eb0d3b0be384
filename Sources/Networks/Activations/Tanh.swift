import Basics
import Kernels

/// Hyperbolic tangent: f(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ); derivative 1 - y² from the output y.
public struct Tanh: ActivationFunction, Hashable {
  /// `tanh`
  public static let kind = "tanh"

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// z becomes tanh z.
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.tanh, &values)
  }

  /// Multiplies the gradient with 1 - y².
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.tanh, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == Tanh {
  /// tanh z
  public static var tanh: Tanh { Tanh() }
}

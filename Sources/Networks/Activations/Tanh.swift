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
    for i in 0..<values.count { values[i] = hyperbolicTangent(values[i]) }
  }

  /// Multiplies the gradient with 1 - y².
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    for i in 0..<gradient.count { gradient[i] *= 1 - operand[i] * operand[i] }
  }
}

extension ActivationFunction where Self == Tanh {
  /// tanh z
  public static var tanh: Tanh { Tanh() }
}

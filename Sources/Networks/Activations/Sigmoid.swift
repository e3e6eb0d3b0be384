import Basics
import Kernels

/// Logistic function: f(z) = 1 / (1 + e⁻ᶻ); derivative y (1 - y) from the output y.
public struct Sigmoid: ActivationFunction, Hashable {
  /// `sigmoid`
  public static let kind = "sigmoid"

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// z becomes 1 / (1 + e⁻ᶻ).
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.sigmoid, &values)
  }

  /// Multiplies the gradient with y (1 - y).
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.sigmoid, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == Sigmoid {
  /// 1 / (1 + e⁻ᶻ)
  public static var sigmoid: Sigmoid { Sigmoid() }
}

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
    for i in 0..<values.count { values[i] = logistic(values[i]) }
  }

  /// Multiplies the gradient with y (1 - y).
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    for i in 0..<gradient.count { gradient[i] *= operand[i] * (1 - operand[i]) }
  }
}

/// 1 / (1 + e⁻ᶻ) without overflow, precise in both tails.
func logistic(_ z: Scalar) -> Scalar { logistic(z, decay: exponential(-z.magnitude)) }

/// 1 / (1 + e⁻ᶻ) where e^-|z|, never more than 1, is known.
func logistic(_ z: Scalar, decay: Scalar) -> Scalar { (z < 0 ? decay : 1) / (1 + decay) }

extension ActivationFunction where Self == Sigmoid {
  /// 1 / (1 + e⁻ᶻ)
  public static var sigmoid: Sigmoid { Sigmoid() }
}

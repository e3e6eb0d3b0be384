import Basics
import Kernels

/// Smooth rectifier: f(z) = log(1 + eᶻ); derivative 1 - e⁻ʸ from the output y.
///
/// Dugas, Bengio, Bélisle, Nadeau and Garcia, "Incorporating second-order functional knowledge for
/// better option pricing", NeurIPS 2000.
public struct Softplus: ActivationFunction, Hashable {
  /// `softplus`
  public static let kind = "softplus"

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// z becomes log(1 + eᶻ), computed without overflow.
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    for i in 0..<values.count { values[i] = smoothPositivePart(values[i]) }
  }

  /// Multiplies the gradient with 1 - e⁻ʸ.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    for i in 0..<gradient.count { gradient[i] *= -exponentialMinusOne(-operand[i]) }
  }
}

/// log(1 + eᶻ) without overflow, precise in both tails.
private func smoothPositivePart(_ z: Scalar) -> Scalar {
  max(z, 0) + logarithmOfOnePlus(exponential(-z.magnitude))
}

extension ActivationFunction where Self == Softplus {
  /// log(1 + eᶻ)
  public static var softplus: Softplus { Softplus() }
}

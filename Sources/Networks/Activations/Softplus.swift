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
    activate(.softplus, &values)
  }

  /// Multiplies the gradient with 1 - e⁻ʸ.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.softplus, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == Softplus {
  /// log(1 + eᶻ)
  public static var softplus: Softplus { Softplus() }
}

import Basics
import Kernels

/// Rectified linear unit: f(z) = max(0, z); derivative 1 where f(z) > 0, otherwise 0.
///
/// Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
public struct ReLU: ActivationFunction, Hashable {
  /// `relu`
  public static let kind = "relu"

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// z becomes max(0, z); what is not a number stays so, for which the order of the two matters.
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.relu, &values)
  }

  /// Keeps the gradient where the output is positive.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.relu, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == ReLU {
  /// max(0, z)
  public static var relu: ReLU { ReLU() }
}

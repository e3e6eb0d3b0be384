import Basics
import Kernels

/// Sigmoid linear unit, also called swish: f(z) = z σ(z) with σ(z) = 1 / (1 + e⁻ᶻ);
/// derivative σ(z) (1 + z (1 - σ(z))).
///
/// Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function
/// approximation in reinforcement learning", 2017.
public struct SiLU: ActivationFunction, Hashable {
  /// `silu`
  public static let kind = "silu"
  /// The derivative can't be told from the output, which is not monotonic.
  public static let derivativeReads = DerivativeOperand.input

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// z becomes z σ(z).
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.silu, &values)
  }

  /// Multiplies the gradient with the derivative at the input.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.silu, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == SiLU {
  /// z / (1 + e⁻ᶻ)
  public static var silu: SiLU { SiLU() }
}

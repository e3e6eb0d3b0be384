import Basics
import Kernels

/// Gaussian error linear unit: f(z) = z Φ(z), with Φ the distribution function of the normal
/// distribution.
///
/// - Exact: Φ(z) = ½ (1 + erf(z / √2)); derivative Φ(z) + z e^(-z²/2) / √(2π).
/// - By tanh: Φ(z) ≈ ½ (1 + tanh u) with u = √(2/π) (z + 0.044715 z³); the derivative is that of the
///   approximation.
///
/// Hendrycks and Gimpel, "Gaussian error linear units", 2016.
public struct GELU: ActivationFunction, Hashable {
  /// How Φ is computed.
  public enum Approximation: String, Sendable, CaseIterable {
    /// By the error function.
    case none
    /// By the hyperbolic tangent.
    case tanh
  }

  /// `gelu`
  public static let kind = "gelu"
  /// The derivative can't be told from the output, which is not monotonic.
  public static let derivativeReads = DerivativeOperand.input

  /// How Φ is computed.
  public let approximate: Approximation

  /// The function; exact unless stated.
  public init(approximate: Approximation = .none) { self.approximate = approximate }

  /// From a file: `approximate`, `none` or `tanh`.
  public init(from reader: inout SettingsReader) throws {
    guard let value = reader.optional("approximate") else {
      approximate = .none
      return
    }
    guard let name = value.text, let approximation = Approximation(rawValue: name) else {
      throw reader.wrong("approximate", value, expected: "none or tanh")
    }
    approximate = approximation
  }

  /// `approximate`
  public var settings: Settings { ["approximate": .text(approximate.rawValue)] }

  private var kernel: ActivationKernel { approximate == .none ? .gelu : .geluByTanh }

  /// z becomes z Φ(z).
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(kernel, &values)
  }

  /// Multiplies the gradient with the derivative at the input.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(kernel, &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == GELU {
  /// z Φ(z)
  public static var gelu: GELU { GELU() }

  /// z Φ(z), exact or by tanh
  public static func gelu(approximate: GELU.Approximation) -> GELU {
    GELU(approximate: approximate)
  }
}

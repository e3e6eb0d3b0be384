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

  /// z becomes z Φ(z).
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    switch approximate {
    case .none: for i in 0..<values.count { values[i] *= exactShare(values[i]) }
    case .tanh: for i in 0..<values.count { values[i] *= tanhShare(values[i]) }
    }
  }

  /// Multiplies the gradient with the derivative at the input.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    switch approximate {
    case .none: for i in 0..<gradient.count { gradient[i] *= exactDerivative(operand[i]) }
    case .tanh: for i in 0..<gradient.count { gradient[i] *= tanhDerivative(operand[i]) }
    }
  }
}

/// From here on both forms of Φ are 0 or 1 in every precision; powers of z stay finite.
private let saturation: Scalar = 40
private let cubic: Scalar = 0.044715
private let rootOfTwoOverPi: Scalar = 0.797884560802865355879892119868763737
private let rootOfHalf: Scalar = 0.707106781186547524400844362104849039

private func clamped(_ z: Scalar) -> Scalar { max(-saturation, min(saturation, z)) }

private func exactShare(_ z: Scalar) -> Scalar { 0.5 * (1 + errorFunction(z * rootOfHalf)) }

private func exactDerivative(_ z: Scalar) -> Scalar {
  let z = clamped(z)
  let density = 0.5 * rootOfTwoOverPi * exponential(-0.5 * z * z)
  return exactShare(z) + z * density
}

private func tanhOperand(_ z: Scalar) -> Scalar { rootOfTwoOverPi * (z + cubic * z * z * z) }

private func tanhShare(_ z: Scalar) -> Scalar {
  0.5 * (1 + hyperbolicTangent(tanhOperand(clamped(z))))
}

private func tanhDerivative(_ z: Scalar) -> Scalar {
  let z = clamped(z)
  let t = hyperbolicTangent(tanhOperand(z))
  let slope = rootOfTwoOverPi * (1 + 3 * cubic * z * z)
  return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * slope
}

extension ActivationFunction where Self == GELU {
  /// z Φ(z)
  public static var gelu: GELU { GELU() }

  /// z Φ(z), exact or by tanh
  public static func gelu(approximate: GELU.Approximation) -> GELU {
    GELU(approximate: approximate)
  }
}

import Basics
import Kernels

/// Exponential linear unit: f(z) = z where z > 0, otherwise alpha · (eᶻ - 1).
///
/// Derivative, from the output y: 1 where y > 0, otherwise y + alpha.
///
/// Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
/// linear units", ICLR 2016.
public struct ELU: ActivationFunction, Hashable {
  /// `elu`
  public static let kind = "elu"

  /// What large negative values approach, as -alpha; 0 or more.
  public let alpha: Double

  /// The function.
  ///
  /// - Parameter alpha: from 0 to 1e30; 1 unless stated. Any other number is a programming error.
  public init(alpha: Double = 1) {
    precondition(Self.allowed(alpha), "alpha of an elu must be from 0 to 1e30")
    self.alpha = alpha
  }

  /// From a file: `alpha`.
  public init(from reader: inout SettingsReader) throws {
    alpha = try reader.number(
      "alpha", default: 1, expected: "a number from 0 to 1e30", where: Self.allowed)
  }

  private static func allowed(_ alpha: Double) -> Bool { alpha >= 0 && alpha <= 1e30 }

  /// `alpha`
  public var settings: Settings { ["alpha": .number(alpha)] }

  /// z becomes z or alpha · (eᶻ - 1).
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.elu(alpha: Scalar(alpha)), &values)
  }

  /// Multiplies the gradient with y + alpha where the output y is not positive.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.elu(alpha: Scalar(alpha)), &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == ELU {
  /// z where z > 0, otherwise eᶻ - 1
  public static var elu: ELU { ELU() }

  /// z where z > 0, otherwise alpha · (eᶻ - 1)
  public static func elu(alpha: Double) -> ELU { ELU(alpha: alpha) }
}

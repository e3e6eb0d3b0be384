import Basics
import Kernels

/// Leaky rectified linear unit: f(z) = z where z > 0, otherwise slope · z; derivative 1 or slope.
///
/// Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.
public struct LeakyReLU: ActivationFunction, Hashable {
  /// `leaky-relu`
  public static let kind = "leaky-relu"

  /// The factor for negative values, from 0 to 1.
  public let slope: Double

  /// The function.
  ///
  /// - Parameter slope: the factor for negative values, from 0 to 1; 0.01 unless stated. Any other
  ///   number is a programming error: the sign of z could no longer be told from f(z).
  public init(slope: Double = 0.01) {
    precondition(slope >= 0 && slope <= 1, "the slope of a leaky relu must be from 0 to 1")
    self.slope = slope
  }

  /// From a file: `slope`.
  public init(from reader: inout SettingsReader) throws {
    slope = try reader.number("slope", default: 0.01, expected: "a number from 0 to 1") {
      $0 >= 0 && $0 <= 1
    }
  }

  /// `slope`
  public var settings: Settings { ["slope": .number(slope)] }

  /// z becomes z or slope · z.
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    activate(.leakyRelu(slope: Scalar(slope)), &values)
  }

  /// Multiplies the gradient with the slope where the output is not positive.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    activateBack(.leakyRelu(slope: Scalar(slope)), &gradient, operand: operand)
  }
}

extension ActivationFunction where Self == LeakyReLU {
  /// z where z > 0, otherwise 0.01 · z
  public static var leakyRelu: LeakyReLU { LeakyReLU() }

  /// z where z > 0, otherwise slope · z
  public static func leakyRelu(slope: Double) -> LeakyReLU { LeakyReLU(slope: slope) }
}

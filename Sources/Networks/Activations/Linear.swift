import Basics

/// No function: f(z) = z.
public struct Linear: ActivationFunction, Hashable {
  /// `linear`
  public static let kind = "linear"

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Leaves the values.
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {}

  /// Leaves the gradient.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {}
}

extension ActivationFunction where Self == Linear {
  /// f(z) = z
  public static var linear: Linear { Linear() }
}

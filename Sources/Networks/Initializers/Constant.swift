import Basics

/// Every value 0.
public struct Zeros: Initializer, Hashable {
  /// `zeros`
  public static let kind = "zeros"

  /// All zeros.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Writes zeros.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    for i in 0..<values.count { values[i] = 0 }
  }
}

/// Every value the same.
public struct Constant: Initializer, Hashable {
  /// `constant`
  public static let kind = "constant"
  /// The value.
  public let value: Double

  /// All values equal `value`.
  public init(_ value: Double) { self.value = value }
  /// From a file.
  public init(from reader: inout SettingsReader) throws { value = try reader.number("value") }

  /// The value.
  public var settings: Settings { ["value": .number(value)] }

  /// Writes the value.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    for i in 0..<values.count { values[i] = Scalar(value) }
  }
}

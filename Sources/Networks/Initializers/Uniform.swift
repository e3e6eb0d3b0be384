import Basics

/// Values spread evenly over [lower, upper).
public struct Uniform: Initializer, Hashable {
  /// `uniform`
  public static let kind = "uniform"

  /// The least value.
  public let lower: Double
  /// The end of the range, not below `lower`.
  public let upper: Double

  /// Values in [lower, upper); -0.05 to 0.05 unless stated.
  ///
  /// Both must be finite in `Scalar` and `lower` not above `upper`; anything else is a programming
  /// error.
  public init(_ lower: Double = -0.05, _ upper: Double = 0.05) {
    precondition(fits(lower) && fits(upper), "the limits of a uniform initializer must be finite")
    precondition(lower <= upper, "the lower limit of a uniform initializer is above the upper")
    self.lower = lower
    self.upper = upper
  }

  /// From a file: `lower` and `upper`.
  public init(from reader: inout SettingsReader) throws {
    let lower = try reader.number(
      "lower", default: -0.05, expected: "a number from -1e30 to 1e30", where: fits)
    self.lower = lower
    upper = try reader.number(
      "upper", default: max(lower, 0.05),
      expected: "a number from \(Value.number(lower).found), the lower limit, to 1e30"
    ) { fits($0) && $0 >= lower }
  }

  /// `lower` and `upper`
  public var settings: Settings { ["lower": .number(lower), "upper": .number(upper)] }

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    for i in 0..<values.count { values[i] = Scalar(random.uniform(lower, upper)) }
  }
}

/// Whether a setting is a finite number in every precision, sums of two included.
func fits(_ value: Double) -> Bool { value.magnitude <= 1e30 }

/// Numbers of outputs and inputs as the formulas of initializers want them: never 0.
func fan(_ count: Int) -> Double { Double(max(1, count)) }

extension Initializer where Self == Uniform {
  /// Values in [lower, upper).
  public static func uniform(_ lower: Double, _ upper: Double) -> Uniform { Uniform(lower, upper) }
}

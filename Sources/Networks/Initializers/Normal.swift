import Basics

/// Values of the normal distribution.
public struct Normal: Initializer, Hashable {
  /// `normal`
  public static let kind = "normal"

  /// The mean.
  public let mean: Double
  /// The standard deviation, 0 or more.
  public let deviation: Double

  /// Values with this mean, 0 unless stated, and standard deviation, 0.05 unless stated.
  ///
  /// A magnitude above 1e30 or a deviation below 0 is a programming error.
  public init(mean: Double = 0, deviation: Double = 0.05) {
    precondition(fits(mean), "the mean of a normal initializer must be finite")
    precondition(
      fits(deviation) && deviation >= 0, "the deviation of a normal initializer must be 0 or more")
    self.mean = mean
    self.deviation = deviation
  }

  /// From a file: `mean` and `deviation`.
  public init(from reader: inout SettingsReader) throws {
    mean = try reader.number(
      "mean", default: 0, expected: "a number from -1e30 to 1e30", where: fits)
    deviation = try reader.number(
      "deviation", default: 0.05, expected: "a number from 0 to 1e30"
    ) { fits($0) && $0 >= 0 }
  }

  /// `mean` and `deviation`
  public var settings: Settings { ["mean": .number(mean), "deviation": .number(deviation)] }

  /// Writes independent values.
  public func fill(
    _ values: inout MutableSpan<Scalar>, for spec: ParameterSpec, random: inout RandomSource
  ) {
    for i in 0..<values.count { values[i] = Scalar(mean + deviation * random.normal()) }
  }
}

extension Initializer where Self == Normal {
  /// Values with this mean and standard deviation.
  public static func normal(mean: Double = 0, deviation: Double) -> Normal {
    Normal(mean: mean, deviation: deviation)
  }
}

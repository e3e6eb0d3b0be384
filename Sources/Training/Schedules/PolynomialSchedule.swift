import Basics

/// Falls step by step to the end factor: end + (1 - end) (1 - step / totalSteps)^power.
public struct PolynomialSchedule: Schedule, Hashable {
  /// `polynomial`
  public static let kind = "polynomial"

  /// The power; 1 is a straight line; 1.0 unless stated.
  public let exponent: Double
  /// The factor after the last step; 0.0 unless stated.
  public let end: Double

  /// The schedule; see the properties for the defaults.
  public init(exponent: Double = 1.0, end: Double = 0.0) {
    self.exponent = exponent
    self.end = end
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    exponent = try reader.number("power", default: 1, expected: "a number above 0") { $0 > 0 }
    end = try reader.number("end", default: 0, expected: "a number from 0 to 1") {
      $0 >= 0 && $0 <= 1
    }
  }

  /// All settings.
  public var settings: Settings {
    ["power": .number(exponent), "end": .number(end)]
  }

  /// The formula above.
  public func factor(at position: TrainingPosition) -> Double {
    let left = 1 - position.progress
    let shape = exponent == 1 ? left : left > 0 ? Portable.exp(exponent * Portable.log(left)) : 0
    return end + (1 - end) * shape
  }
}

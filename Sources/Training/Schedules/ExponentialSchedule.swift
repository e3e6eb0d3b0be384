import Basics

/// Falls by the same factor in each epoch: gamma^epoch.
public struct ExponentialSchedule: Schedule, Hashable {
  /// `exponential`
  public static let kind = "exponential"

  /// What each epoch multiplies with; 0.95 unless stated.
  public let gamma: Double

  /// The schedule; see the properties for the defaults.
  public init(gamma: Double = 0.95) {
    self.gamma = gamma
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    gamma = try reader.number("gamma", default: 0.95, expected: "a number above 0, up to 1") {
      $0 > 0 && $0 <= 1
    }
  }

  /// All settings.
  public var settings: Settings {
    ["gamma": .number(gamma)]
  }

  /// The formula above.
  public func factor(at position: TrainingPosition) -> Double {
    power(gamma, position.epoch)
  }
}

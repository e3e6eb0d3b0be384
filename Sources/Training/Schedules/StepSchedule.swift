import Basics

/// Falls in steps: gamma^(epoch / every), rounded down.
public struct StepSchedule: Schedule, Hashable {
  /// `step`
  public static let kind = "step"

  /// Epochs between two falls; 10 unless stated.
  public let every: Int
  /// What each fall multiplies with; 0.1 unless stated.
  public let gamma: Double

  /// The schedule; see the properties for the defaults.
  public init(every: Int = 10, gamma: Double = 0.1) {
    self.every = every
    self.gamma = gamma
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    every = try reader.integer("every", default: 10, expected: "a whole number of 1 or more") {
      $0 >= 1
    }
    gamma = try reader.number("gamma", default: 0.1, expected: "a number above 0, up to 1") {
      $0 > 0 && $0 <= 1
    }
  }

  /// All settings.
  public var settings: Settings {
    ["every": .integer(every), "gamma": .number(gamma)]
  }

  /// The formula above.
  public func factor(at position: TrainingPosition) -> Double {
    power(gamma, position.epoch / max(1, every))
  }
}

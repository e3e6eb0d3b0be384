import Basics

/// Falls when the monitored loss has not got better by 0.01 % for more than `patience` epochs.
///
/// A function of all monitored values, worked out anew each time: a resumed training needs nothing
/// else. The loss watched is that of the validation rows, or of the training rows without validation.
public struct ReduceOnPlateau: Schedule, Hashable {
  /// `reduce-on-plateau`
  public static let kind = "reduce-on-plateau"

  /// What each fall multiplies with; 0.1 unless stated.
  public let gamma: Double
  /// Epochs without gain that are let pass; 10 unless stated.
  public let patience: Int
  /// The smallest factor; 1e-4 unless stated.
  public let least: Double

  /// The schedule; see the properties for the defaults.
  public init(gamma: Double = 0.1, patience: Int = 10, least: Double = 1e-4) {
    self.gamma = gamma
    self.patience = patience
    self.least = least
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    gamma = try reader.number("gamma", default: 0.1, expected: "a number above 0, up to 1") {
      $0 > 0 && $0 <= 1
    }
    patience = try reader.integer("patience", default: 10, expected: "a whole number of 0 or more")
    { $0 >= 0 }
    least = try reader.number("least", default: 1e-4, expected: "a number from 0 to 1") {
      $0 >= 0 && $0 <= 1
    }
  }

  /// All settings.
  public var settings: Settings {
    ["gamma": .number(gamma), "patience": .integer(patience), "least": .number(least)]
  }

  /// The formula above.
  public func factor(at position: TrainingPosition) -> Double {
    var factor = 1.0
    var best = Double.infinity
    var without = 0
    for value in position.monitored {
      if value < best - best.magnitude * 1e-4 || (best == .infinity && value < best) {
        best = value
        without = 0
      } else {
        without += 1
      }
      if without > patience {
        factor = max(factor * gamma, least)
        without = 0
      }
    }
    return factor
  }
}

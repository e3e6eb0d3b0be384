import Basics

extension SettingsReader {
  /// The share of an average or a velocity that is kept from step to step: from 0 to below 1.
  mutating func share(_ name: String, default fallback: Double) throws -> Double {
    try number(name, default: fallback, expected: "a number from 0 to below 1") {
      $0 >= 0 && $0 < 1
    }
  }

  /// What keeps a division by a root tame. It must not vanish in the precision in use, or a parameter
  /// that never had a gradient would be moved by 0 / 0.
  mutating func epsilon(default fallback: Double) throws -> Double {
    try number("epsilon", default: fallback, expected: "a number above 1e-37") { $0 > 1e-37 }
  }
}

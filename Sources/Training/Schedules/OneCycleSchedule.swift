import Basics

/// Rises to the base learning rate and falls far below where it began, along cosines. The steps are
/// counted from 0 to totalSteps - 1; the base learning rate is the largest.
///
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning
/// rates", 2019.
public struct OneCycleSchedule: Schedule, Hashable {
  /// `one-cycle`
  public static let kind = "one-cycle"

  /// The share of the steps in which the rate rises; 0.3 unless stated.
  public let rise: Double
  /// The factor in the first step; 0.04 unless stated.
  public let start: Double
  /// The factor in the last step; 4e-6 unless stated.
  public let end: Double

  /// The schedule; see the properties for the defaults.
  public init(rise: Double = 0.3, start: Double = 0.04, end: Double = 4e-6) {
    self.rise = rise
    self.start = start
    self.end = end
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    rise = try reader.number("rise", default: 0.3, expected: "a number from 0 to below 1") {
      $0 >= 0 && $0 < 1
    }
    start = try reader.number("start", default: 0.04, expected: "a number above 0, up to 1") {
      $0 > 0 && $0 <= 1
    }
    end = try reader.number("end", default: 4e-6, expected: "a number from 0 to 1") {
      $0 >= 0 && $0 <= 1
    }
  }

  /// All settings.
  public var settings: Settings {
    ["rise": .number(rise), "start": .number(start), "end": .number(end)]
  }

  /// The formula above.
  public func factor(at position: TrainingPosition) -> Double {
    let peak = rise * Double(position.totalSteps) - 1
    let last = Double(position.totalSteps - 1)
    let step = min(Double(position.step), last)
    if step <= peak { return cosineBetween(start, 1, peak > 0 ? step / peak : 1) }
    return cosineBetween(1, end, last > peak ? (step - peak) / (last - peak) : 1)
  }
}

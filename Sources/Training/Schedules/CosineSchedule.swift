import Basics

/// Falls along half a cosine to the end factor: end + (1 - end) (1 + cos(pi step / totalSteps)) / 2.
///
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.
public struct CosineSchedule: Schedule, Hashable {
  /// `cosine`
  public static let kind = "cosine"

  /// The factor after the last step; 0.0 unless stated.
  public let end: Double

  /// The schedule; see the properties for the defaults.
  public init(end: Double = 0.0) {
    self.end = end
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    end = try reader.number("end", default: 0, expected: "a number from 0 to 1") {
      $0 >= 0 && $0 <= 1
    }
  }

  /// All settings.
  public var settings: Settings {
    ["end": .number(end)]
  }

  /// The formula above.
  public func factor(at position: TrainingPosition) -> Double {
    cosineBetween(1, end, position.progress)
  }
}

/// From one factor to another along half a cosine; `share` runs from 0 to 1.
func cosineBetween(_ first: Double, _ last: Double, _ share: Double) -> Double {
  last + (first - last) / 2 * (1 + Portable.cos(Double.pi * min(max(share, 0), 1)))
}

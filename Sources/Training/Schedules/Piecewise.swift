import Basics

/// Factors by hand: each holds from its epoch on, the way a rate is lowered between runs.
public struct Piecewise: Schedule, Hashable {
  /// `piecewise`
  public static let kind = "piecewise"

  /// Finished epochs after which each factor begins, rising.
  public let after: [Int]
  /// The factors, as many as `after`.
  public let factors: [Double]

  /// Factor 1 until the first entry; then that of the last entry that has begun.
  public init(after: [Int], factors: [Double]) {
    self.after = after
    self.factors = factors
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    let epochs = try reader.numbers("after")
    factors = try reader.numbers("factors")
    after = epochs.map { Int(exactly: $0) ?? -1 }
    guard after.count == factors.count, after.allSatisfy({ $0 >= 1 }),
      zip(after, after.dropFirst()).allSatisfy({ $0 < $1 }), factors.allSatisfy({ $0 > 0 })
    else {
      throw DescentError(
        .badData,
        "\(reader.path): expected as many factors above 0 as rising epochs in after",
        at: reader.position)
    }
  }

  /// `after` and `factors`.
  public var settings: Settings {
    [
      "after": .list(after.map { .integer($0) }), "factors": .list(factors.map { .number($0) }),
    ]
  }

  /// The factor of the last entry that has begun.
  public func factor(at position: TrainingPosition) -> Double {
    var factor = 1.0
    for (epoch, value) in zip(after, factors) where position.epoch >= epoch { factor = value }
    return factor
  }
}

import Basics

/// Rises in a straight line during the first epochs, times whatever another schedule says.
///
/// In step s of the first `epochs` epochs the factor is (s + 1) / steps. Goyal et al., "Accurate,
/// large minibatch SGD", 2017.
public struct WarmUp: Schedule {
  /// `warm-up`
  public static let kind = "warm-up"

  /// Epochs until the full rate, fractions allowed; 1 unless stated.
  public let epochs: Double
  /// The schedule that is warmed up; constant unless stated.
  public let schedule: any Schedule

  /// A schedule with a warm-up.
  public init(epochs: Double = 1, then schedule: any Schedule = ConstantSchedule()) {
    self.epochs = epochs
    self.schedule = schedule
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    epochs = try reader.number("epochs", default: 1, expected: "a number above 0") { $0 > 0 }
    schedule =
      try reader.optional("then").map {
        try ScheduleCatalog.standard.make($0, path: reader.path(of: "then"))
      } ?? ConstantSchedule()
  }

  /// `epochs` and the schedule behind `then`.
  public var settings: Settings { ["epochs": .number(epochs), "then": schedule.described] }

  /// The line times the other schedule's factor.
  public func factor(at position: TrainingPosition) -> Double {
    let steps = epochs * Double(position.stepsPerEpoch)
    let rise = steps > 0 ? min(1, (Double(position.step) + 1) / steps) : 1
    return rise * schedule.factor(at: position)
  }
}

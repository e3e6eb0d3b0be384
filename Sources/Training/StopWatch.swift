/// Tells how many seconds have passed since some fixed moment. Only for what is shown; no result of a
/// training depends on it.
public protocol StopWatch: Sendable {
  /// Seconds since some fixed moment.
  var seconds: Double { get }
}

/// The system's monotonic clock.
public struct SystemStopWatch: StopWatch {
  private let start = ContinuousClock.now

  /// Starts at 0.
  public init() {}

  /// Seconds since it was made.
  public var seconds: Double { Self.seconds(since: start) }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let parts = (ContinuousClock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}

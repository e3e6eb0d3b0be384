import Basics

/// Tells how many seconds have passed since some fixed moment. Only for what is shown; no result of a
/// training depends on it.
public protocol StopWatch: Sendable {
  /// Seconds since some fixed moment.
  var seconds: Double { get }
}

/// The system's monotonic clock.
public struct SystemStopWatch: StopWatch {
  private let start = monotonicNanoseconds()

  /// Starts at 0.
  public init() {}

  /// Seconds since it was made.
  public var seconds: Double { Self.seconds(since: start) }

  static func seconds(since start: UInt64) -> Double {
    Double(monotonicNanoseconds() &- start) * 1e-9
  }
}

import Basics

/// Ends a training when a figure has stopped getting better, and keeps the best epoch's weights.
///
/// Prechelt, "Early stopping - but when?", 1998.
public struct EarlyStopping: Sendable, Hashable {
  /// The column of the history that is watched: `val_loss`, `val_accuracy`, `loss`, ….
  public var monitor: String
  /// How many epochs may pass without a better value.
  public var patience: Int
  /// How much better counts as better.
  public var minimumDelta: Double

  /// Watches `val_loss` with a patience of 10 unless stated.
  public init(monitor: String = "val_loss", patience: Int = 10, minimumDelta: Double = 0) {
    self.monitor = monitor
    self.patience = patience
    self.minimumDelta = minimumDelta
  }

  /// What follows from the values up to now.
  public struct Verdict: Sendable, Hashable {
    /// The epoch with the best value, from 1; 0 before the first. The earliest of equals.
    public var bestEpoch: Int
    /// Whether patience has run out.
    public var shouldStop: Bool

    /// A verdict.
    public init(bestEpoch: Int, shouldStop: Bool) {
      self.bestEpoch = bestEpoch
      self.shouldStop = shouldStop
    }
  }

  /// Looks at all values of the monitored figure, one per epoch.
  ///
  /// A value that is not a number never counts as better.
  public func verdict(_ values: [Double], higherIsBetter: Bool) -> Verdict {
    var bestEpoch = 0
    var best = Double.nan
    for (index, value) in values.enumerated() where !value.isNaN {
      let gain = higherIsBetter ? value - best : best - value
      if best.isNaN || gain > minimumDelta {
        best = value
        bestEpoch = index + 1
      }
    }
    return Verdict(
      bestEpoch: bestEpoch, shouldStop: !values.isEmpty && values.count - bestEpoch >= patience)
  }

  /// Throws `DescentError` (usage) where the monitor isn't one of the figures there will be, the
  /// patience isn't positive or the minimum delta is negative.
  public func check(available: [String]) throws {
    guard available.contains(monitor) else {
      let hint =
        monitor.hasPrefix("val_") && !available.contains { $0.hasPrefix("val_") }
        ? "There is no validation. " : ""
      throw DescentError(
        .usage, "early stopping can't watch \"\(monitor)\"",
        fix: hint + suggestion(for: monitor, in: available))
    }
    guard patience >= 1 else {
      throw DescentError(
        .usage, "early stopping: expected a patience of 1 or more, found \(patience)")
    }
    guard minimumDelta >= 0, minimumDelta.isFinite else {
      throw DescentError(
        .usage, "early stopping: expected a minimum delta of 0 or more, found \(minimumDelta)")
    }
  }
}

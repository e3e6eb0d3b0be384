import Basics
import Synchronization

/// Where the time of training steps went, in seconds: the mean over the threads.
public struct PartTimes: Sendable, Equatable {
  /// From the features to the outputs.
  public var forward = 0.0
  /// The loss and its gradient.
  public var loss = 0.0
  /// The gradient of every layer's input, backwards through the network.
  public var inputGradient = 0.0
  /// The gradient of the parameters, and the optimizer that follows each tile of it.
  public var weightGradient = 0.0
  /// Gathering and scaling rows and targets.
  public var data = 0.0
  /// Everything else: waiting for other threads, what one thread does alone, and all of a thread that is
  /// left out because steps are quicker without it.
  public var waiting = 0.0

  /// No time at all.
  public init() {}

  /// Every part divided by the same number.
  public static func / (times: PartTimes, divisor: Double) -> PartTimes {
    var times = times
    times.forward /= divisor
    times.loss /= divisor
    times.inputGradient /= divisor
    times.weightGradient /= divisor
    times.data /= divisor
    times.waiting /= divisor
    return times
  }
}

/// Measures the parts of steps, on all threads.
///
/// It never decides anything, so a training that is measured has the same result.
public final class PartClock: Sendable {
  enum Part: Int { case forward, loss, inputGradient, weightGradient, data }

  private let spent: [Counter] = (0..<5).map { _ in Counter() }
  private let started: UInt64

  /// Starts to measure.
  public init() { started = monotonicNanoseconds() }

  /// Calls `body` and counts its time for a part.
  @inline(__always) func measure(_ part: Part, _ body: () -> Void) {
    let start = monotonicNanoseconds()
    body()
    spent[part.rawValue].nanoseconds.add(Int(monotonicNanoseconds() &- start), ordering: .relaxed)
  }

  /// The times since the start.
  public func times(threads: Int) -> PartTimes {
    func seconds(_ part: Part) -> Double {
      Double(spent[part.rawValue].nanoseconds.load(ordering: .relaxed)) / 1e9 / Double(threads)
    }
    var times = PartTimes()
    times.forward = seconds(.forward)
    times.loss = seconds(.loss)
    times.inputGradient = seconds(.inputGradient)
    times.weightGradient = seconds(.weightGradient)
    times.data = seconds(.data)
    let parts =
      times.forward + times.loss + times.inputGradient + times.weightGradient + times.data
    times.waiting = max(0, Double(monotonicNanoseconds() &- started) / 1e9 - parts)
    return times
  }

  /// On a line of its own for each part, by being an object of its own.
  private final class Counter: Sendable { let nanoseconds = Atomic<Int>(0) }
}

extension Optional<PartClock> {
  /// Calls `body`, measured where there is a clock.
  @inline(__always) func measure(_ part: PartClock.Part, _ body: () -> Void) {
    if let self { self.measure(part, body) } else { body() }
  }
}

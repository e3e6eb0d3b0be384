/// Finds out how many threads make a step quickest, while the steps are taken.
///
/// More threads are not always quicker: what one has written the other must fetch, which takes several
/// times longer where two processors don't share a cache, and another program may be using one of them.
/// So now and then some steps are taken with half as many threads, and with a quarter, down to one; the
/// number with the lowest median time is kept for a while. Results don't depend on the number.
///
///     var tuner = ThreadTuner(threads: 8)
///     workers.active = tuner.threads
///     // take a step
///     tuner.note(seconds: duration)
public struct ThreadTuner: Sendable {
  /// How many threads to use for the next step.
  public private(set) var threads: Int
  private let most: Int
  /// The best of this trial so far.
  private var best: (threads: Int, seconds: Double)?
  /// Times of the number that is on trial; nil while no trial is on.
  private var trial: [Double]? = []
  /// Steps until the next trial, and how many there were before the last one.
  private var stepsLeft = 0
  private var pause = Self.pauses.lowerBound
  /// The answer of the last trial.
  private var last: Int?
  /// Steps in a row that took far longer than they should.
  private var slowSteps = 0

  /// Steps with each number: the first isn't counted, because data moves between the caches in it.
  private static let stepsOfTrial = 6
  /// Steps from one trial to the next: more each time the answer stays the same.
  private static let pauses = 500...8000
  /// A number that is this much slower than a greater one ends the trial at once.
  private static let hopeless = 1.5
  /// So many times as long as in the trial, so often in a row, means that the machine has changed.
  private static let slow = (factor: 1.4, steps: 32)

  /// Begins with all threads.
  public init(threads: Int) {
    most = max(1, threads)
    self.threads = most
  }

  /// Notes how long a whole step took with `threads` threads. Steps of other sizes are left out.
  public mutating func note(seconds: Double) {
    guard most > 1 else { return }
    if var times = trial {
      times.append(seconds)
      trial = times
      if let best, times.count == 1, seconds > Self.hopeless * best.seconds { return endTrial() }
      if times.count == Self.stepsOfTrial { endNumber(times) }
      return
    }
    stepsLeft -= 1
    let isSlow = best.map { seconds > Self.slow.factor * $0.seconds } ?? false
    slowSteps = isSlow ? slowSteps + 1 : 0
    if stepsLeft <= 0 || slowSteps >= Self.slow.steps { beginTrial() }
  }

  private mutating func beginTrial() {
    (best, trial, threads, slowSteps) = (nil, [], most, 0)
  }

  private mutating func endNumber(_ times: [Double]) {
    let median = times.dropFirst().sorted()[(times.count - 1) / 2]
    let isBest = best.map { median < $0.seconds } ?? true
    if isBest { best = (threads, median) }
    // What fewer threads don't make quicker, still fewer will not.
    if !isBest || threads == 1 { return endTrial() }
    threads = (threads + 1) / 2
    trial = []
  }

  private mutating func endTrial() {
    let chosen = best?.threads ?? most
    pause = chosen == last ? min(2 * pause, Self.pauses.upperBound) : Self.pauses.lowerBound
    (last, threads, trial, stepsLeft) = (chosen, chosen, nil, pause)
  }
}

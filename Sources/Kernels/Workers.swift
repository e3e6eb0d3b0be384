import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A fixed set of threads that work off the parts of a job together.
///
/// `run` hands out the numbers of the parts, each to the first thread that is free, and returns when
/// all parts are done. The calling thread takes part, so nobody waits for a thread that is late: a
/// small job is done before the others have noticed it. Which thread does a part must not matter.
///
/// Between two jobs the threads spin for a moment, because the next one comes within microseconds, and
/// then sleep. `Workers(1)` starts no thread at all.
///
/// Unsafe inside: the job is lent to the threads for the length of one `run`.
public final class Workers: Sendable {
  /// How many threads there are, the calling one included.
  public let count: Int
  private let shared: Shared

  /// Starts `count - 1` threads, at most 255, and fewer where the system has no more to give.
  public init(_ count: Int) {
    let shared = Shared()
    var running = 1
    while running < min(count, 256), shared.start() { running += 1 }
    self.count = running
    self.shared = shared
  }

  deinit { shared.stop() }

  /// Calls `body` once for each part, several at the same time, and waits for all.
  ///
  /// While another call is under way, from another thread or from inside a body, the parts are worked
  /// off one after the other instead: the same results, later.
  public func run(parts: Int, _ body: (Int) -> Void) {
    guard count > 1, parts > 1, parts <= Shared.mostParts, shared.begin() else {
      for part in 0..<max(0, parts) { body(part) }
      return
    }
    shared.run(parts: parts, body)
    shared.end()
  }

  /// Calls `body` for consecutive ranges that cover 0 ..< total, about as long as each other.
  public func split(_ total: Int, parts: Int, _ body: (Range<Int>) -> Void) {
    let parts = min(parts, total)
    run(parts: parts) { part in
      body((total * part / parts)..<(total * (part + 1) / parts))
    }
  }
}

/// What the threads share.
///
/// A ticket is a number of three fields: which job it is, how many parts that has, and the next part
/// to be done. A thread takes a part by adding 1. The job itself is only read by a thread that holds a
/// part of it, and only replaced when all parts are done, so it can't change under anybody.
private final class Shared: @unchecked Sendable {
  /// Bits of a count of parts.
  private static let bits: UInt64 = 20
  private static let mask: UInt64 = 1 << bits - 1
  /// Some room is left: each thread may add 1 too many.
  static let mostParts = Int(mask) - 1024

  private let ticket = Atomic<UInt64>(0)
  private let unfinished = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let isBusy = Atomic<Bool>(false)
  private var job: ((Int) -> Void)?
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
  }

  deinit {
    pthread_cond_destroy(wake)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    mutex.deallocate()
  }

  /// False where the system can't start another thread.
  func start() -> Bool {
    let context = Unmanaged.passRetained(self).toOpaque()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    // Kernels keep panels of matrices on the stack; some systems give a thread very little of it.
    pthread_attr_setstacksize(&attributes, 4 << 20)
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, { runWorker($0) }, context)
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, { runWorker($0) }, context)
    #endif
    guard status == 0 else {
      Unmanaged<Shared>.fromOpaque(context).release()
      return false
    }
    return true
  }

  func stop() {
    stopping.store(true, ordering: .sequentiallyConsistent)
    wakeSleepers()
  }

  /// Whether nobody else is running; then the caller is until `end`.
  func begin() -> Bool {
    isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  func end() { isBusy.store(false, ordering: .releasing) }

  func run(parts: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      job = escaping
      unfinished.store(parts, ordering: .relaxed)
      let number = ticket.load(ordering: .relaxed) >> (2 * Self.bits) &+ 1
      let news = number << (2 * Self.bits) | UInt64(parts) << Self.bits
      ticket.store(news, ordering: .sequentiallyConsistent)
      // Whoever goes to sleep counts itself first and then looks at the ticket again.
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeSleepers() }
      workOff()
      var rounds = 0
      while unfinished.load(ordering: .acquiring) > 0 { pause(&rounds) }
      job = nil
    }
  }

  private var hasParts: Bool {
    let now = ticket.load(ordering: .sequentiallyConsistent)
    return now & Self.mask < now >> Self.bits & Self.mask
  }

  /// Takes parts and does them until none is left.
  private func workOff() {
    while hasParts {
      let taken = ticket.add(1, ordering: .acquiringAndReleasing).oldValue
      guard taken & Self.mask < taken >> Self.bits & Self.mask else { return }
      job?(Int(taken & Self.mask))
      unfinished.subtract(1, ordering: .acquiringAndReleasing)
    }
  }

  /// What a thread of the set does.
  func work() {
    while !stopping.load(ordering: .sequentiallyConsistent) {
      workOff()
      var rounds = 0
      while !hasParts, rounds < Self.patience { pause(&rounds) }
      if !hasParts { sleep() }
    }
  }

  private func sleep() {
    pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while !hasParts, !stopping.load(ordering: .sequentiallyConsistent) {
      pthread_cond_wait(wake, mutex)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }

  private func wakeSleepers() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
  }

  /// Rounds of waiting before a thread sleeps: about a millisecond.
  private static let patience = 4000

  /// Waits a moment. At first the processor is kept, for the news come within microseconds; then it is
  /// offered to others in every round: on a busy machine the thread waited for may have none.
  private func pause(_ rounds: inout Int) {
    rounds += 1
    if rounds > 1000 { sched_yield() } else { descent_pause() }
  }
}

private func runWorker(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<Shared>.fromOpaque(context).takeRetainedValue().work()
  return nil
}

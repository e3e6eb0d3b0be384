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
/// Every thread has its own share of the parts, the same in every job of as many parts: what it wrote
/// in the last job is still in its cache. Who is done with his share helps the others, so nobody waits
/// for a thread that is late: a small job is done before the others have noticed it. The calling
/// thread takes part. Which thread does a part must not matter.
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
    let shared = Shared(min(max(count, 1), 256))
    var running = 1
    while running < shared.room, shared.start(running) { running += 1 }
    self.count = running
    self.shared = shared
    active = running
  }

  deinit { shared.stop() }

  /// How many of the threads take part from the next job on: all unless set to fewer. Changes how
  /// long jobs take, never what comes out.
  public var active: Int {
    get { shared.active.load(ordering: .relaxed) }
    set { shared.active.store(min(max(newValue, 1), count), ordering: .relaxed) }
  }

  /// Calls `body` once for each part, several at the same time, and waits for all.
  ///
  /// While another call is under way, from another thread or from inside a body, the parts are worked
  /// off one after the other instead: the same results, later.
  public func run(parts: Int, _ body: (Int) -> Void) { run(parts: parts) { part, _ in body(part) } }

  /// The same with the number of the thread, from 0: no two bodies of one number run at a time, so each
  /// may use memory of its own. Results must not depend on it.
  public func run(parts: Int, _ body: (_ part: Int, _ thread: Int) -> Void) {
    guard parts > 1, active > 1, parts <= Int(Int32.max), shared.begin() else {
      for part in 0..<max(0, parts) { body(part, 0) }
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
/// Of a job that n threads work on, thread t has the parts t, t + n, t + 2n... A ticket says how many
/// these are and which is next; whoever wants a part adds 1 to it. The job itself is only read by a
/// thread that holds a part of it, and only replaced when all parts are done, so it can't change under
/// anybody; a thread that comes late to a ticket finds a part of the job that is there now, or none.
private final class Shared: @unchecked Sendable {
  /// A thread's ticket: in the upper half how many parts are its own, in the lower the next one.
  /// Alone in its cache lines.
  private struct Slot: ~Copyable {
    let ticket = Atomic<UInt64>(0)
    let isAsleep = Atomic<Bool>(false)
    private let room: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
      0, 0, 0, 0, 0, 0, 0
    )
    private let more: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
      0, 0, 0, 0, 0, 0, 0
    )

    var hasParts: Bool {
      let now = ticket.load(ordering: .sequentiallyConsistent)
      return now & 0xFFFF_FFFF < now >> 32
    }

    /// The next part's number in this share.
    func take() -> Int? {
      guard hasParts else { return nil }
      let taken = ticket.add(1, ordering: .acquiringAndReleasing).oldValue
      return taken & 0xFFFF_FFFF < taken >> 32 ? Int(taken & 0xFFFF_FFFF) : nil
    }
  }

  let active = Atomic<Int>(1)
  /// The most threads there may be.
  let room: Int
  private let slots: UnsafeMutablePointer<Slot>
  private let unfinished = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let isBusy = Atomic<Bool>(false)
  private var job: ((Int, Int) -> Void)?
  /// How many threads have a share of the job.
  private let sharing = Atomic<Int>(1)
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(_ room: Int) {
    self.room = room
    slots = .allocate(capacity: room)
    for index in 0..<room { (slots + index).initialize(to: Slot()) }
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
  }

  deinit {
    pthread_cond_destroy(wake)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    mutex.deallocate()
    slots.deinitialize(count: room)
    slots.deallocate()
  }

  /// False where the system can't start another thread.
  func start(_ index: Int) -> Bool {
    let context = Unmanaged.passRetained(Seat(self, index)).toOpaque()
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
      Unmanaged<Seat>.fromOpaque(context).release()
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

  func run(parts: Int, _ body: (Int, Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      let threads = min(active.load(ordering: .relaxed), parts)
      job = escaping
      sharing.store(threads, ordering: .relaxed)
      unfinished.store(parts, ordering: .relaxed)
      for index in 0..<threads {
        let own = (parts - index + threads - 1) / threads
        slots[index].ticket.store(UInt64(own) << 32, ordering: .releasing)
      }
      // Whoever goes to sleep says so first and then looks at the ticket again.
      atomicMemoryFence(ordering: .sequentiallyConsistent)
      if (1..<threads).contains(where: { slots[$0].isAsleep.load(ordering: .relaxed) }) {
        wakeSleepers()
      }
      workOff(0)
      var rounds = 0
      while unfinished.load(ordering: .acquiring) > 0 { pause(&rounds) }
      job = nil
    }
  }

  /// Does a thread's own parts, then helps the others until no part is left.
  private func workOff(_ index: Int) {
    var done = 0
    while let place = slots[index].take() {
      job?(place * sharing.load(ordering: .relaxed) + index, index)
      done += 1
    }
    // Once for all of them: every other thread waits for this number.
    if done > 0 { unfinished.subtract(done, ordering: .acquiringAndReleasing) }
    let threads = sharing.load(ordering: .relaxed)
    for step in 1..<max(threads, 1) {
      let other = (index + step) % threads
      while let place = slots[other].take() {
        job?(place * sharing.load(ordering: .relaxed) + other, index)
        unfinished.subtract(1, ordering: .acquiringAndReleasing)
      }
    }
  }

  /// What a thread of the set does.
  func work(_ index: Int) {
    while !stopping.load(ordering: .sequentiallyConsistent) {
      workOff(index)
      var rounds = 0
      while !slots[index].hasParts, rounds < Self.patience { pause(&rounds) }
      if !slots[index].hasParts { sleep(index) }
    }
  }

  private func sleep(_ index: Int) {
    pthread_mutex_lock(mutex)
    slots[index].isAsleep.store(true, ordering: .sequentiallyConsistent)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    while !slots[index].hasParts, !stopping.load(ordering: .sequentiallyConsistent) {
      pthread_cond_wait(wake, mutex)
    }
    slots[index].isAsleep.store(false, ordering: .sequentiallyConsistent)
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

/// A thread's place among the others.
private final class Seat: Sendable {
  let shared: Shared
  let index: Int

  init(_ shared: Shared, _ index: Int) {
    self.shared = shared
    self.index = index
  }
}

private func runWorker(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  let seat = Unmanaged<Seat>.fromOpaque(context).takeRetainedValue()
  seat.shared.work(seat.index)
  return nil
}

import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A fixed set of threads that run the parts of a step together.
///
/// `run` hands every worker its number and returns when all are done. Between two runs the threads
/// spin for a moment, because the next part of a step comes within microseconds, and then sleep.
/// The calling thread is worker 0, so `Workers(1)` starts no thread at all.
///
/// Unsafe inside: the job is lent to the threads for the length of one `run`.
public final class Workers: Sendable {
  /// How many workers there are, the calling thread included.
  public let count: Int
  private let shared: Shared

  /// Starts `count - 1` threads, at most 255, and fewer where the system has no more to give.
  public init(_ count: Int) {
    let shared = Shared()
    var running = 1
    while running < min(count, 256), shared.start(running) { running += 1 }
    self.count = running
    self.shared = shared
  }

  deinit { shared.stop() }

  /// Calls `body` once for each worker number, at the same time, and waits for all.
  ///
  /// While another call is under way, from another thread or from inside a body, the numbers are
  /// worked off one after the other instead: the same results, later.
  public func run(_ body: (Int) -> Void) {
    guard count > 1, shared.begin() else {
      for worker in 0..<count { body(worker) }
      return
    }
    shared.run(others: count - 1, body)
    shared.end()
  }

  /// Calls `body` for consecutive ranges that cover 0 ..< total, one per worker.
  ///
  /// Ranges start at multiples of `step`; a worker may get an empty range and is then not called.
  public func split(_ total: Int, step: Int = 1, _ body: (Range<Int>) -> Void) {
    let blocks = (total + step - 1) / step
    if blocks <= 1 || count == 1 {
      if total > 0 { body(0..<total) }
      return
    }
    run { worker in
      let first = blocks * worker / count * step
      let last = min(blocks * (worker + 1) / count * step, total)
      if first < last { body(first..<last) }
    }
  }
}

/// What the threads share. The job is only read between the two atomic counters' changes.
private final class Shared: @unchecked Sendable {
  private let generation = Atomic<Int>(0)
  private let unfinished = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let isBusy = Atomic<Bool>(false)
  private var job: ((Int) -> Void)?
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let spins = 4000

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
  func start(_ number: Int) -> Bool {
    let context = Unmanaged.passRetained(Start(self, number)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, nil, { runWorker($0) }, context)
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, { runWorker($0) }, context)
    #endif
    guard status == 0 else {
      Unmanaged<Start>.fromOpaque(context).release()
      return false
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
    return true
  }

  func stop() {
    stopping.store(true, ordering: .releasing)
    advance()
  }

  /// Whether nobody else is running; then the caller is until `end`.
  func begin() -> Bool {
    isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  func end() { isBusy.store(false, ordering: .releasing) }

  func run(others: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      job = escaping
      unfinished.store(others, ordering: .releasing)
      advance()
      body(0)
      while unfinished.load(ordering: .acquiring) > 0 { pause() }
      job = nil
    }
  }

  private func advance() {
    pthread_mutex_lock(mutex)
    generation.add(1, ordering: .releasing)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
  }

  func work(_ number: Int) {
    var seen = 0
    while true {
      seen = waitForNews(after: seen)
      if stopping.load(ordering: .acquiring) { return }
      job?(number)
      unfinished.subtract(1, ordering: .releasing)
    }
  }

  private func waitForNews(after seen: Int) -> Int {
    for _ in 0..<spins {
      let now = generation.load(ordering: .acquiring)
      if now != seen { return now }
      pause()
    }
    pthread_mutex_lock(mutex)
    while generation.load(ordering: .acquiring) == seen { pthread_cond_wait(wake, mutex) }
    pthread_mutex_unlock(mutex)
    return generation.load(ordering: .acquiring)
  }

  /// Gives way to another thread when this one has waited long: on a busy machine the thread waited
  /// for may have no processor.
  private func pause() { sched_yield() }
}

/// What a new thread is told.
private final class Start {
  let shared: Shared
  let number: Int
  init(_ shared: Shared, _ number: Int) {
    self.shared = shared
    self.number = number
  }
}

private func runWorker(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  let start = Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
  start.shared.work(start.number)
  return nil
}

import Datasets
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Unsafe: each result has a place of its own in a buffer that outlives the threads; each place is written
// by one of them.

/// body(0), body(1), …, in this order, worked out on all cores.
///
/// Threads take the next number when they are done with one, the calling thread among them. `body` is
/// called once for each number.
func parallelMap<Result: Sendable>(
  _ count: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: count) { buffer, filled in
    nonisolated(unsafe) let places = buffer
    withoutActuallyEscaping(body) { body in
      let job = SharedJob(count) { places.initializeElement(at: $0, to: body($0)) }
      let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
      let threads = (1..<max(1, min(cores, count, 64))).compactMap { _ in job.thread() }
      job.work()
      for thread in threads { pthread_join(thread, nil) }
    }
    filled = count
  }
}

/// What the threads share.
private final class SharedJob: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int
  private let body: @Sendable (Int) -> Void

  init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  /// Does one number after the other until none is left.
  func work() {
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      body(number)
    }
  }

  /// Starts a thread that works; nil where the system has none to give.
  func thread() -> pthread_t? {
    let context = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, nil, { runJob($0) }, context)
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, { runJob($0) }, context)
    #endif
    guard status == 0 else {
      Unmanaged<SharedJob>.fromOpaque(context).release()
      return nil
    }
    return thread
  }
}

private func runJob(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<SharedJob>.fromOpaque(context).takeRetainedValue().work()
  return nil
}

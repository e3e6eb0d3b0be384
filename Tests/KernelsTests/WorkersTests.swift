import Kernels
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Counters that several threads add to. Locked by the C library, whose locks the thread sanitizer
/// knows; those of `Synchronization` it takes for races.
private final class Tally: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var counts: [Int]

  init(_ count: Int) {
    counts = Array(repeating: 0, count: count)
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  func add(_ index: Int) { locked { counts[index] += 1 } }
  func append(_ count: Int) { locked { counts.append(count) } }
  var values: [Int] { locked { counts } }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }
}

/// Something that tells one thread from another.
private func threadNumber() -> UInt64 {
  #if canImport(Darwin)
    UInt64(UInt(bitPattern: pthread_self()))
  #else
    UInt64(pthread_self())
  #endif
}

@Suite struct WorkersTests {
  @Test(arguments: 1...9) func everyPartIsDoneOnce(_ count: Int) {
    let workers = Workers(count)
    #expect(workers.count == count)
    for parts in [0, 1, 2, count, 3 * count + 1, 1000] {
      let tally = Tally(parts)
      workers.run(parts: parts) { tally.add($0) }
      #expect(tally.values == Array(repeating: 1, count: parts))
    }
  }

  /// One run after the other without a pause: nobody may run twice or start before all are done.
  @Test(arguments: 1...9) func manySmallRuns(_ count: Int) {
    let workers = Workers(count)
    let tally = Tally(count)
    for round in 1...500 {
      workers.run(parts: count) { tally.add($0) }
      let values = tally.values
      guard values == Array(repeating: round, count: count) else {
        Issue.record("run \(round): \(values)")
        return
      }
    }
  }

  @Test func wakeAfterSleep() {
    let workers = Workers(3)
    let tally = Tally(3)
    for round in 1...3 {
      // Long enough for the threads to stop spinning.
      var clock = ContinuousClock.now
      let end = clock + .milliseconds(30)
      while clock < end { clock = ContinuousClock.now }
      workers.run(parts: 3) { tally.add($0) }
      #expect(tally.values == [round, round, round])
    }
  }

  @Test(arguments: 1...9) func splitCoversEverythingOnce(_ count: Int) {
    let workers = Workers(count)
    for total in [0, 1, 2, 7, 11, 12, 13, 24, 100] {
      for parts in [0, 1, 2, 5, 12, 200] {
        let tally = Tally(total)
        let sizes = Tally(0)
        workers.split(total, parts: parts) { range in
          sizes.append(range.count)
          for i in range { tally.add(i) }
        }
        let expected = parts == 0 ? 0 : 1
        #expect(tally.values == Array(repeating: expected, count: total), "\(total) by \(parts)")
        #expect((sizes.values.max() ?? 0) - (sizes.values.min() ?? 0) <= 1, "\(total) by \(parts)")
      }
    }
  }

  @Test func manyParts() {
    let tally = Tally(1)
    Workers(2).run(parts: 1 << 20) { if $0 % 1024 == 0 { tally.add(0) } }
    #expect(tally.values == [1024])
    Workers(2).run(parts: -1) { _ in tally.add(0) }
    #expect(tally.values == [1024])
  }

  /// Fewer threads than there are may take part, and that may change from job to job.
  @Test func someOfThem() {
    let workers = Workers(5)
    #expect(workers.active == 5)
    for (asked, given) in [(3, 3), (1, 1), (0, 1), (9, 5), (2, 2), (5, 5)] {
      workers.active = asked
      #expect(workers.active == given)
      for parts in [1, 2, 3, 7, 100] {
        let tally = Tally(parts)
        let names = Tally(0)
        workers.run(parts: parts) {
          tally.add($0)
          names.append(Int(bitPattern: UInt(truncatingIfNeeded: threadNumber())))
        }
        #expect(tally.values == Array(repeating: 1, count: parts))
        #expect(Set(names.values).count <= given)
      }
    }
  }

  /// No two bodies of one number at a time: sums without locks come out right.
  @Test(arguments: 1...5) func everyThreadHasItsNumber(_ count: Int) {
    let workers = Workers(count)
    let sums = UnsafeMutablePointer<Int>.allocate(capacity: 16 * count)
    sums.initialize(repeating: 0, count: 16 * count)
    defer { sums.deallocate() }
    nonisolated(unsafe) let lent = sums
    for _ in 0..<50 {
      workers.run(parts: 1000) { part, thread in lent[16 * thread] += part }
    }
    #expect((0..<count).reduce(0) { $0 + sums[16 * $1] } == 50 * 499_500)
  }

  /// A thread's share is the same in every job, as long as nobody is late.
  @Test func partsHaveAHome() {
    let workers = Workers(2)
    var stayed = 0
    var before: [Int] = []
    for _ in 0..<200 {
      let homes = UnsafeMutablePointer<Int>.allocate(capacity: 16)
      defer { homes.deallocate() }
      nonisolated(unsafe) let lent = homes
      workers.run(parts: 16) { part in
        // Long enough for the other thread to come.
        let end = ContinuousClock.now + .microseconds(20)
        while ContinuousClock.now < end {}
        lent[part] = Int(bitPattern: UInt(truncatingIfNeeded: threadNumber()))
      }
      let now = (0..<16).map { homes[$0] }
      if now == before { stayed += 1 }
      before = now
    }
    // A busy machine may be late every time; without homes it would be chance, 1 in 65,536.
    #expect(stayed > 0)
  }

  @Test func outOfRangeCounts() {
    #expect(Workers(0).count == 1)
    #expect(Workers(-5).count == 1)
    let tally = Tally(1)
    Workers(0).run(parts: 1) { tally.add($0) }
    #expect(tally.values == [1])
  }

  @Test func comeAndGo() {
    for round in 0..<100 {
      let workers = Workers(1 + round % 5)
      if round % 2 == 0 { workers.run(parts: 5) { _ in } }
    }
  }

  /// Others may be made, used and let go inside a run.
  @Test func insideOfOthers() {
    let outer = Workers(3)
    let tally = Tally(6)
    for _ in 0..<20 {
      outer.run(parts: 3) { part in
        let inner = Workers(2)
        inner.run(parts: 2) { tally.add(2 * part + $0) }
      }
    }
    #expect(tally.values == Array(repeating: 20, count: 6))
  }

  @Test func writesAreSeenAfterTheRun() {
    let workers = Workers(4)
    var values = [Int](repeating: 0, count: 4096)
    for round in 1...50 {
      values.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let buffer = buffer
        workers.split(buffer.count, parts: 4) { range in for i in range { buffer[i] += i } }
      }
      guard values[4095] == 4095 * round, values[1] == round else {
        Issue.record("round \(round)")
        return
      }
    }
    #expect(values == (0..<4096).map { $0 * 50 })
  }

  /// A run inside a run is worked off by whoever asks, instead of waiting for ever.
  @Test func runsWithinRuns() {
    let workers = Workers(3)
    let tally = Tally(3)
    workers.run(parts: 3) { _ in workers.run(parts: 3) { tally.add($0) } }
    #expect(tally.values == [3, 3, 3])
    workers.run(parts: 3) { tally.add($0) }
    #expect(tally.values == [4, 4, 4])
  }
}

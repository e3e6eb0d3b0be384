import Dashboard
import Descent
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The page in this process, until it is asked to end.
struct ServedDashboard {
  private let dashboard: Dashboard
  private let parent: Int?

  /// Looks half a second apart, for a minute, whether somebody still has the page of a training that
  /// died open.
  private static let patience = 120

  /// - Parameter parent: the process that trains. When it is gone the page stays for as long as it is
  ///   open somewhere, and a minute longer, in which it may be loaded again.
  init(_ dashboard: Dashboard, parent: Int?) {
    self.dashboard = dashboard
    self.parent = parent
  }

  /// Serves, prints the address, and returns after a signal.
  ///
  /// Throws as `Dashboard.serve` does.
  func wait(_ surroundings: Surroundings) throws {
    Interrupt.listen()
    let end = End()
    var dashboard = dashboard
    dashboard.started = { end.start($0) }
    let task = _Concurrency.Task { [dashboard] in
      do {
        try await dashboard.serve()
        end.set(.success(()))
      } catch {
        end.set(.failure(error))
      }
    }
    defer { task.cancel() }
    var lonely = 0
    var isPrinted = false
    while !Interrupt.isRequested {
      if let result = end.result { return try result.get() }
      if !isPrinted, let address = end.address {
        isPrinted = true
        try surroundings.output.line(address)
        try surroundings.output.flush()
      }
      // A signal wakes it up.
      poll(nil, 0, isPrinted ? 500 : 10)
      guard let parent, Int(getppid()) != parent else { continue }
      lonely = dashboard.isWatched ? 0 : lonely + 1
      if lonely > Self.patience { return }
    }
  }

  /// How serving began and ended, told from one thread to another.
  private final class End: Sendable {
    private let started = Mutex<String?>(nil)
    private let ended = Mutex<Result<Void, any Error>?>(nil)

    var address: String? { started.withLock { $0 } }
    func start(_ address: String) { started.withLock { $0 = address } }

    var result: Result<Void, any Error>? { ended.withLock { $0 } }
    func set(_ result: Result<Void, any Error>) { ended.withLock { $0 = result } }
  }
}

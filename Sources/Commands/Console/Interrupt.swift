import Descent
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether Ctrl-C was pressed (or the process asked to end) since a command began to listen.
enum Interrupt {
  private static let received = Atomic<Bool>(false)

  /// Listens from now on: the first signal asks for an orderly end, a second one ends at once.
  static func listen() {
    // Reached before the handler is, so that it allocates nothing there.
    _ = received.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        if Interrupt.received.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
  }

  /// Throws `DescentError` (interrupted) where a signal has come.
  static func check(_ message: String = "stopped; nothing was saved") throws {
    guard received.load(ordering: .relaxed) else { return }
    throw DescentError(.interrupted, message)
  }
}

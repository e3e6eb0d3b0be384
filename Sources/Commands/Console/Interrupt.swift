import Descent
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension sigaction {
  /// Whether the signal is ignored.
  fileprivate var isIgnored: Bool {
    #if canImport(Darwin)
      let handler = __sigaction_u.__sa_handler
    #else
      let handler = __sigaction_handler.sa_handler
    #endif
    // Functions can't be compared; `SIG_IGN` is the address 1.
    return unsafeBitCast(handler, to: Int.self) == 1
  }
}

/// Whether Ctrl-C was pressed (or the process asked to end) since a command began to listen.
enum Interrupt {
  /// The number of the signal; 0 before one has come.
  private static let received = Atomic<Int32>(0)
  /// Whether the process was stopped (Ctrl-Z) and went on.
  private static let continued = Atomic<Bool>(false)

  /// Listens from now on: the first signal asks for an orderly end, a second one ends at once.
  static func listen() {
    // Reached before the handler is, so that it allocates nothing there.
    _ = received.load(ordering: .relaxed)
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      // What nohup has switched off stays off.
      if number == SIGHUP, sigaction(number, nil, &old) == 0, old.isIgnored { continue }
      sigaddset(&blocked, number)
      signal(number) { number in
        if Interrupt.received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
      }
    }
    _ = continued.load(ordering: .relaxed)
    signal(SIGCONT) { _ in Interrupt.continued.store(true, ordering: .relaxed) }
    // Whoever started this process may have left them blocked.
    sigprocmask(SIG_UNBLOCK, &blocked, nil)
  }

  /// Whether the process has been stopped and has gone on since this was asked last: others may have written
  /// to the terminal in the meantime.
  static func hasContinued() -> Bool { continued.exchange(false, ordering: .relaxed) }

  /// Whether a signal has come.
  static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit code of a command that a signal has ended: 128 and the signal's number, as a shell
  /// counts it. 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP.
  static var exitCode: Int32 {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? DescentError.Kind.interrupted.rawValue : 128 + number
  }

  /// Throws `DescentError` (interrupted) where a signal has come.
  static func check(_ message: String = "stopped; nothing was saved") throws {
    guard isRequested else { return }
    throw DescentError(.interrupted, message)
  }
}

import Foundation

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The built command, beside the tests.
let binary: String? = {
  var places = [CommandLine.arguments[0]]
  places += Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
  return places.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + "/descent" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}()

/// A program in a process of its own.
struct ChildProcess {
  private let id: pid_t
  private let output: String

  /// Starts a program; what it writes goes to a file.
  ///
  /// No signal is blocked in it: the threads of tests block them, and `Process` hands that down.
  init(_ arguments: [String], output: String) throws {
    self.output = output
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    texts.append(nil)
    defer { texts.forEach { free($0) } }
    var child: pid_t = 0
    #if canImport(Darwin)
      let variables = _NSGetEnviron().pointee
    #else
      let variables = environ
    #endif
    let code = posix_spawn(&child, arguments[0], &actions, &attributes, texts, variables)
    guard code == 0 else { throw POSIXError(POSIXError.Code(rawValue: code) ?? .EIO) }
    id = child
  }

  /// Starts the command.
  static func descent(_ arguments: [String], output: String) throws -> ChildProcess {
    try ChildProcess([binary ?? ""] + arguments, output: output)
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(id, signal) }

  /// Waits for the end; gives the exit code, or below 0 the signal that ended it, and what it wrote.
  func wait() throws -> (code: Int32, output: String) {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 {}
    defer { unlink(output) }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: output))
    let signal = status & 0x7F
    return (signal == 0 ? status >> 8 & 0xFF : -signal, String(decoding: bytes, as: UTF8.self))
  }
}

/// Waits until something holds, for a minute at most; returns whether it does.
func waits(until isTrue: () -> Bool) -> Bool {
  for _ in 0..<60_000 {
    if isTrue() { return true }
    usleep(1000)
  }
  return false
}

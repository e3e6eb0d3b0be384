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
  ///
  /// Throws `NeverEnded` after three minutes: a program that hangs must not take the tests with it.
  func wait() throws -> (code: Int32, output: String) {
    var status: Int32 = 0
    let hasEnded = waits(milliseconds: 180_000) {
      let ended = waitpid(id, &status, WNOHANG)
      return ended != 0 && !(ended < 0 && errno == EINTR)
    }
    defer { unlink(output) }
    let text = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
    guard hasEnded else {
      let threads = Self.threads(of: id)
      kill(id, SIGKILL)
      waitpid(id, &status, 0)
      throw NeverEnded(output: text, threads: threads)
    }
    let signal = status & 0x7F
    return (signal == 0 ? status >> 8 & 0xFF : -signal, text)
  }

  /// What each thread of a process is doing, as far as the system tells.
  private static func threads(of id: pid_t) -> [String] {
    let folder = "/proc/\(id)/task"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { thread in
      ["stat", "wchan", "syscall"].map {
        (try? String(contentsOfFile: "\(folder)/\(thread)/\($0)", encoding: .utf8)) ?? "?"
      }
      .joined(separator: " | ")
    }
  }
}

/// A program that didn't end, with what it wrote and what its threads were doing.
struct NeverEnded: Error {
  var output: String
  var threads: [String]
}

/// Waits until something holds, for a minute where nothing else is said; returns whether it does.
func waits(milliseconds: Int = 60_000, until isTrue: () -> Bool) -> Bool {
  for _ in 0..<milliseconds {
    if isTrue() { return true }
    usleep(1000)
  }
  return false
}

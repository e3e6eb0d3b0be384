import Descent

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Foundation's own client would make every start of the command twice as slow as linking nothing;
// curl comes with macOS and with every Linux that Swift was installed on.

/// Runs the system's `curl` for one file.
struct Curl {
  /// How a run of curl ended.
  struct Ending {
    /// The exit status of curl.
    var status: Int32
    /// The status of the last answer of the server; 0 without one.
    var httpStatus: Int
    /// What curl said, in one line.
    var message: String
  }

  /// Fetches a file, going on behind what is already there.
  ///
  /// - Parameters:
  ///   - offset: the bytes that `path` holds already.
  ///   - limit: the most bytes that are accepted.
  ///   - waiting: called some ten times a second; what it throws ends curl and the fetch.
  ///
  /// Throws `DescentError` (usage) where there is no curl.
  static func fetch(
    _ address: String, to path: String, offset: Int, limit: Int, waiting: () throws -> Void
  ) throws -> Ending {
    let isLocal = address.hasPrefix("http://")
    let arguments = [
      "curl", "--disable", "--silent", "--show-error", "--location", "--fail", "--globoff",
      "--proto", isLocal ? "=http" : "=https", "--proto-redir", isLocal ? "=http" : "=https",
      "--noproxy", "127.0.0.1,localhost", "--connect-timeout", "20", "--speed-limit", "1024",
      "--speed-time", "30", "--max-redirs", "5", "--max-filesize", String(limit),
      "--write-out", "\nstatus %{http_code}", "--continue-at", String(offset), "--output", path,
      address,
    ]
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw DescentError(.inputOutput, "curl can't be started: \(systemReason(errno))")
    }
    defer { close(ends[0]) }
    // A program that another thread starts now must not keep the pipe open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child: pid_t
    do {
      defer { close(ends[1]) }
      child = try start(arguments, output: ends)
    }
    var status: Int32 = 0
    do {
      while waitpid(child, &status, WNOHANG) == 0 {
        usleep(50_000)
        try waiting()
      }
    } catch {
      kill(child, SIGTERM)
      waitpid(child, &status, 0)
      throw error
    }
    return ending(status, try readAll(ends[0], name: "curl"))
  }

  private static func start(_ arguments: [String], output ends: [Int32]) throws -> pid_t {
    var child: pid_t = 0
    let code = spawn(arguments, input: nil, output: ends[1], notes: ends[1], &child)
    guard code == 0 else {
      throw DescentError(
        .usage, "data is fetched with curl, which can't be started: \(systemReason(code))",
        fix: "Install curl, or download the files yourself and set DESCENT_DATA to their folder.")
    }
    return child
  }

  private static func ending(_ status: Int32, _ output: ContiguousArray<UInt8>) -> Ending {
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    let http = lines.last { $0.hasPrefix("status ") }.flatMap { Int($0.dropFirst(7)) } ?? 0
    var message = lines.first { !$0.hasPrefix("status ") && !$0.isEmpty } ?? ""
    if message.hasPrefix("curl: ("), let close = message.firstIndex(of: ")") {
      message = String(message[message.index(after: close)...]).trimmed
    }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Ending(status: code, httpStatus: http, message: message)
  }
}

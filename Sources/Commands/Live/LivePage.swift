import Dashboard
import Descent

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `train --live`: the page of the training, served by a process of its own, so that it outlives a
/// training that is killed.
final class LivePage {
  /// Where it is.
  let address: String
  private let process: pid_t

  /// Starts the page.
  ///
  /// - Parameter folders: the runs that it shows.
  ///
  /// Throws `DescentError`: usage where this build has no page, otherwise what keeps it from starting.
  init(_ folders: [String]) throws {
    try Dashboard.check()
    var ends: [Int32] = [-1, -1]
    guard let program = programPath, pipe(&ends) == 0 else { throw Self.failure(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let arguments = ["dashboard", "--parent", "\(getpid())", "--"] + folders
    do {
      defer { close(ends[1]) }
      process = try Self.start([program] + arguments, output: ends[1])
    }
    guard let line = Self.line(from: ends[0]), line.hasPrefix("http://") else {
      kill(process, SIGTERM)
      waitpid(process, nil, 0)
      throw Self.failure(0)
    }
    address = line
  }

  /// Waits until Ctrl-C, or until the page ends by itself.
  func stay() {
    while !Interrupt.isRequested, waitpid(process, nil, WNOHANG) == 0 { poll(nil, 0, 500) }
  }

  /// Ends the page.
  func end() {
    kill(process, SIGTERM)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }

  private static func failure(_ code: Int32) -> DescentError {
    let reason = code == 0 ? "it ended at once" : systemReason(code)
    return DescentError(.inputOutput, "the live page can't be started: \(reason)")
  }

  /// The first line that a process writes; nil where it ends without one.
  private static func line(from descriptor: Int32) -> String? {
    var bytes: [UInt8] = []
    while bytes.count < 200 {
      var byte: UInt8 = 0
      let count = read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }

  /// In a group of its own: Ctrl-C is for the training.
  private static func start(_ arguments: [String], output: Int32) throws -> pid_t {
    var child: pid_t = 0
    let code = spawn(arguments, input: nil, output: output, notes: 2, isApart: true, &child)
    guard code == 0 else { throw failure(code) }
    return child
  }
}

/// The file of this program; nil where the system doesn't tell.
private var programPath: String? {
  #if canImport(Darwin)
    var size = UInt32(4096)
    var path = [CChar](repeating: 0, count: Int(size))
    guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
    return path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
  #else
    return "/proc/self/exe"
  #endif
}

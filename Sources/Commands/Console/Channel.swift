import Descent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The reader of what a command writes has gone away. Ends the command without a word.
struct ClosedPipe: Error {}

/// Where a command writes: standard output, standard error, or a text kept for a test.
public final class Channel {
  /// The columns of the terminal, as they are now; nil where it is none.
  public var width: Int? {
    descriptor < 0 ? kept?.columns : isTerminal ? max(20, columns ?? size.columns) : nil
  }
  /// How large the terminal is now. Rows are 0 where that isn't known.
  var size: (columns: Int, rows: Int) {
    if let kept { return kept }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 0) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
  /// Whether this process may draw there: it isn't one that a shell has put in the background.
  var isInForeground: Bool {
    guard descriptor >= 0 else { return true }
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }
  private let isTerminal: Bool
  // The columns that the environment asks for.
  private let columns: Int?
  private let kept: (columns: Int, rows: Int)?
  private let descriptor: Int32
  private let name: String
  private var pending: [UInt8] = []
  /// What was written, for a channel that is kept in memory.
  public var text: String { String(decoding: pending, as: UTF8.self) }

  /// A channel to an open file.
  ///
  /// - Parameters:
  ///   - columns: how wide lines shall be where it is a terminal; as wide as that is, unless stated.
  public init(descriptor: Int32, name: String, columns: Int? = nil) {
    self.descriptor = descriptor
    self.name = name
    self.columns = columns
    isTerminal = isatty(descriptor) == 1
    kept = nil
  }

  /// A channel that keeps what is written, like a terminal of this size where there is a width.
  public init(keepingWithWidth width: Int? = nil, height: Int = 0) {
    descriptor = -1
    name = "memory"
    columns = nil
    isTerminal = width != nil
    kept = width.map { ($0, height) }
  }

  /// Adds a text. It reaches the file when there is enough of it, or with `flush`.
  ///
  /// Throws `DescentError` (input/output) where writing fails.
  func write(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count >= 1 << 16 { try flush() }
  }

  /// Adds bytes of a text.
  ///
  /// Throws as the form for texts does.
  func write(_ bytes: ContiguousArray<UInt8>) throws {
    pending.append(contentsOf: bytes)
    if pending.count >= 1 << 16 { try flush() }
  }

  /// Adds a line.
  func line(_ text: String = "") throws { try write(text + "\n") }

  /// Adds a text as lines that fit the terminal; as one line where there is none.
  func paragraph(_ text: String) throws {
    for line in width.map({ text.folded($0) }) ?? [text] { try self.line(line) }
  }

  /// Brings everything to the file.
  func flush() throws {
    guard descriptor >= 0, !pending.isEmpty else { return }
    var done = 0
    defer { pending.removeAll(keepingCapacity: true) }
    while done < pending.count {
      let wrote = pending.withUnsafeBytes { bytes in
        systemWrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if wrote >= 0 {
        done += wrote
      } else if errno == EPIPE {
        throw ClosedPipe()
      } else if errno != EINTR {
        throw DescentError(
          .inputOutput, "\(name) can't be written: \(systemReason(errno))",
          fix: errno == ENOSPC || errno == EFBIG ? "Free some space." : nil)
      }
    }
  }
}

// Inside the type, `write` means its own function.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

/// An error number of the operating system in words.
func systemReason(_ code: Int32) -> String {
  switch code {
  case ENOSPC: return "the disk is full"
  case EACCES, EPERM: return "permission denied"
  case ENOENT: return "no such file or folder"
  case ENOTDIR: return "a part of the path is a file, not a folder"
  case EROFS: return "the disk is mounted read-only"
  case EFBIG: return "the file would be larger than allowed"
  default:
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }
}

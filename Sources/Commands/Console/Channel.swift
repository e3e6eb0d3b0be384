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
  /// The columns of the terminal; nil where it is none.
  public let width: Int?
  private let descriptor: Int32
  private let name: String
  private var pending: [UInt8] = []
  /// What was written, for a channel that is kept in memory.
  public var text: String { String(decoding: pending, as: UTF8.self) }

  /// A channel to an open file.
  ///
  /// - Parameters:
  ///   - width: the columns of the terminal, or nil where it is none.
  public init(descriptor: Int32, name: String, width: Int?) {
    self.descriptor = descriptor
    self.name = name
    self.width = width
  }

  /// A channel that keeps what is written.
  public init(keepingWithWidth width: Int? = nil) {
    descriptor = -1
    name = "memory"
    self.width = width
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

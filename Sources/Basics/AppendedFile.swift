#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that grows while others read it: what is appended is there at once, whole or not at all.
///
/// Nothing is forced to the disk before `finish`: a process that is killed loses nothing, a power cut may
/// take the last lines.
public final class AppendedFile {
  /// The path.
  public let path: String
  private let descriptor: Int32
  private let calls: FileCalls
  /// Bytes that are whole.
  private var size: Int

  /// Opens a file, or makes it.
  ///
  /// - Parameters:
  ///   - kept: how many bytes of what is there are kept; the rest is cut off.
  ///   - calls: the system's; tests give others.
  ///
  /// Throws `DescentError`: `cannotWrite` where the file can't be made, `inputOutput` where the disk fails.
  public init(_ path: String, keeping kept: Int = 0, calls: FileCalls = .system) throws {
    self.path = path
    self.calls = calls
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw DescentError(.cannotWrite, "expected the name of a file to write, found \"\(path)\"")
    }
    let opened = calls.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
    guard opened.result >= 0 else { throw AtomicFile.failure(path, opened.code) }
    descriptor = opened.result
    size = min(max(kept, 0), FileStatus(descriptor: descriptor)?.size ?? 0)
    guard retrying({ ftruncate(descriptor, off_t(size)) }).result == 0 else {
      let code = errno
      close(descriptor)
      throw AtomicFile.failure(path, code)
    }
  }

  deinit { close(descriptor) }

  /// Locks the file for writing as long as this process has it open, so that others can tell a process at
  /// work from one that died; see `isLocked`. Where a file system knows no locks, nothing happens.
  public func lock() {
    var lock = Self.wholeFile
    _ = fcntl(descriptor, F_SETLK, &lock)
  }

  /// Whether another process holds the lock of a file. One that dies holds none.
  public static func isLocked(_ path: String) -> Bool {
    guard !path.utf8.contains(0) else { return false }
    // A pipe would wait for somebody to write.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var lock = wholeFile
    return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
  }

  private static var wholeFile: flock {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    return lock
  }

  /// Appends bytes.
  ///
  /// Throws `DescentError` (input/output) where they can't be written; then none of them are there.
  public func append(_ bytes: ContiguousArray<UInt8>) throws {
    do {
      try AtomicFile.writeAll(bytes, descriptor, path, calls)
      size += bytes.count
    } catch {
      _ = retrying { ftruncate(descriptor, off_t(size)) }
      throw error
    }
  }

  /// Forces everything to the disk.
  ///
  /// Throws `DescentError` (input/output) where the disk fails.
  public func finish() throws {
    let synced = calls.sync(descriptor)
    // A device or a pipe knows no such call.
    guard synced.result == 0 || synced.code == EINVAL else {
      throw AtomicFile.failure(path, synced.code)
    }
  }
}

import Basics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Unsafe: the pages of a file that is open while this object lives. Another process may change them, which
// `checkUnchanged` notices, or cut the file short, which ends this process with SIGBUS.

/// A file as memory: the system reads its pages when they are looked at, and lets go of them when it
/// needs the room.
final class MappedFile: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer
  private let name: String
  private let descriptor: Int32
  private let state: State

  /// What changes when somebody writes to a file.
  private struct State: Equatable {
    var size = 0
    var seconds = 0
    var nanoseconds = 0

    init(_ descriptor: Int32) {
      var raw = stat()
      guard fstat(descriptor, &raw) == 0 else { return }
      size = Int(raw.st_size)
      #if canImport(Darwin)
        (seconds, nanoseconds) = (raw.st_mtimespec.tv_sec, raw.st_mtimespec.tv_nsec)
      #else
        (seconds, nanoseconds) = (raw.st_mtim.tv_sec, raw.st_mtim.tv_nsec)
      #endif
    }
  }

  /// Maps the first `count` bytes of an open file, which the caller may close afterwards.
  ///
  /// Throws `DescentError` (input/output) where the system refuses.
  init(_ descriptor: Int32, count: Int, name: String) throws {
    self.name = name
    let address = count > 0 ? mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0) : nil
    guard address != MAP_FAILED, count == 0 || address != nil else {
      throw DescentError(
        .inputOutput, "can't be mapped into memory: \(String(cString: strerror(errno)))",
        at: Position(file: name))
    }
    bytes = UnsafeRawBufferPointer(start: address, count: count)
    self.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    state = State(self.descriptor)
  }

  deinit {
    close(descriptor)
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Checks that nobody has written to the file since it was mapped.
  ///
  /// Throws `DescentError` (bad data) where somebody has.
  func checkUnchanged() throws {
    guard State(descriptor) == state else {
      throw DescentError(
        .badData, "the file was changed while its rows were read", at: Position(file: name),
        fix: "Begin again, and leave the file as it is.")
    }
  }

  /// How the bytes will be looked at: the system reads what follows a page, or that page alone.
  enum Use { case inOrder, inAnyOrder }

  /// Tells the system how the bytes will be looked at from now on.
  func expect(_ use: Use) {
    advise(0..<bytes.count, use == .inOrder ? MADV_NORMAL : MADV_RANDOM)
  }

  /// Begins to read some bytes, so that they are there when they are looked at.
  func prefetch(_ range: Range<Int>) { advise(range, MADV_WILLNEED) }

  /// Takes some bytes out of this process' memory; they come back from the file when they are looked at.
  func forget(_ range: Range<Int>) { advise(range, MADV_DONTNEED) }

  private func advise(_ range: Range<Int>, _ advice: Int32) {
    guard let start = bytes.baseAddress, !range.isEmpty else { return }
    let first = range.lowerBound & ~(Self.page - 1)
    madvise(
      UnsafeMutableRawPointer(mutating: start + first), min(range.upperBound, bytes.count) - first,
      advice)
  }

  private static let page = Int(getpagesize())
}

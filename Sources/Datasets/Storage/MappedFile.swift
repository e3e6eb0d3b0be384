import Basics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Unsafe: the pages of a file that is open while this object lives; nobody writes to them.

/// A file as memory: the system reads its pages when they are looked at, and lets go of them when it
/// needs the room.
final class MappedFile: @unchecked Sendable {
  /// How the pages will be looked at.
  enum Use {
    /// From front to back.
    case inOrder
    /// Here and there, as the rows of a shuffled epoch are.
    case anywhere
  }

  let bytes: UnsafeRawBufferPointer

  /// Maps the first `count` bytes of an open file, which the caller may close afterwards.
  ///
  /// Throws `DescentError` (input/output) where the system refuses.
  init(_ descriptor: Int32, count: Int, name: String) throws {
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let address = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw DescentError(
        .inputOutput, "can't be mapped into memory: \(String(cString: strerror(errno)))",
        at: Position(file: name))
    }
    bytes = UnsafeRawBufferPointer(start: address, count: count)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Tells the system how the pages will be looked at.
  func expect(_ use: Use) {
    advise(0..<bytes.count, use == .inOrder ? MADV_SEQUENTIAL : MADV_RANDOM)
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

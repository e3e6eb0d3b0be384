import Basics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file without a name: written from front to back, then mapped; gone when nobody uses it, even after a
/// crash.
final class TemporaryFile {
  private let descriptor: Int32
  private let folder: String
  private(set) var count = 0

  /// Makes one in a folder.
  ///
  /// Throws `DescentError` (can't write) where that is not possible.
  init(in folder: String) throws {
    self.folder = folder
    var path = Array(joined(folder, "descent-rows-XXXXXX").utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else {
      throw DescentError(
        .cannotWrite, "no file for rows can be made here: \(String(cString: strerror(errno)))",
        at: Position(file: folder), fix: "Name another folder in the variable TMPDIR.")
    }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(descriptor) }

  /// Writes bytes behind the others.
  ///
  /// Throws `DescentError` (can't write) on a full disk.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let wrote = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if wrote < 0, errno == EINTR { continue }
      guard wrote > 0 else {
        throw DescentError(
          .cannotWrite,
          "the rows that don't fit into memory can't be written, after \(counted(count, "byte")): "
            + String(cString: strerror(errno)), at: Position(file: folder),
          fix: "Make room there, or name another folder in the variable TMPDIR.")
      }
      count += wrote
      rest = rest.dropFirst(wrote)
    }
  }

  /// All that was written, as memory.
  func mapped() throws -> MappedFile {
    try MappedFile(descriptor, count: count, name: folder)
  }
}

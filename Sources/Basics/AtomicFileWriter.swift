#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a file piece by piece that appears whole or not at all, as `AtomicFile` does it for what
/// is in memory already.
///
/// Until `finish` the pieces lie in a temporary file in the same folder; without it that one is
/// removed when the writer goes away, and an old file stays as it was. A device or a pipe is written
/// to directly.
public final class AtomicFileWriter {
  private let path: String
  private let calls: FileCalls
  private let descriptor: Int32
  /// The temporary file and the file whose place it takes; nil for a device.
  private var places: (temporary: String, target: String)?
  private var isOpen = true

  /// Makes the temporary file.
  ///
  /// Throws `DescentError` (can't write) where the file can't be made: missing folder, no permission,
  /// a folder of that name.
  public init(_ path: String, calls: FileCalls = .system) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw DescentError(.cannotWrite, "expected the name of a file to write, found \"\(path)\"")
    }
    self.path = path
    self.calls = calls
    let kind = FileStatus(path: path)?.kind
    if kind == .folder { throw AtomicFile.failure(path, EISDIR) }
    if kind == .other || kind == .device {
      let opened = calls.open(path, O_WRONLY | O_CLOEXEC)
      guard opened.result >= 0 else { throw AtomicFile.failure(path, opened.code) }
      descriptor = opened.result
      return
    }
    let target = try AtomicFile.resolved(path)
    // Renaming would quietly replace a file that its owner has write-protected.
    if kind != nil, access(target, W_OK) != 0 { throw AtomicFile.failure(path, errno) }
    let made = try AtomicFile.makeTemporary(in: folderAndName(target).folder, for: path, calls)
    descriptor = made.descriptor
    places = (made.path, target)
  }

  deinit { discard() }

  /// Adds some bytes.
  ///
  /// Throws `DescentError` (input/output) where writing fails, for a full disk for instance.
  public func write(_ bytes: ContiguousArray<UInt8>) throws {
    try AtomicFile.writeAll(bytes, descriptor, path, calls)
  }

  /// Forces the bytes to the disk and puts the file in its place.
  ///
  /// Throws `DescentError` where that fails; the old file is untouched then.
  public func finish() throws {
    guard isOpen else { return }
    guard let (temporary, target) = places else {
      isOpen = false
      close(descriptor)
      return
    }
    if let old = FileStatus(path: target) {
      try AtomicFile.check(calls.setPermissions(descriptor, old.permissions), path)
    }
    try AtomicFile.check(calls.sync(descriptor), path)
    try AtomicFile.check(calls.rename(temporary, target), path)
    places = nil
    isOpen = false
    close(descriptor)
    try AtomicFile.syncFolder(folderAndName(target).folder, path, calls)
  }

  /// Lets go of what was written.
  private func discard() {
    guard isOpen else { return }
    isOpen = false
    close(descriptor)
    if let places { calls.remove(places.temporary) }
  }
}

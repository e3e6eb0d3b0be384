#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that are written whole or not at all.
///
/// The bytes go to a temporary file in the same folder, are forced to the disk, and then take the
/// place of the old file in one step. A reader sees the old file or the new one, a program that
/// still has the old one mapped keeps it, and after a failure the old one is untouched and nothing
/// is left behind.
public enum AtomicFile {
  /// Writes bytes to a path, replacing what is there and keeping its permissions.
  ///
  /// A symbolic link is followed. A device or a pipe is written to directly.
  ///
  /// Throws `DescentError`: `cannotWrite` where the file can't be made (missing folder, no
  /// permission, a folder of that name), `inputOutput` where writing fails half-way (full disk).
  /// A process that runs under a limit on file sizes must ignore SIGXFSZ to get the error.
  public static func write(_ bytes: ContiguousArray<UInt8>, to path: String) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw DescentError(.cannotWrite, "expected the name of a file to write, found \"\(path)\"")
    }
    switch FileStatus(path: path)?.kind {
    case .folder: throw failure(path, EISDIR)
    case .other: try writeDirectly(bytes, path)
    case .file, nil: try replace(bytes, path)
    }
  }

  /// Writes a text as UTF-8.
  ///
  /// Throws as the form for bytes does.
  public static func write(_ text: String, to path: String) throws {
    try write(ContiguousArray(text.utf8), to: path)
  }

  private static func replace(_ bytes: ContiguousArray<UInt8>, _ path: String) throws {
    let target = try resolved(path)
    let old = FileStatus(path: target)
    // Renaming would quietly replace a file that its owner has write-protected.
    if old != nil, access(target, W_OK) != 0 { throw failure(path, errno) }
    let folder = splitPath(target).folder
    let (temporary, descriptor) = try makeTemporary(in: folder, for: path)
    do {
      defer { close(descriptor) }
      try writeAll(bytes, descriptor, path)
      if let old, fchmod(descriptor, old.permissions) != 0 { throw failure(path, errno) }
      let synced = retrying { fsync(descriptor) }
      guard synced.result == 0 else { throw failure(path, synced.code) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw failure(path, code)
    }
    syncFolder(folder)
  }

  /// The file that a chain of symbolic links leads to, also when that file is not there yet.
  private static func resolved(_ path: String) throws -> String {
    var current = path
    for _ in 0..<40 {
      let room = 4096
      var buffer = [CChar](repeating: 0, count: room)
      let count = readlink(current, &buffer, room)
      guard count > 0 else { return current }
      let link = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      current = link.hasPrefix("/") ? link : splitPath(current).folder + "/" + link
    }
    throw failure(path, ELOOP)
  }

  private static func makeTemporary(
    in folder: String, for path: String
  ) throws -> (path: String, descriptor: Int32) {
    for attempt in 0..<10_000 {
      let name = "\(folder)/.descent-\(getpid())-\(attempt).tmp"
      let opened = retrying { open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
      if opened.result >= 0 { return (name, opened.result) }
      // Another thread of this process, or what a killed process of the same number has left.
      if opened.code != EEXIST { throw failure(path, opened.code) }
    }
    throw failure(path, EEXIST)
  }

  private static func writeDirectly(_ bytes: ContiguousArray<UInt8>, _ path: String) throws {
    let opened = retrying { open(path, O_WRONLY | O_CLOEXEC) }
    guard opened.result >= 0 else { throw failure(path, opened.code) }
    defer { close(opened.result) }
    try writeAll(bytes, opened.result, path)
  }

  private static func writeAll(
    _ bytes: ContiguousArray<UInt8>, _ descriptor: Int32, _ path: String
  ) throws {
    try bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        let step = min(rest.count, 1 << 30)
        let wrote = retrying { systemWrite(descriptor, rest.baseAddress, step) }
        guard wrote.result > 0 else { throw failure(path, wrote.result == 0 ? EIO : wrote.code) }
        done += wrote.result
      }
    }
  }

  /// Makes the new name itself survive a power cut. The file is already in place, and some file
  /// systems know no such call, so a failure here changes nothing.
  private static func syncFolder(_ folder: String) {
    let opened = retrying { open(folder, O_RDONLY | O_CLOEXEC) }
    guard opened.result >= 0 else { return }
    fsync(opened.result)
    close(opened.result)
  }

  private static func failure(_ path: String, _ code: Int32) -> DescentError {
    let place = Position(file: path)
    let folder = splitPath(path).folder
    switch code {
    case ENOENT where FileStatus(path: folder) == nil:
      return DescentError(
        .cannotWrite, "can't be written: the folder \"\(folder)\" does not exist", at: place,
        fix: "Create it with mkdir -p, or choose another place.")
    case EISDIR:
      return DescentError(
        .cannotWrite, "can't be written: it is a folder", at: place,
        fix: "Give the name of a file.")
    case ENOENT, EACCES, EPERM, EROFS, ENOTDIR, ENAMETOOLONG, ELOOP, EEXIST:
      return DescentError(
        .cannotWrite, "can't be written: \(reason(code))", at: place,
        fix: "Choose a place where you may write.")
    case ENOSPC, EDQUOT:
      return DescentError(
        .inputOutput, "can't be written: \(reason(code))", at: place,
        fix: "Free some space, or choose another place.")
    case EFBIG:
      return DescentError(
        .inputOutput, "can't be written: \(reason(code))", at: place,
        fix: "Raise the limit on file sizes, or choose another place.")
    default:
      return DescentError(
        .inputOutput, "can't be written: \(reason(code))", at: place, fix: "Choose another place.")
    }
  }
}

// Inside the type, `write` means its own functions.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

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
/// is left behind. Only where the disk fails at the very end, when the folder is forced to it, the
/// new one is already in place.
public enum AtomicFile {
  /// Writes bytes to a path, replacing what is there and keeping its permissions.
  ///
  /// A symbolic link is followed. A device or a pipe is written to directly.
  ///
  /// - Parameters:
  ///   - previous: the name in the same folder under which the old file is kept. It gets that name
  ///     when the new one is whole, so that at every moment at least one whole file is there.
  ///   - calls: the system's; tests give others.
  ///
  /// Throws `DescentError`: `cannotWrite` where the file can't be made (missing folder, no
  /// permission, a folder of that name), `inputOutput` where writing fails half-way (full disk).
  /// A process that runs under a limit on file sizes must ignore SIGXFSZ to get the error.
  public static func write(
    _ bytes: ContiguousArray<UInt8>, to path: String, keepingOldAs previous: String? = nil,
    calls: FileCalls = .system
  ) throws {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw DescentError(.cannotWrite, "expected the name of a file to write, found \"\(path)\"")
    }
    switch FileStatus(path: path)?.kind {
    case .folder: throw failure(path, EISDIR)
    case .device, .other: try writeDirectly(bytes, path, calls)
    case .file, nil: try replace(bytes, path, previous, calls)
    }
  }

  /// Writes a text as UTF-8.
  ///
  /// Throws as the form for bytes does.
  public static func write(_ text: String, to path: String) throws {
    try write(ContiguousArray(text.utf8), to: path)
  }

  /// Removes a file; that it isn't there is no matter.
  public static func remove(_ path: String, calls: FileCalls = .system) { calls.remove(path) }

  private static func replace(
    _ bytes: ContiguousArray<UInt8>, _ path: String, _ previous: String?, _ calls: FileCalls
  ) throws {
    let target = try resolved(path)
    let old = FileStatus(path: target)
    // Renaming would quietly replace a file that its owner has write-protected.
    if old != nil, access(target, W_OK) != 0 { throw failure(path, errno) }
    let folder = folderAndName(target).folder
    let (temporary, descriptor) = try makeTemporary(in: folder, for: path, calls)
    do {
      defer { close(descriptor) }
      try writeAll(bytes, descriptor, path, calls)
      if let old { try check(calls.setPermissions(descriptor, old.permissions), path) }
      try check(calls.sync(descriptor), path)
    } catch {
      calls.remove(temporary)
      throw error
    }
    do {
      if let previous, old != nil {
        try check(calls.rename(target, folder + "/" + previous), path)
      }
      try check(calls.rename(temporary, target), path)
    } catch {
      calls.remove(temporary)
      throw error
    }
    try syncFolder(folder, path, calls)
  }

  static func check(_ call: (result: Int32, code: Int32), _ path: String) throws {
    guard call.result == 0 else { throw failure(path, call.code) }
  }

  /// The file that a chain of symbolic links leads to, also when that file is not there yet.
  static func resolved(_ path: String) throws -> String {
    var current = path
    for _ in 0..<40 {
      let room = 4096
      var buffer = [CChar](repeating: 0, count: room)
      let count = readlink(current, &buffer, room)
      guard count > 0 else { return current }
      let link = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      current = link.hasPrefix("/") ? link : folderAndName(current).folder + "/" + link
    }
    throw failure(path, ELOOP)
  }

  static func makeTemporary(
    in folder: String, for path: String, _ calls: FileCalls
  ) throws -> (path: String, descriptor: Int32) {
    for attempt in 0..<10_000 {
      let name = "\(folder)/\(temporaryPrefix)\(getpid())-\(attempt)\(temporarySuffix)"
      let opened = calls.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
      if opened.result >= 0 { return (name, opened.result) }
      // Another thread of this process, or what a killed process of the same number has left.
      if opened.code != EEXIST { throw failure(path, opened.code) }
    }
    throw failure(path, EEXIST)
  }

  private static let temporaryPrefix = ".descent-"
  private static let temporarySuffix = ".tmp"

  /// Removes the temporary files that killed processes have left in a folder. Only for a folder in
  /// which nobody else is writing.
  public static func removeLeftovers(in folder: String) {
    for name in namesInFolder(folder) ?? []
    where name.hasPrefix(temporaryPrefix) && name.hasSuffix(temporarySuffix) {
      unlink(folder + "/" + name)
    }
  }

  private static func writeDirectly(
    _ bytes: ContiguousArray<UInt8>, _ path: String, _ calls: FileCalls
  ) throws {
    let opened = calls.open(path, O_WRONLY | O_CLOEXEC)
    guard opened.result >= 0 else { throw failure(path, opened.code) }
    defer { close(opened.result) }
    try writeAll(bytes, opened.result, path, calls)
  }

  static func writeAll(
    _ bytes: ContiguousArray<UInt8>, _ descriptor: Int32, _ path: String, _ calls: FileCalls
  ) throws {
    try bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        let step = min(rest.count, 1 << 30)
        let wrote = calls.write(descriptor, rest.baseAddress, step)
        guard wrote.result > 0 else { throw failure(path, wrote.result == 0 ? EIO : wrote.code) }
        done += wrote.result
      }
    }
  }

  /// Makes the new name itself survive a power cut.
  ///
  /// Some file systems know no such call, and a folder may be one that can't be read; that changes
  /// nothing. A disk that fails does.
  static func syncFolder(_ folder: String, _ path: String, _ calls: FileCalls) throws {
    let harmless = [EINVAL, ENOTSUP, ENOSYS, EACCES, EPERM, EROFS]
    let opened = calls.open(folder, O_RDONLY | O_CLOEXEC, as: .openFolder)
    guard opened.result >= 0 else {
      if harmless.contains(opened.code) { return }
      throw failure(path, opened.code)
    }
    defer { close(opened.result) }
    let synced = calls.sync(opened.result, as: .syncFolder)
    if synced.result != 0, !harmless.contains(synced.code) { throw failure(path, synced.code) }
  }

  static func failure(_ path: String, _ code: Int32) -> DescentError {
    let place = Position(file: path)
    let folder = folderAndName(path).folder
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

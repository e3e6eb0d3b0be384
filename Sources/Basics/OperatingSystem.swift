#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An error number of the operating system in words: `permission denied`.
func reason(_ code: Int32) -> String {
  switch code {
  case ENOENT: "no such file or folder"
  case EACCES, EPERM: "permission denied"
  case EROFS: "the disk is mounted read-only"
  case ENOTDIR: "a part of the path is a file, not a folder"
  case EISDIR: "it is a folder"
  case ENAMETOOLONG: "the name is too long"
  case ELOOP: "too many symbolic links"
  case EMFILE, ENFILE: "too many files are open"
  case ENOSPC: "the disk is full"
  case EDQUOT: "the disk quota is used up"
  case EFBIG: "the file would be larger than allowed"
  case EIO: "the disk reports a fault"
  default: strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}

/// Repeats a system call that a signal interrupted; gives its result or, below 0, the error number.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> (result: Result, code: Int32) {
  while true {
    let result = call()
    if result >= 0 { return (result, 0) }
    if errno != EINTR { return (result, errno) }
  }
}

/// Nanoseconds of a clock that only goes forward. For what is shown; no result depends on it.
package func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
}

/// What a path leads to.
package struct FileStatus {
  package enum Kind { case file, folder, device, other }
  package var kind: Kind
  package var size: Int
  /// Read, write and execute rights, as `chmod` takes them.
  var permissions: mode_t

  init(_ raw: stat) {
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFCHR: kind = .device
    default: kind = .other
    }
    size = Int(raw.st_size)
    permissions = raw.st_mode & 0o7777
  }

  /// Follows symbolic links; nil where nothing is there or it can't be looked at.
  init?(path: String) {
    var raw = stat()
    guard stat(path, &raw) == 0 else { return nil }
    self.init(raw)
  }

  package init?(descriptor: Int32) {
    var raw = stat()
    guard fstat(descriptor, &raw) == 0 else { return nil }
    self.init(raw)
  }
}

/// The folder and the name of a path: `("runs", "a.csv")`; the folder is `.` where none is named.
func folderAndName(_ path: String) -> (folder: String, name: String) {
  var trimmed = path[...]
  while trimmed.utf8.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
  guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
  let folder = trimmed[..<slash]
  return (folder.isEmpty ? "/" : String(folder), String(trimmed[trimmed.index(after: slash)...]))
}

/// The names in a folder in byte order, without `.` and `..`; nil where it can't be read.
public func namesInFolder(_ folder: String) -> [String]? {
  guard let handle = opendir(folder) else { return nil }
  defer { closedir(handle) }
  var names: [String] = []
  while let entry = readdir(handle) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

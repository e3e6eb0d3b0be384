#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What lies at a path.
public enum FileKind: Sendable {
  /// Nothing, or nothing that may be seen.
  case missing
  /// A folder.
  case folder
  /// A file, a pipe or a device.
  case file
}

/// What lies at a path; links are followed.
public func fileKind(_ path: String) -> FileKind {
  var status = stat()
  guard !path.utf8.contains(0), stat(path, &status) == 0 else { return .missing }
  return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
}

/// Whether a path leads to a file, and not to a pipe, which gives its bytes once and waits for somebody to
/// write, or a device, which may have no end; links are followed.
public func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// The names in a folder, sorted byte-wise, hidden ones left out; empty if it can't be read.
public func fileNames(in folder: String) -> [String] {
  guard !folder.utf8.contains(0) else { return [] }
  return (namesInFolder(folder.isEmpty ? "." : folder) ?? []).filter { !$0.hasPrefix(".") }
}

/// The path from the root, without links, `.` and `..`; nil where there is nothing.
public func realPath(_ path: String) -> String? {
  guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// A folder and a name in it as one path.
public func joined(_ folder: String, _ name: String) -> String {
  folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

/// A path taken apart at its last slash; the folder is empty for a bare name.
public func splitPath(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return ("", path) }
  let folder = slash == path.startIndex ? "/" : String(path[..<slash])
  return (folder, String(path[path.index(after: slash)...]))
}

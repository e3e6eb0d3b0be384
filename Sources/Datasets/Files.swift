import Basics

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

/// The names in a folder, sorted byte-wise, hidden ones left out; empty if it can't be read.
public func fileNames(in folder: String) -> [String] {
  guard !folder.utf8.contains(0), let stream = opendir(folder.isEmpty ? "." : folder) else {
    return []
  }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
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

/// All bytes that an open file still holds: standard input is `readAll(0, name: "standard input")`.
///
/// `expected` is how many are likely to come; more and fewer are fine. Throws `DescentError`:
/// input/output where reading fails, bad data above 1 GiB, because an input may have no end.
public func readAll(
  _ descriptor: Int32, name: String, expected: Int = 0
) throws -> ContiguousArray<UInt8> {
  // One byte more than expected, so that the end is seen without growing the array.
  let capacity = max(expected, 0) + 1
  var bytes = try ContiguousArray<UInt8>(unsafeUninitializedCapacity: capacity) { buffer, count in
    count = try fill(UnsafeMutableRawBufferPointer(buffer), descriptor, name)
  }
  while bytes.count >= capacity {
    let more = try ContiguousArray<UInt8>(unsafeUninitializedCapacity: 1 << 20) { buffer, count in
      count = try fill(UnsafeMutableRawBufferPointer(buffer), descriptor, name)
    }
    if more.isEmpty { break }
    bytes += more
    guard bytes.count <= 1 << 30 else {
      throw DescentError(
        .badData, "more than the 1,073,741,824 bytes that are read at most",
        at: Position(file: name), fix: "Give it as a file.")
    }
  }
  return bytes
}

/// Reads until the buffer is full or the file ends; returns how many bytes came.
private func fill(
  _ buffer: UnsafeMutableRawBufferPointer, _ descriptor: Int32, _ name: String
) throws -> Int {
  var count = 0
  while count < buffer.count {
    let got = read(descriptor, buffer.baseAddress! + count, buffer.count - count)
    if got == 0 { break }
    if got < 0 {
      if errno == EINTR { continue }
      throw DescentError(
        .inputOutput, "reading failed after \(counted(count, "byte")): \(systemMessage(errno))",
        at: Position(file: name))
    }
    count += got
  }
  return count
}

private func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text)
}

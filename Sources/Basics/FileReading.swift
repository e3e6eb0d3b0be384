#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a whole file.
///
/// Refuses more than `limit` bytes (4 GiB unless given) before it makes room for them; a pipe or a
/// device, whose size nobody knows and which may have no end, is read until its end or 1 GiB.
///
/// Throws `DescentError`: `noInput` for a file that is missing (with the nearest name in the same
/// folder), is a folder or can't be opened; `badData` above the limit; `inputOutput` when reading
/// fails half-way.
public func readFile(_ path: String, limit: Int = 1 << 32) throws -> ContiguousArray<UInt8> {
  try withFile(path) { descriptor, status in
    let place = Position(file: path)
    let limit = status.kind == .file ? limit : min(limit, 1 << 30)
    let tooLarge = DescentError(
      .badData, "the file is larger than the \(grouped(limit)) bytes that are read at most",
      at: place)
    guard status.size <= limit else { throw tooLarge }

    // One byte more than the file is said to have shows its end without another round.
    var room = max(status.size, 1 << 16) + 1
    var bytes = ContiguousArray<UInt8>()
    while true {
      let part = try readPart(descriptor, room, place)
      if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
      guard bytes.count <= limit else { throw tooLarge }
      if part.count < room { return bytes }
      room = 1 << 20
    }
  }
}

/// The first bytes of a file, `count` of them or all that there are, to see what it is.
///
/// Throws as `readFile` does for a file that can't be opened or read.
public func readStart(of path: String, _ count: Int = 1 << 16) throws -> ContiguousArray<UInt8> {
  try withFile(path) { descriptor, _ in try readPart(descriptor, count, Position(file: path)) }
}

/// Opens a file, lends it, and closes it; refuses what is no file.
private func withFile<Result>(
  _ path: String, _ body: (Int32, FileStatus) throws -> Result
) throws -> Result {
  let (descriptor, status) = try openFile(path)
  defer { close(descriptor) }
  return try body(descriptor, status)
}

/// Opens a file for whoever closes it; refuses what is no file.
func openFile(_ path: String) throws -> (descriptor: Int32, status: FileStatus) {
  guard !path.isEmpty else {
    throw DescentError(.noInput, "expected the name of a file, found an empty text")
  }
  guard !path.utf8.contains(0) else {
    throw DescentError(.noInput, "a file name can't contain the character NUL")
  }
  let place = Position(file: path)
  let opened = retrying { open(path, O_RDONLY | O_CLOEXEC) }
  guard opened.result >= 0 else { throw cannotOpen(path, opened.code) }
  guard let status = FileStatus(descriptor: opened.result) else {
    let code = errno
    close(opened.result)
    throw DescentError(.inputOutput, "can't be read: \(reason(code))", at: place)
  }
  guard status.kind != .folder else {
    close(opened.result)
    throw DescentError(.noInput, "expected a file, found a folder", at: place)
  }
  return (opened.result, status)
}

/// The text of a whole file, which must be UTF-8; a byte order mark at the start is refused by
/// whoever reads the text, not here.
///
/// Throws as `readFile` does, and `badData` for bytes that are not UTF-8.
public func readText(_ path: String, limit: Int = 1 << 32) throws -> String {
  let bytes = try readFile(path, limit: limit)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw DescentError(
      .badData, "expected a text, found bytes that are not UTF-8", at: Position(file: path),
      fix: "Save the file as UTF-8.")
  }
  return text
}

/// Up to `room` bytes; fewer only at the end of the file.
private func readPart(_ descriptor: Int32, _ room: Int, _ place: Position) throws
  -> ContiguousArray<UInt8>
{
  try ContiguousArray(unsafeUninitializedCapacity: room) { buffer, count in
    while count < room {
      let start = buffer.baseAddress.map { UnsafeMutableRawPointer($0 + count) }
      let step = min(room - count, 1 << 30)
      let got = retrying { read(descriptor, start, step) }
      guard got.result >= 0 else {
        throw DescentError(.inputOutput, "can't be read: \(reason(got.code))", at: place)
      }
      if got.result == 0 { return }
      count += got.result
    }
  }
}

/// The error for a file that could not be opened: says which part of the path is missing, and what
/// is there instead.
private func cannotOpen(_ path: String, _ code: Int32) -> DescentError {
  let place = Position(file: path)
  guard code == ENOENT else {
    return DescentError(.noInput, "can't be opened: \(reason(code))", at: place)
  }
  // The outermost part that is missing is what the user has to mend.
  var missing = path
  while true {
    let folder = splitPath(missing).folder
    if folder == missing || FileStatus(path: folder) != nil { break }
    missing = folder
  }
  let (folder, name) = splitPath(missing)
  let message =
    splitPath(path).name == name && splitPath(path).folder == folder
    ? "no such file" : "no such file: the folder \"\(missing)\" does not exist"
  let near = nearestName(to: name, in: namesInFolder(folder) ?? [])
  return DescentError(
    .noInput, message, at: place,
    fix: near.map { "Did you mean \"\(folder == "." ? $0 : joined(folder, $0))\"?" })
}

private func joined(_ folder: String, _ name: String) -> String {
  folder.hasSuffix("/") ? folder + name : folder + "/" + name
}

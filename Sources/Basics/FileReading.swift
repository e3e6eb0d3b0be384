#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a whole file.
///
/// Refuses more than `limit` bytes (4 GiB unless given) before it makes room for them. A pipe, whose size
/// nobody knows and which may have no end, is read until its end or 1 GiB; a device until its end or
/// 1 MiB, and `looking` sees the first 64 KiB of both and may refuse to go on.
///
/// Throws `DescentError`: `noInput` for a file that is missing (with the nearest name in the same
/// folder), is a folder or can't be opened; `badData` above the limit; `inputOutput` when reading
/// fails half-way; what `looking` throws.
public func readFile(
  _ path: String, limit: Int = 1 << 32, looking: (ContiguousArray<UInt8>) throws -> Void = { _ in }
) throws -> ContiguousArray<UInt8> {
  try withFile(path) { descriptor, status in
    let place = Position(file: path)
    guard status.kind == .file else {
      return try readEndless(descriptor, status, limit: limit, place, looking)
    }
    let tooLarge = DescentError(
      .badData, "the file is larger than the \(grouped(limit)) bytes that are read at most",
      at: place)
    guard status.size <= limit else { throw tooLarge }
    // One byte more than the file is said to have shows its end without another round.
    let room = max(status.size, 1 << 16) + 1
    guard let bytes = try collect([], descriptor, room, limit: limit, place) else { throw tooLarge }
    return bytes
  }
}

/// All bytes that an open file still holds: standard input is `readAll(0, name: "standard input")`.
///
/// - Parameter looking: sees the first 64 KiB and may refuse to go on.
///
/// Throws `DescentError`: input/output where reading fails, bad data above 4 GiB for a file, 1 GiB for a
/// pipe and 1 MiB for a device, which may have no end; what `looking` throws.
public func readAll(
  _ descriptor: Int32, name: String,
  looking: (ContiguousArray<UInt8>) throws -> Void = { _ in }
) throws -> ContiguousArray<UInt8> {
  let place = Position(file: name)
  guard let status = FileStatus(descriptor: descriptor) else {
    throw DescentError(.inputOutput, "can't be read: \(reason(errno))", at: place)
  }
  return try readEndless(descriptor, status, limit: 1 << 32, place, looking)
}

/// All bytes of something whose size may not be known.
private func readEndless(
  _ descriptor: Int32, _ status: FileStatus, limit: Int, _ place: Position,
  _ looking: (ContiguousArray<UInt8>) throws -> Void
) throws -> ContiguousArray<UInt8> {
  let start = try readPart(descriptor, 1 << 16, place)
  try looking(start)
  guard start.count == 1 << 16 else { return start }
  let size = status.kind == .file ? status.size : 0
  let most = min(limit, mostBytes(status))
  let bytes = try collect([start], descriptor, max(size - start.count, 0) + 1, limit: most, place)
  guard let bytes else { throw tooLarge(status, limit: limit, place) }
  return bytes
}

/// How much is read of something that may have no end.
private func mostBytes(_ status: FileStatus) -> Int {
  switch status.kind {
  case .file: .max
  // What a person types comes from a device, too.
  case .device: 1 << 20
  case .folder, .other: 1 << 30
  }
}

private func tooLarge(_ status: FileStatus, limit: Int, _ place: Position) -> DescentError {
  let what =
    switch status.kind {
    case .file: "file"
    case .device: "device"
    case .folder, .other: "pipe"
    }
  let most = mostBytes(status)
  return DescentError(
    .badData,
    "the \(what) is larger than the \(grouped(min(limit, most))) bytes that are read at most",
    at: place, fix: status.kind == .file || limit < most ? nil : "Give it as a file.")
}

/// Hands out a pipe or a device piece by piece, up to its end; 1 GiB at most of the one, 1 MiB of the
/// other.
///
/// - Parameter looking: sees the first 64 KiB and may refuse to go on.
///
/// Throws as `readAll` does, and what `take` throws.
package func readPieces(
  _ descriptor: Int32, _ status: FileStatus, _ place: Position,
  looking: (ContiguousArray<UInt8>) throws -> Void, _ take: (ContiguousArray<UInt8>) throws -> Void
) throws {
  var count = 0
  var room = 1 << 16
  while true {
    let piece = try readPart(descriptor, room, place)
    if count == 0 { try looking(piece) }
    count += piece.count
    guard count <= mostBytes(status) else { throw tooLarge(status, limit: .max, place) }
    try take(piece)
    guard piece.count == room else { return }
    room = 1 << 20
  }
}

/// Everything up to the end of the file behind what was read already; nil where that is more than the
/// limit in all.
///
/// What comes after `room` more bytes is kept in pieces and put together at the end, each released as it
/// is copied, so that at no time there are two copies of it.
private func collect(
  _ start: [ContiguousArray<UInt8>], _ descriptor: Int32, _ room: Int, limit: Int, _ place: Position
) throws -> ContiguousArray<UInt8>? {
  var parts = start
  var count = start.reduce(0) { $0 + $1.count }
  var room = room
  while true {
    let part = try readPart(descriptor, min(room, limit - count + 1), place)
    count += part.count
    guard count <= limit else { return nil }
    parts.append(part)
    if part.count < room { break }
    // Room that nothing is written to takes no memory.
    room = 64 << 20
  }
  guard parts.count > 1 else { return parts[0] }
  parts.reverse()
  return ContiguousArray(unsafeUninitializedCapacity: count) { buffer, filled in
    while let part = parts.popLast() {
      part.withUnsafeBufferPointer { source in
        _ = UnsafeMutableBufferPointer(rebasing: buffer[filled...]).initialize(from: source)
      }
      filled += part.count
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
///
/// Throws as `readFile` does, and what the body throws.
package func withFile<Result>(
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
    let folder = folderAndName(missing).folder
    if folder == missing || FileStatus(path: folder) != nil { break }
    missing = folder
  }
  let (folder, name) = folderAndName(missing)
  let message =
    folderAndName(path).name == name && folderAndName(path).folder == folder
    ? "no such file" : "no such file: the folder \"\(missing)\" does not exist"
  let near = nearestName(to: name, in: namesInFolder(folder) ?? [])
  return DescentError(
    .noInput, message, at: place,
    fix: near.map { "Did you mean \"\(folder == "." ? $0 : joined(folder, $0))\"?" })
}

import Basics

/// The bytes of a file of data: mapped, or in memory where it is small.
///
/// A pipe, whose end nobody knows, is kept in memory up to 32 MiB and in a file beyond; 1 GiB is read
/// of it at most, of a device 1 MiB.
///
/// - Parameter looking: sees the beginning of a pipe and may refuse to go on.
///
/// Throws `DescentError` as `readFile` does; can't write where a file is needed and can't be made.
package func dataFile(
  _ path: String, _ memory: MemoryLimit, looking: (ContiguousArray<UInt8>) throws -> Void
) throws -> Numbers<UInt8> {
  let bytes = try withFile(path) { descriptor, status in
    try large(descriptor, status, name: path, memory, looking)
  }
  return try bytes ?? Numbers(readFile(path))
}

/// The bytes of standard input; they count as those of a pipe, or of a file if it is one.
package func standardInput(
  _ memory: MemoryLimit, name: String, looking: (ContiguousArray<UInt8>) throws -> Void
) throws -> Numbers<UInt8> {
  guard let status = FileStatus(descriptor: 0) else { return Numbers(try readAll(0, name: name)) }
  return try large(0, status, name: name, memory, looking) ?? Numbers(readAll(0, name: name))
}

/// The bytes of what isn't a file, or of a large one; nil for a small one.
private func large(
  _ descriptor: Int32, _ status: FileStatus, name: String, _ memory: MemoryLimit,
  _ looking: (ContiguousArray<UInt8>) throws -> Void
) throws -> Numbers<UInt8>? {
  if status.kind == .file {
    guard status.size > min(1 << 20, memory.bytes) else { return nil }
    return Numbers(
      try MappedFile(descriptor, count: status.size, name: name), bytes: 0..<status.size)
  }
  let limit = MemoryLimit(bytes: min(memory.bytes, 32 << 20), folder: memory.folder)
  var spool = NumberSpool<UInt8>(limit)
  try readPieces(descriptor, status, Position(file: name), looking: looking) { piece in
    try spool.append(contentsOf: piece)
  }
  return try spool.finish()
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file, from front to back, in pieces: for files of any size.
public final class FilePieces {
  private let descriptor: Int32
  private let path: String

  /// Opens a file.
  ///
  /// Throws `DescentError` (no input) as `readFile` does.
  public init(_ path: String) throws {
    descriptor = try openFile(path).descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// The next bytes: as many as there are right now, `most` of them at most; none at the end.
  ///
  /// Throws `DescentError` (input/output) where reading fails.
  public func next(_ most: Int = 1 << 18) throws -> ContiguousArray<UInt8> {
    try nextBytes(of: descriptor, name: path, most)
  }
}

/// The next bytes of an open file: as many as there are right now, `most` of them at most; none at
/// the end. Standard input is the descriptor 0.
///
/// Throws `DescentError` (input/output) where reading fails.
public func nextBytes(
  of descriptor: Int32, name: String, _ most: Int = 1 << 18
) throws -> ContiguousArray<UInt8> {
  try ContiguousArray(unsafeUninitializedCapacity: most) { buffer, count in
    let start = buffer.baseAddress
    let got = retrying { systemRead(descriptor, start, most) }
    guard got.result >= 0 else {
      throw DescentError(
        .inputOutput, "can't be read: \(reason(got.code))", at: Position(file: name))
    }
    count = got.result
  }
}

private func systemRead(_ descriptor: Int32, _ start: UnsafeMutablePointer<UInt8>?, _ most: Int)
  -> Int
{
  read(descriptor, start, most)
}

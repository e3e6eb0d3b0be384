import Descent

/// A file or standard input, of which the first bytes can be looked at before it is known how the rest
/// is to be read.
final class InputBytes {
  /// What it is called in errors.
  let name: String
  /// The first bytes, inflated: four at least where there are so many.
  private(set) var start: ContiguousArray<UInt8> = []
  /// Whether it can be read again.
  let isRegularFile: Bool
  private let pull: () throws -> ContiguousArray<UInt8>
  private var reader: ByteReader?
  /// The bytes as they came until it was known what they are.
  private var raw: ContiguousArray<UInt8>? = []
  private var isStarted = false

  init(_ source: String, _ surroundings: Surroundings) throws {
    name = source == "-" ? "standard input" : source
    isRegularFile = source != "-" && Descent.isRegularFile(source)
    if source == "-" {
      pull = surroundings.nextInput
    } else {
      let file = try FilePieces(source)
      pull = { try file.next() }
    }
    let reader = try ByteReader(name: name) { [unowned self] in try pulled() }
    self.reader = reader
    while start.count < 4 {
      let more = try reader.next()
      if more.isEmpty { break }
      start += more
    }
    try checkForeign(start, name: name)
  }

  private func pulled() throws -> ContiguousArray<UInt8> {
    let more = try pull()
    raw?.append(contentsOf: more)
    return more
  }

  /// The next bytes, inflated; none at the end.
  func next() throws -> ContiguousArray<UInt8> {
    raw = nil
    if !isStarted {
      isStarted = true
      if !start.isEmpty { return start }
    }
    return try reader?.next() ?? []
  }

  /// All bytes as they came, those that were looked at included; 1 GiB at most.
  func all() throws -> ContiguousArray<UInt8> {
    while let count = raw?.count {
      guard count <= 1 << 30 else {
        throw DescentError(
          .badData, "more than the 1,073,741,824 bytes that are read at most",
          at: Position(file: name))
      }
      if try pulled().isEmpty { break }
    }
    return raw ?? []
  }
}

import Basics
import CZlib
import Datasets

/// Whether bytes begin like a gzip file. The content decides, never the name.
public func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

/// How far compressed data is believed.
///
/// The first 8 MiB of content are inflated whatever they come from, and beyond that each piece that is at
/// most 16 times the compressed bytes read for it. What swells more than that (columns of zeros may) is inflated
/// a first time without keeping anything, to see that it is whole and at most 256 MiB, and only then a second
/// time, into a file. So a bomb costs time for 256 MiB at most and no memory, and honest data loads.
enum Inflation {
  /// Content of so many bytes is never suspicious.
  static let freely = 8 << 20
  /// Content of at most so many times its compressed bytes isn't either.
  static let ordinary = 16
  /// The largest content that is more than ordinarily compressed.
  static let most = 1 << 28
  /// As much of it as is kept in memory, where it has to be.
  static let mostKept = 1 << 26

  /// Whether so much content from so many compressed bytes needs no second look.
  static func isOrdinary(_ content: Int, from compressed: Int) -> Bool {
    content <= freely || (content - freely) / ordinary <= compressed
  }
}

/// All bytes of a file that may be compressed with gzip; plain bytes come back as they are.
///
/// Throws `DescentError` (bad data) for damaged gzip data, for more than `limit` inflated bytes, 1 GiB unless
/// given, and for more than 64 MiB that are compressed out of the ordinary, so that a small hostile file
/// can't fill the memory.
public func inflated(
  _ bytes: ContiguousArray<UInt8>, name: String, limit: Int = 1 << 30
) throws -> ContiguousArray<UInt8> {
  guard isGzip(bytes) else { return bytes }
  let reader = ByteReader(bytes, name: name)
  let mostSwollen = min(limit, Inflation.mostKept)
  guard let content = try reader.readRest(limit: limit, mostSwollen: mostSwollen, .none) else {
    throw tooMuch(mostSwollen, name)
  }
  return content.array
}

/// The same for content of any size, which goes to a file where it takes more memory than it may.
///
/// The limit is for what is compressed out of the ordinary.
func inflated(
  _ bytes: Numbers<UInt8>, name: String, _ memory: MemoryLimit
) throws -> Numbers<UInt8> {
  guard isGzip(bytes) else { return bytes }
  let reader = ByteReader(bytes, name: name)
  guard
    let content = try reader.readRest(limit: .max, mostSwollen: Inflation.most, memory)
  else { throw tooMuch(Inflation.most, name) }
  return content
}

private func tooMuch(_ limit: Int, _ name: String) -> DescentError {
  DescentError(
    .badData, "inflates to more than \(counted(limit, "byte")), the limit for gzip data",
    at: Position(file: name), fix: "Unpack it with gunzip first.")
}

/// Reads bytes from front to back, inflating them on the way if they are gzip (RFC 1952).
///
/// Nothing is inflated before it is asked for, so whoever knows how many bytes there should be pays for no
/// more; `Inflation` says how much is kept of what swells suspiciously. Several gzip members in a row are
/// read as one text and zeros may follow the last, as gzip itself has it; anything else behind it is
/// refused. Checksum and length of every member are checked when its end is reached.
public final class ByteReader {
  private var bytes: Numbers<UInt8>
  private let name: String
  private let inflater: Inflater?
  private var position = 0
  /// Bytes that came before `bytes`.
  private var dropped = 0
  /// Brings the next bytes, none at the end; nil where all are here.
  private var refill: (() throws -> ContiguousArray<UInt8>)?
  private var memberEnded = false
  private var produced = 0

  /// A reader of these bytes; `name` stands in errors.
  public convenience init(_ bytes: ContiguousArray<UInt8>, name: String) {
    self.init(Numbers(bytes), name: name)
  }

  /// A reader of the bytes of a file.
  public init(_ bytes: Numbers<UInt8>, name: String) {
    self.bytes = bytes
    self.name = name
    inflater = isGzip(bytes) ? Inflater(.gzip) : nil
  }

  /// A reader of bytes that come piece by piece, so that a file of any size is read in little memory;
  /// `next` hands them out.
  ///
  /// - Parameter refill: gives the next bytes, as many as there are right now, and none at the end.
  ///
  /// Throws what the first calls of `refill` throw.
  public init(name: String, refill: @escaping () throws -> ContiguousArray<UInt8>) throws {
    var first: ContiguousArray<UInt8> = []
    var hasEnded = false
    // Two bytes tell gzip.
    while first.count < 2, !hasEnded {
      let more = try refill()
      first += more
      hasEnded = more.isEmpty
    }
    bytes = Numbers(first)
    self.name = name
    self.refill = hasEnded ? nil : refill
    inflater = isGzip(bytes) ? Inflater(.gzip) : nil
  }

  /// The next bytes, as many as there are right now; none at the end.
  ///
  /// Throws `DescentError` as `read` does, and what bringing more bytes throws.
  public func next() throws -> ContiguousArray<UInt8> {
    guard inflater != nil else {
      if position == bytes.count { _ = try has(1) }
      return try read(bytes.isOnDisk ? 1 << 20 : bytes.count - position)
    }
    return try ContiguousArray(unsafeUninitializedCapacity: 1 << 18) { buffer, filled in
      filled = try fill(buffer, stopsEarly: true)
    }
  }

  /// Brings more bytes where fewer than `count` are left; tells whether that many are there now.
  private func has(_ count: Int) throws -> Bool {
    while bytes.count - position < count, let refill {
      let more = try refill()
      if more.isEmpty { self.refill = nil }
      dropped += position
      bytes = Numbers(
        position == bytes.count ? more : bytes.array(position..<bytes.count) + more)
      position = 0
    }
    return bytes.count - position >= count
  }

  /// A reader that stands where another one does, and goes on by itself to the end of the bytes that have
  /// come.
  private init(copying other: ByteReader) {
    bytes = other.bytes
    name = other.name
    inflater = other.inflater.map { Inflater(copying: $0) }
    position = other.position
    dropped = other.dropped
    memberEnded = other.memberEnded
    produced = other.produced
  }

  /// An upper limit of the bytes still to come: deflate shrinks by at most 1,032.
  public var mostRemaining: Int {
    let left = bytes.count - position
    guard inflater != nil else { return left }
    let (product, overflow) = left.multipliedReportingOverflow(by: 1032)
    return overflow ? Int.max : product.addingReportingOverflow(65_536).partialValue
  }

  /// The next `count` bytes; fewer only at the end.
  ///
  /// Throws `DescentError` (bad data) where gzip data is damaged, ends early or is followed by
  /// something else.
  public func read(_ count: Int) throws -> ContiguousArray<UInt8> {
    guard count > 0 else { return [] }
    guard inflater != nil else {
      let end = position + min(count, bytes.count - position)
      defer { position = end }
      return position == 0 && end == bytes.count ? bytes.array : bytes.array(position..<end)
    }
    return try inflate(count)
  }

  /// The next `count` bytes, fewer only at the end; what takes more memory than it may, or is compressed out
  /// of the ordinary, goes to a file.
  ///
  /// Throws as `read` does, and `DescentError` (can't write) where the file can't be made.
  func read(_ count: Int, _ memory: MemoryLimit) throws -> Numbers<UInt8> {
    guard inflater != nil else {
      let end = position + min(count, bytes.count - position)
      defer { position = end }
      return bytes.part(position..<end)
    }
    let swells = !Inflation.isOrdinary(count, from: bytes.count - position)
    guard swells || count > memory.bytes else { return Numbers(try read(count)) }
    var spool = NumberSpool<UInt8>(memory)
    if swells { try spool.moveToFile() }
    while spool.count < count {
      let next = try piece(min(count - spool.count, Self.step))
      if next.isEmpty { break }
      try spool.append(contentsOf: next)
    }
    return try spool.finish()
  }

  /// All bytes that are left; nil where they are more than `limit`, or more than `mostSwollen` and
  /// compressed out of the ordinary.
  ///
  /// Throws as `read` does.
  func readRest(
    limit: Int, mostSwollen: Int, _ memory: MemoryLimit
  ) throws -> Numbers<UInt8>? {
    var spool = NumberSpool<UInt8>(memory, expected: likelySize)
    var isCounted = false
    var isOrdinary = true
    while true {
      if !isOrdinary, !isCounted {
        isCounted = true
        let most = max(mostSwollen - spool.count, 0)
        guard try remaining(upTo: most < Int.max ? most + 1 : most) <= most else { return nil }
      }
      let start = position
      let next = try piece(min(Self.step, mostRemaining))
      if next.isEmpty { break }
      try spool.append(contentsOf: next)
      guard spool.count <= limit else { return nil }
      if !isOrdinary { try spool.moveToFile() }
      isOrdinary =
        spool.count < Inflation.freely
        || next.count <= Inflation.ordinary * max(position - start, 1)
    }
    return try spool.finish()
  }

  /// So much is inflated at once.
  private static let step = 4 << 20

  /// How many bytes are still to come, or `limit` where there are more; none of them is kept or skipped.
  ///
  /// Throws as `read` does.
  public func remaining(upTo limit: Int) throws -> Int {
    guard inflater != nil else { return min(limit, bytes.count - position) }
    let copy = ByteReader(copying: self)
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
    defer { room.deallocate() }
    var count = 0
    while count < limit {
      let got = try copy.fill(
        UnsafeMutableBufferPointer(rebasing: room[..<min(room.count, limit - count)]))
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// The next `count` bytes, fewer at the end.
  private func inflate(_ count: Int) throws -> ContiguousArray<UInt8> {
    // Memory grows with what really comes, not with what a header says.
    var content = try piece(min(count, mostRemaining, Inflation.freely))
    if content.count == Inflation.freely { content.reserveCapacity(min(count, likelySize)) }
    while content.count < count {
      let next = try piece(min(count - content.count, Self.step))
      if next.isEmpty { break }
      content += next
    }
    return content
  }

  /// How long the content is by the last four bytes of the file, where that may be true.
  private var likelySize: Int {
    var size = 0
    for byte in bytes.suffix(4).reversed() { size = size << 8 | Int(byte) }
    return Inflation.isOrdinary(size, from: bytes.count) ? size : 0
  }

  private func piece(_ count: Int) throws -> ContiguousArray<UInt8> {
    try ContiguousArray(unsafeUninitializedCapacity: count) { buffer, filled in
      filled = try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Fills the buffer, or as much of it as there is data; `stopsEarly` waits for no more than comes.
  private func fill(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, stopsEarly: Bool = false
  ) throws -> Int {
    guard let inflater else { return 0 }
    var filled = 0
    while filled < buffer.count {
      if memberEnded {
        guard try startNextMember() else { break }
      }
      if position == bytes.count, refill != nil {
        if stopsEarly, filled > 0 { break }
        _ = try has(1)
      }
      let room = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
      let step = bytes.withSpan { span in
        span.withUnsafeBufferPointer { input in
          inflater.step(from: UnsafeBufferPointer(rebasing: input[position...]), into: room)
        }
      }
      position += step.consumed
      filled += step.produced
      produced += step.produced
      switch step.outcome {
      case .ended: memberEnded = true
      case .damaged(let reason): throw damaged(reason)
      case .more where step.consumed == 0 && step.produced == 0:
        throw DescentError(
          .badData,
          "the gzip data ends early, after \(counted(dropped + bytes.count, "byte")): "
            + "the file is cut off", at: Position(file: name), fix: "Get the file again.")
      case .more: break
      }
    }
    return filled
  }

  /// Goes on to the next gzip member; false where only zeros or nothing follow.
  private func startNextMember() throws -> Bool {
    let end = dropped + position
    while try has(1), bytes[position] == 0 { position += 1 }
    guard position < bytes.count else { return false }
    guard try has(2), bytes[position] == 0x1F, bytes[position + 1] == 0x8B else {
      let more = refill == nil ? "" : "or more "
      throw DescentError(
        .badData,
        "\(counted(dropped + bytes.count - end, "byte")) \(more)that are not gzip data follow its end "
          + "at byte \(grouped(end))", at: Position(file: name), fix: "Get the file again.")
    }
    inflater?.restart()
    memberEnded = false
    return true
  }

  private func damaged(_ reason: String) -> DescentError {
    let meaning =
      switch reason {
      case "incorrect data check": "the checksum (CRC-32) of the content does not match"
      case "incorrect length check": "the length of the content does not match"
      default: reason
      }
    return DescentError(
      .badData, "damaged gzip data at byte \(grouped(dropped + position)): \(meaning)",
      at: Position(file: name), fix: "Get the file again.")
  }
}

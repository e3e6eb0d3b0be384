import Basics
import CZlib
import Datasets

/// A ZIP archive in memory: what NPZ files are.
///
/// The central directory alone says what is in the archive (APPNOTE.TXT 6.3, with ZIP64). Everything
/// that two readers could understand differently is refused: members that overlap or come twice,
/// headers that contradict the directory, names that lead out of the archive, bytes before or behind.
struct ZIPArchive: Sendable {
  /// One member.
  struct Member: Sendable {
    var name: String
    var method: Int
    var checksum: UInt32
    var compressedSize: Int
    var size: Int
    /// Where its local header begins.
    var offset: Int
    /// Where its content lies.
    var content: Range<Int> = 0..<0
  }

  static let mostMembers = 100_000

  let name: String
  private(set) var members: [Member] = []
  private let bytes: Numbers<UInt8>

  /// Reads the directory. Throws `DescentError` (bad data) for everything that is wrong with it.
  init(_ bytes: Numbers<UInt8>, name: String) throws {
    self.bytes = bytes
    self.name = name
    let directory = try findDirectory()
    var position = directory.range.lowerBound
    for _ in 0..<directory.count {
      members.append(try readEntry(&position, end: directory.range.upperBound))
    }
    guard position == directory.range.upperBound else {
      throw wrong("the directory is longer than its members")
    }
    var names: Set<String> = []
    for member in members where !names.insert(member.name).inserted {
      throw wrong("the member \(shown(member.name)) comes twice")
    }
    for index in members.indices {
      members[index].content = try findContent(
        members[index], before: directory.range.lowerBound)
    }
    try checkOverlap()
  }

  /// The content of a member, inflated and checked; nothing beyond its stated size is inflated, and what
  /// takes more memory than it may goes to a file.
  func content(of member: Member, _ memory: MemoryLimit = .none) throws -> Numbers<UInt8> {
    guard member.method == 8 else {
      let content = bytes.part(member.content)
      var checksum = Checksum()
      content.forEachPiece { piece in piece.withUnsafeBufferPointer { checksum.add($0) } }
      try check(checksum, member)
      return content
    }
    // What is compressed out of the ordinary must be whole before there is room for it.
    if !Inflation.isOrdinary(member.size, from: member.compressedSize) {
      guard member.size <= Inflation.most else {
        throw wrong(
          "\(shown(member.name)) has \(counted(member.size, "byte")) out of "
            + "\(grouped(member.compressedSize)), more than \(Inflation.ordinary) times as many and "
            + "above \(grouped(Inflation.most))")
      }
      try inflate(member) { _ in }
    }
    var spool = NumberSpool<UInt8>(memory, expected: member.size)
    try inflate(member) { try spool.append(Span(_unsafeElements: $0)) }
    return try spool.finish()
  }

  /// The first bytes of a member, `count` of them unchecked, or all that there are.
  func start(of member: Member, _ count: Int) throws -> ContiguousArray<UInt8> {
    guard member.size > count else { return try content(of: member).array }
    guard member.method == 8 else { return bytes.array(member.content.prefix(count)) }
    var position = member.content.lowerBound
    return try ContiguousArray(unsafeUninitializedCapacity: count) { buffer, filled in
      let room = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      (filled, _) = try inflate(member, Inflater(.raw), &position, into: room)
    }
  }

  private func withInput<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try bytes.withSpan { span in try span.withUnsafeBufferPointer(body) }
  }

  /// Inflates until the room is full or the member ends; tells how many bytes came and whether it ended.
  private func inflate(
    _ member: Member, _ inflater: Inflater, _ position: inout Int,
    into room: UnsafeMutableBufferPointer<UInt8>
  ) throws -> (count: Int, isComplete: Bool) {
    try withInput { input in
      var filled = 0
      while filled < room.count {
        let step = inflater.step(
          from: UnsafeBufferPointer(rebasing: input[position..<member.content.upperBound]),
          into: UnsafeMutableBufferPointer(rebasing: room[filled...]))
        position += step.consumed
        filled += step.produced
        switch step.outcome {
        case .ended: return (filled, true)
        case .damaged(let reason): throw wrong("\(shown(member.name)) is damaged: \(reason)")
        case .more where step.consumed == 0 && step.produced == 0:
          throw wrong("\(shown(member.name)) ends early")
        case .more: break
        }
      }
      return (filled, false)
    }
  }

  /// Hands out the content of a compressed member piece by piece; throws at the end where it isn't what the
  /// directory says.
  private func inflate(
    _ member: Member, _ take: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws {
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    defer { room.deallocate() }
    let inflater = Inflater(.raw)
    var position = member.content.lowerBound
    var count = 0
    var checksum = Checksum()
    var isComplete = false
    // One byte more than there may be, to see an end that doesn't come.
    while !isComplete, count <= member.size {
      let most = min(room.count, member.size + 1 - count)
      let (got, ended) = try inflate(
        member, inflater, &position, into: UnsafeMutableBufferPointer(rebasing: room[..<most]))
      let piece = UnsafeBufferPointer(rebasing: room[..<got])
      checksum.add(piece)
      try take(piece)
      count += got
      isComplete = ended
    }
    guard isComplete, count == member.size, position == member.content.upperBound else {
      throw tooLongOrShort(member)
    }
    try check(checksum, member)
  }

  private func tooLongOrShort(_ member: Member) -> DescentError {
    wrong("\(shown(member.name)) is not as long as the directory says")
  }

  private func check(_ checksum: Checksum, _ member: Member) throws {
    guard checksum.value == member.checksum else {
      throw wrong("\(shown(member.name)) is damaged: its checksum (CRC-32) does not match")
    }
  }

  private func wrong(_ what: String) -> DescentError {
    DescentError(.badData, "not a sound ZIP archive: \(what)", at: Position(file: name))
  }
}

extension ZIPArchive {
  /// A little-endian number, or an error where the file ends before it.
  private func number(_ offset: Int, _ size: Int) throws -> Int {
    guard offset >= 0, offset <= bytes.count - size else { throw wrong("it is cut off") }
    var value: UInt64 = 0
    for index in (offset..<offset + size).reversed() { value = value << 8 | UInt64(bytes[index]) }
    guard let number = Int(exactly: value) else {
      throw wrong("a size or offset beyond all bounds")
    }
    return number
  }

  /// The place of the central directory and the number of its entries.
  private func findDirectory() throws -> (range: Range<Int>, count: Int) {
    // The end record: 22 bytes and a comment that reaches exactly to the end of the file.
    var end: Int?
    for offset in stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65_535), by: -1)
    where try number(offset, 4) == 0x0605_4B50
      && offset + 22 + number(offset + 20, 2) == bytes.count
    {
      end = offset
      break
    }
    guard let end else { throw wrong("its end record is missing; the file is cut off") }
    var disks = try [number(end + 4, 2), number(end + 6, 2)]
    var counts = try [number(end + 8, 2), number(end + 10, 2)]
    var size = try number(end + 12, 4)
    var offset = try number(end + 16, 4)
    var directoryEnd = end
    if end >= 20, try number(end - 20, 4) == 0x0706_4B50 {
      let record = try number(end - 12, 8)
      guard record <= end - 20 - 56, try number(record, 4) == 0x0606_4B50 else {
        throw wrong("its ZIP64 end record is missing")
      }
      disks = try [number(record + 16, 4), number(record + 20, 4)]
      counts = try [number(record + 24, 8), number(record + 32, 8)]
      size = try number(record + 40, 8)
      offset = try number(record + 48, 8)
      directoryEnd = record
    }
    guard disks == [0, 0], counts[0] == counts[1] else { throw wrong("it has several parts") }
    guard counts[0] <= Self.mostMembers else {
      throw wrong("\(counted(counts[0], "member")); at most \(grouped(Self.mostMembers)) are read")
    }
    let (sum, overflow) = offset.addingReportingOverflow(size)
    guard !overflow, sum == directoryEnd else {
      throw wrong("its directory is not where the end record says")
    }
    return (offset..<sum, counts[0])
  }

  /// Reads one entry of the directory and steps behind it.
  private func readEntry(_ position: inout Int, end: Int) throws -> Member {
    guard position + 46 <= end, try number(position, 4) == 0x0201_4B50 else {
      throw wrong("its directory is damaged")
    }
    let nameSize = try number(position + 28, 2)
    let extraSize = try number(position + 30, 2)
    let next = try position + 46 + nameSize + extraSize + number(position + 32, 2)
    guard next <= end else { throw wrong("its directory is damaged") }
    let name = try memberName(position + 46, nameSize)
    var sizes = try [
      number(position + 24, 4), number(position + 20, 4), number(position + 42, 4),
    ]
    try readLongSizes(&sizes, position + 46 + nameSize, extraSize)
    guard try number(position + 8, 2) & 0x2041 == 0 else {
      throw wrong("\(shown(name)) is encrypted")
    }
    let method = try number(position + 10, 2)
    guard method == 0 || method == 8 else {
      let known = [9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz"]
      throw wrong(
        "\(shown(name)) is compressed with \(known[method] ?? "method \(method)"); expected none or "
          + "Deflate")
    }
    guard try number(position + 34, 2) == 0 else { throw wrong("it has several parts") }
    let member = Member(
      name: name, method: method,
      checksum: UInt32(truncatingIfNeeded: try number(position + 16, 4)), compressedSize: sizes[1],
      size: sizes[0], offset: sizes[2])
    // Deflate shrinks by at most 1,032.
    let most = method == 0 ? sizes[1] : sizes[1].multipliedReportingOverflow(by: 1032).partialValue
    guard method == 0 ? sizes[0] == sizes[1] : sizes[0] <= max(most, 0) else {
      throw wrong("\(shown(name)) can't be as long as the directory says")
    }
    position = next
    return member
  }

  /// Longer names than any system's paths mean no good.
  private static let longestName = 4096

  /// The name of a member; it must be plain, as it could become a file name somewhere.
  private func memberName(_ offset: Int, _ size: Int) throws -> String {
    guard size <= Self.longestName else {
      throw wrong("a member's name has more than \(counted(Self.longestName, "byte"))")
    }
    let name = String(decoding: bytes[offset..<offset + size], as: UTF8.self)
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), !name.utf8.contains(0),
      !name.contains("\u{FFFD}"), !parts.contains(".."), !name.contains(":")
    else { throw wrong("a member is called \(shown(name))") }
    return name
  }

  /// Replaces sizes of 0xFFFFFFFF by those of the ZIP64 extra field, in the order given.
  private func readLongSizes(_ sizes: inout [Int], _ start: Int, _ length: Int) throws {
    guard sizes.contains(0xFFFF_FFFF) else { return }
    var position = start
    while position + 4 <= start + length {
      let (tag, size) = (try number(position, 2), try number(position + 2, 2))
      guard position + 4 + size <= start + length else { break }
      if tag == 1 {
        var field = position + 4
        for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
          guard field + 8 <= position + 4 + size else { throw wrong("a ZIP64 size is missing") }
          sizes[index] = try number(field, 8)
          field += 8
        }
        return
      }
      position += 4 + size
    }
    throw wrong("a ZIP64 size is missing")
  }

  /// Where the content of a member lies: behind its local header, which must agree.
  private func findContent(_ member: Member, before end: Int) throws -> Range<Int> {
    let start = member.offset
    guard start <= end - 30, try number(start, 4) == 0x0403_4B50 else {
      throw wrong("\(shown(member.name)) is not where the directory says")
    }
    let nameSize = try number(start + 26, 2)
    let extraSize = try number(start + 28, 2)
    let content = start + 30 + nameSize + extraSize
    guard content <= end, member.compressedSize <= end - content else {
      throw wrong("\(shown(member.name)) is cut off")
    }
    var sizes = try [number(start + 22, 4), number(start + 18, 4)]
    try readLongSizes(&sizes, start + 30 + nameSize, extraSize)
    // With bit 3 the sizes come behind the content, and here are zeros.
    let isStreamed = try number(start + 6, 2) & 8 != 0
    guard try memberName(start + 30, nameSize) == member.name,
      try number(start + 8, 2) == member.method,
      isStreamed || sizes == [member.size, member.compressedSize]
    else { throw wrong("\(shown(member.name)): its header contradicts the directory") }
    return content..<content + member.compressedSize
  }

  private func checkOverlap() throws {
    let sorted = members.sorted { $0.offset < $1.offset }
    for (member, next) in zip(sorted, sorted.dropFirst())
    where member.content.upperBound > next.offset {
      throw wrong("\(shown(member.name)) and \(shown(next.name)) overlap")
    }
    if let first = sorted.first, first.offset != 0 {
      throw wrong("something stands before its first member")
    }
  }
}

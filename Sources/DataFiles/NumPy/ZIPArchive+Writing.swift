import CZlib
import Datasets

extension ZIPArchive {
  /// An archive of members that are stored as they are (APPNOTE.TXT 6.3), with ZIP64 sizes throughout as
  /// NumPy writes them; the time of each is the first that the format knows, so that the same members make
  /// the same bytes.
  static func stored(
    _ members: [(name: String, content: ContiguousArray<UInt8>)]
  ) -> ContiguousArray<UInt8> {
    var bytes = ContiguousArray<UInt8>()
    bytes.reserveCapacity(
      members.reduce(200) { $0 + $1.content.count + 2 * $1.name.utf8.count + 200 })
    var directory = ContiguousArray<UInt8>()
    for (name, content) in members {
      let offset = bytes.count
      var common = ContiguousArray<UInt8>()
      // Version, flags (names are UTF-8), method, time and day, checksum, sizes in the extra field.
      for word: UInt16 in [45, 0x0800, 0, 0, 0x21] { word.append(word: &common) }
      var checksum = Checksum()
      content.withUnsafeBufferPointer { checksum.add($0) }
      checksum.value.append(word: &common)
      for _ in 0..<2 { UInt32.max.append(word: &common) }
      UInt16(truncatingIfNeeded: name.utf8.count).append(word: &common)
      bytes += [0x50, 0x4B, 3, 4] + common
      UInt16(20).append(word: &bytes)
      bytes += Array(name.utf8)
      appendSizes([content.count, content.count], to: &bytes)
      bytes += content

      directory += [0x50, 0x4B, 1, 2, 45, 3] + common
      UInt16(28).append(word: &directory)
      // No comment, the first disk, no attributes, the offset in the extra field.
      directory += Array(repeating: 0, count: 10)
      UInt32.max.append(word: &directory)
      directory += Array(name.utf8)
      appendSizes([content.count, content.count, offset], to: &directory)
    }
    appendEnd(count: members.count, start: bytes.count, directory, to: &bytes)
    return bytes
  }

  /// The extra field with sizes of 64 bits.
  private static func appendSizes(_ sizes: [Int], to bytes: inout ContiguousArray<UInt8>) {
    UInt16(1).append(word: &bytes)
    UInt16(8 * sizes.count).append(word: &bytes)
    for size in sizes { UInt64(size).append(word: &bytes) }
  }

  /// The directory and what says where it is, in 64 bits and once more for old readers.
  private static func appendEnd(
    count: Int, start: Int, _ directory: ContiguousArray<UInt8>,
    to bytes: inout ContiguousArray<UInt8>
  ) {
    bytes += directory
    let end = bytes.count
    bytes += [0x50, 0x4B, 6, 6]
    UInt64(44).append(word: &bytes)
    bytes += [45, 3, 45, 0] + Array(repeating: 0, count: 8)
    for number in [count, count, directory.count, start] { UInt64(number).append(word: &bytes) }
    bytes += [0x50, 0x4B, 6, 7, 0, 0, 0, 0]
    UInt64(end).append(word: &bytes)
    UInt32(1).append(word: &bytes)
    bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    for _ in 0..<2 { UInt16(clamping: count).append(word: &bytes) }
    for number in [directory.count, start] { UInt32(clamping: number).append(word: &bytes) }
    bytes += [0, 0]
  }
}

/// CRC-32 of bytes that come piece by piece.
struct Checksum {
  private var state: uLong = 0

  /// The checksum of everything so far.
  var value: UInt32 { UInt32(truncatingIfNeeded: state) }

  /// Takes more bytes.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // zlib counts in 32 bits.
      let piece = UnsafeBufferPointer(rebasing: rest.prefix(1 << 30))
      state = crc32(state, piece.baseAddress, uInt(piece.count))
      rest = rest.dropFirst(piece.count)
    }
  }
}

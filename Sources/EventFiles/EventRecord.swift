/// A record of an event file, as TFRecord frames it: length, checksum of the length, bytes, checksum of the
/// bytes; numbers little-endian.
enum EventRecord {
  static func framed(_ bytes: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    let length = littleEndian(UInt64(bytes.count))
    return length + littleEndian(CRC32C.masked(length)) + bytes + littleEndian(CRC32C.masked(bytes))
  }

  static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> ContiguousArray<UInt8> {
    ContiguousArray(
      (0..<(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) })
  }
}

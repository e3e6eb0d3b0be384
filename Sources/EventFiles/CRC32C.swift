/// The checksum of event files: CRC-32C (Castagnoli), polynomial 0x1EDC6F41 in reversed bits, as in
/// RFC 3720, section 12.1.
public enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
    }
  }

  /// The checksum of bytes.
  public static func checksum(_ bytes: ContiguousArray<UInt8>) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value = table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
    }
    return ~value
  }

  /// The checksum as it is stored, turned and shifted: a checksum of bytes that hold their own checksum
  /// would be the same for all of them.
  public static func masked(_ bytes: ContiguousArray<UInt8>) -> UInt32 {
    let value = checksum(bytes)
    return (value >> 15 | value << 17) &+ 0xA282_EAD8
  }
}

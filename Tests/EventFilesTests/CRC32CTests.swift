import EventFiles
import Testing

/// The checksums of RFC 3720, appendix B.4.
@Suite struct CRC32CTests {
  static let known: [(bytes: [UInt8], checksum: UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
    ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
    ([UInt8](0..<32), 0x46DD_794E),
    ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
    (
      [
        0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0, 0, 0, 0,
        0x14, 0, 0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
      ], 0xD996_3A56
    ), ([UInt8]("123456789".utf8), 0xE306_9283), ([], 0),
  ]

  @Test(arguments: known) func isThatOfTheStandard(_ item: (bytes: [UInt8], checksum: UInt32)) {
    #expect(CRC32C.checksum(ContiguousArray(item.bytes)) == item.checksum)
  }

  /// (c >> 15 | c << 17) + 0xA282EAD8, by hand for 0xE3069283.
  @Test func isMasked() {
    #expect(CRC32C.masked(ContiguousArray("123456789".utf8)) == 0xC78A_B0E5)
    #expect(CRC32C.masked([]) == 0xA282_EAD8)
  }
}

import Descent

extension Reader {
  /// A PNG picture, the checksums of its chunks put right first.
  static let png = Reader(name: "png", seeds: { try PictureSeeds.png() }) { bytes in
    guard PictureSeeds.hasPNG else { return }
    try decode(Checksums.png(bytes))
  }

  static let jpeg = Reader(name: "jpeg", seeds: { try PictureSeeds.jpeg() }) { bytes in
    guard PictureSeeds.hasJPEG, PictureFormat(bytes) != .png else { return }
    try decode(bytes)
  }

  /// Decodes, and goes on to features as a training would.
  private static func decode(_ bytes: Bytes) throws {
    let picture = try Picture(bytes, name: "a")
    let count = picture.height * picture.width * picture.channels
    try Fuzz.expect(picture.samples.count == count && count > 0)
    // What is larger takes its time, and shows nothing else.
    guard count < 10_000 else { return }
    let size = PictureSize(height: 3, width: 5)
    let encoding = PictureEncoding(size: size, color: .grey)
    try Fuzz.expect(encoding.features(of: picture).count == 15)
    guard PictureSeeds.hasPNG else { return }
    try Fuzz.expect(Picture(picture.png(), name: "b") == picture)
  }
}

extension Checksums {
  private static let table = (0..<256).map { byte -> UInt32 in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
  }

  /// The CRC-32 of every chunk, as far as there are whole ones.
  static func png(_ bytes: Bytes) -> Bytes {
    var bytes = bytes
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else { break }
      let end = place + 8 + length
      let sum = ~bytes[(place + 4)..<end].reduce(UInt32.max) { sum, byte in
        table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8
      }
      for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * index)) }
      place = end + 4
    }
    return bytes
  }
}

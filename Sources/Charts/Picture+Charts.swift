import Datasets

extension Picture {
  /// Numbers as grey, row-major, [height][width]: the least black and the greatest white; those that are
  /// not finite are in between.
  ///
  /// Throws `DescentError` (bad data) where there aren't height * width of them.
  public init(height: Int, width: Int, stretching values: [Double]) throws {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    // Halves: the difference of two numbers may be none.
    let span = high / 2 - low / 2
    let samples = values.map { value -> UInt8 in
      guard value.isFinite else { return 128 }
      let share = (value / 2 - low / 2) / span
      return share.isFinite ? UInt8(min(max(share, 0), 1) * 255) : 0
    }
    try self.init(height: height, width: width, channels: 1, samples: ContiguousArray(samples))
  }

  /// Numbers around 0, row-major, [height][width]: orange below, transparent at 0, blue above, the stronger
  /// the larger; can be seen on any ground.
  ///
  /// Throws `DescentError` (bad data) where there aren't height * width of them.
  public init(height: Int, width: Int, diverging values: [Double]) throws {
    let largest = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    var samples = ContiguousArray<UInt8>()
    samples.reserveCapacity(values.count * 4)
    for value in values {
      let share = value.isFinite && largest > 0 ? min(value.magnitude / largest, 1) : 0
      samples += value < 0 ? [0xE0, 0x6A, 0x10] : [0x1F, 0x86, 0xCC]
      samples.append(UInt8((share * 255).rounded()))
    }
    try self.init(height: height, width: width, channels: 4, samples: samples)
  }

  /// The picture as an address that holds all of it.
  package var address: String { "data:image/png;base64," + base64(png()) }
}

/// Bytes as base64 (RFC 4648).
func base64(_ bytes: ContiguousArray<UInt8>) -> String {
  let alphabet = ContiguousArray(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text = ContiguousArray<UInt8>()
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let left = min(3, bytes.count - start)
    var word = 0
    for offset in 0..<3 { word = word << 8 | (offset < left ? Int(bytes[start + offset]) : 0) }
    for place in 0..<4 {
      text.append(place <= left ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}

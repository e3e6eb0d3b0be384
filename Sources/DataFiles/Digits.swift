import Basics
import Datasets

extension Dataset {
  /// The 1,797 handwritten digits of 8x8 pixels that are part of the library: shape [8, 8, 1],
  /// pixels 0 to 16, classes "0" to "9".
  ///
  /// The test part of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak, UCI
  /// Machine Learning Repository, 1998. Throws only if the library itself was damaged.
  public static func digits() throws -> Dataset {
    let images = try IDX(base64(DigitsData.images), name: "embedded digits")
    let labels = try IDX(base64(DigitsData.labels), name: "embedded labels")
    return try Dataset(
      images: images, labels: labels, name: "digits", classes: (0...9).map(String.init))
  }
}

/// The bytes that a base64 text stands for (RFC 4648); line ends are skipped.
private func base64(_ text: String) -> ContiguousArray<UInt8> {
  var bytes = ContiguousArray<UInt8>()
  bytes.reserveCapacity(text.utf8.count / 4 * 3)
  var bits: UInt32 = 0
  var count = 0
  for byte in text.utf8 {
    let value: UInt8
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    default: continue
    }
    bits = bits << 6 | UInt32(value)
    count += 6
    if count >= 8 {
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
  }
  return bytes
}

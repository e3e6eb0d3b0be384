import Basics
import CPictures
import Datasets

/// The colours that the pixels of a PNG picture are indices of.
struct PNGPalette {
  private let colors: [SIMD4<UInt8>]
  private let name: String

  init(_ shim: descent_png, name: String) {
    self.name = name
    colors = withUnsafeBytes(of: shim.palette) { bytes in
      (0..<Int(shim.colors)).map {
        SIMD4(bytes[4 * $0], bytes[4 * $0 + 1], bytes[4 * $0 + 2], bytes[4 * $0 + 3])
      }
    }
  }

  /// Puts colours in place of indices: grey where all of them are grey, with alpha where one has it.
  ///
  /// Throws `DescentError` (bad data) for an index beyond the colours.
  func picture(
    _ indices: ContiguousArray<UInt8>, height: Int, width: Int
  ) throws -> Picture {
    if let most = indices.max(), Int(most) >= colors.count {
      throw PictureFormat.png.damaged(
        "a pixel has the color \(most) of a palette with \(colors.count)", name)
    }
    let isGrey = colors.allSatisfy { $0.x == $0.y && $0.y == $0.z }
    let hasAlpha = colors.contains { $0.w < 255 }
    let channels = (isGrey ? 1 : 3) + (hasAlpha ? 1 : 0)
    var samples = ContiguousArray<UInt8>()
    samples.reserveCapacity(indices.count * channels)
    for index in indices {
      let color = colors[Int(index)]
      samples.append(color.x)
      if !isGrey {
        samples.append(color.y)
        samples.append(color.z)
      }
      if hasAlpha { samples.append(color.w) }
    }
    return Picture(trusted: samples, height: height, width: width, channels: channels)
  }
}

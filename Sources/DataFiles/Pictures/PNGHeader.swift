import Basics
import CPictures
import Datasets

// Unsafe: libpng writes rows into memory that is large enough for what its header says; the C side
// compares.

/// What a PNG file says of itself outside of its pixels (ISO/IEC 15948).
struct PNGHeader {
  /// How pixels are stored: the header's colour type.
  enum Colors: Int {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgbAlpha = 6

    /// Samples of a pixel in the file.
    var samples: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgbAlpha: 4
      }
    }

    /// The bits that a sample may have.
    var depths: [Int] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgbAlpha: [8, 16]
      }
    }
  }

  let height: Int
  let width: Int
  private let depth: Int
  private let colors: Colors
  /// Whether one colour, or some of a palette's, are transparent.
  private var hasTransparency = false
  private(set) var orientation = PictureOrientation.topLeft
  /// Bytes of compressed pixels.
  private var compressed = 0
  /// Where the last of them ends.
  private var compressedEnd = 0

  /// Walks through the chunks.
  ///
  /// Throws `DescentError` (bad data) for chunks that are cut, and for a header that means nothing.
  init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    let format = PictureFormat.png
    // Signature; length, name, data and checksum of the header.
    guard bytes.count >= 33 else { throw format.cut(name) }
    guard bytes.big32(8) == 13, bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw format.damaged("it doesn't begin with its header", name)
    }
    width = bytes.big32(16)
    height = bytes.big32(20)
    depth = Int(bytes[24])
    guard let colors = Colors(rawValue: Int(bytes[25])), colors.depths.contains(depth) else {
      throw format.damaged("no color type \(bytes[25]) with \(depth) bits exists", name)
    }
    self.colors = colors
    for (index, what, known) in [
      (26, "compression", 0 as UInt8), (27, "filter", 0), (28, "interlace", 1),
    ] where bytes[index] > known {
      throw format.damaged("no \(what) method \(bytes[index]) exists", name)
    }
    var place = 33
    while true {
      guard place + 12 <= bytes.count else { throw format.cut(name) }
      let length = bytes.big32(place)
      let data = place + 8
      guard length <= bytes.count - data - 4 else { throw format.cut(name) }
      switch String(decoding: bytes[(place + 4)..<data], as: UTF8.self) {
      case "IDAT":
        compressed += length
        compressedEnd = data + length
      case "tRNS": hasTransparency = true
      case "eXIf":
        orientation = PictureOrientation(exif: bytes[data..<(data + length)].prefix(1 << 16))
      case "IEND":
        guard compressed > 0 else { throw format.damaged("there are no pixels in it", name) }
        return
      default: break
      }
      place = data + length + 4
    }
  }

  /// Samples of a pixel as they are decoded; a palette's index is one.
  private var decodedSamples: Int {
    colors.samples + (hasTransparency && (colors == .grey || colors == .rgb) ? 1 : 0)
  }

  /// Bytes that decoding takes at most, for a palette those of its colours, too.
  var memory: Int {
    height * width * (decodedSamples + (colors == .palette ? 4 : 0))
  }

  /// Whether the compressed bytes can hold so many: deflate makes 1,032 of one at most.
  var fits: Bool {
    let row = (width * colors.samples * depth + 7) / 8 + 1
    return height * row <= 1032 * compressed
  }

  /// Whether samples have 16 bits.
  var isDeep: Bool { depth == 16 }

  /// Decodes a whole file of this header.
  func decode(_ bytes: ContiguousArray<UInt8>, name: String) throws -> Picture {
    var shim = descent_png()
    shim.width = UInt32(width)
    shim.height = UInt32(height)
    shim.is_gray = colors == .grey ? 1 : 0
    shim.has_transparency = decodedSamples > colors.samples ? 1 : 0
    shim.row_bytes = width * decodedSamples
    shim.behind = bytes.count - compressedEnd
    var reason: String?
    let samples = ContiguousArray<UInt8>(unsafeUninitializedCapacity: height * shim.row_bytes) {
      buffer, count in
      reason = bytes.withUnsafeBufferPointer { file in
        reasonGiven {
          descent_png_read(file.baseAddress, file.count, &shim, buffer.baseAddress, $0)
        }
      }
      count = reason == nil ? buffer.count : 0
    }
    if let reason { throw PictureFormat.png.damaged(reason, name) }
    guard colors == .palette else {
      return Picture(trusted: samples, height: height, width: width, channels: decodedSamples)
    }
    return try PNGPalette(shim, name: name).picture(samples, height: height, width: width)
  }
}

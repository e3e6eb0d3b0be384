import Basics
import DataFiles
import Datasets
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether the system's libraries are here; tests that decode skip without them.
let hasPNG = PictureLibrary.of(.png).isThere
let hasJPEG = PictureLibrary.of(.jpeg).isThere
let hasBoth = hasPNG && hasJPEG

/// The folder with public conformance suites, where the tests are told of one.
let localSuites: String? = getenv("DESCENT_SUITES").map { String(cString: $0) }

/// The samples of `pattern` in Scripts/fixtures/picture-files.py.
func pattern(_ height: Int, _ width: Int, _ channels: Int) throws -> Picture {
  var samples = Bytes()
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<channels {
        samples.append(UInt8((37 * x + 61 * y * y + 101 * c + 13 * x * y) % 256))
      }
    }
  }
  return try Picture(height: height, width: width, channels: channels, samples: samples)
}

/// A chunk of a PNG file.
func chunk(_ name: String, _ data: Bytes) -> Bytes {
  bigEndian(UInt32(data.count)) + text(name) + data + bigEndian(checksum(text(name) + data))
}

let pngSignature: Bytes = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

/// The header of a PNG file.
func pngHeader(_ width: Int, _ height: Int, depth: UInt8 = 8, color: UInt8 = 0) -> Bytes {
  pngSignature
    + chunk(
      "IHDR",
      bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [depth, color, 0, 0, 0])
}

/// A PNG file of these rows, filters included.
func png(
  _ width: Int, _ height: Int, depth: UInt8 = 8, color: UInt8 = 0, _ rows: Bytes,
  before: Bytes = []
) -> Bytes {
  pngHeader(width, height, depth: depth, color: color) + before + chunk("IDAT", zlibbed(rows))
    + chunk("IEND", [])
}

/// zlib's wrapping around deflate data.
func zlibbed(_ bytes: Bytes) -> Bytes {
  var (a, b): (UInt32, UInt32) = (1, 0)
  for byte in bytes {
    a = (a + UInt32(byte)) % 65_521
    b = (b + a) % 65_521
  }
  return [0x78, 0xDA] + deflated(bytes) + bigEndian(b << 16 | a)
}

/// A part of a JPEG file behind its marker.
func segment(_ marker: UInt8, _ data: Bytes) -> Bytes {
  [0xFF, marker] + bigEndian(UInt16(data.count + 2)) + data
}

/// The largest distance between two samples; nil where the counts differ.
func distance(_ first: Bytes, _ second: Bytes) -> Int? {
  guard first.count == second.count else { return nil }
  return zip(first, second).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

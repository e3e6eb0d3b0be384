import Basics
import CPictures
import Datasets

// Unsafe: TurboJPEG writes rows into memory that is large enough for the size that it sees itself.

/// What a JPEG file says of itself outside of its pixels (ITU-T T.81).
struct JPEGHeader {
  private(set) var height = 0
  private(set) var width = 0
  private(set) var orientation = PictureOrientation.topLeft
  private var components = 0
  /// Samples of all components, where they are fewer than the pixels, too, rounded up to blocks.
  private var coefficients = 0
  private var isProgressive = false
  /// Whether the pixels come in parts with a mark between them, behind which damage would be passed over.
  private var hasRestarts = false
  /// Where the version of JFIF is written that the library would warn of; it makes no difference to pixels.
  private var oddVersion: Int?
  private var scans = 0
  /// Components of the first scan.
  private var scanned = 0

  /// Walks through the markers up to the end of the picture.
  ///
  /// Throws `DescentError` (bad data) for what is cut, or no sequence of markers.
  init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    let format = PictureFormat.jpeg
    var place = 2
    while true {
      guard place + 1 < bytes.count else { throw format.cut(name) }
      guard bytes[place] == 0xFF else {
        throw format.damaged("expected a marker at byte \(grouped(place + 1))", name)
      }
      while place < bytes.count, bytes[place] == 0xFF { place += 1 }
      guard place < bytes.count else { throw format.cut(name) }
      let marker = bytes[place]
      place += 1
      if marker == 0xD9 { break }
      if marker == 0x01 || 0xD0...0xD7 ~= marker { continue }
      guard marker >= 0xC0, marker != 0xD8 else {
        throw format.damaged("an unknown marker at byte \(grouped(place))", name)
      }
      guard place + 2 <= bytes.count else { throw format.cut(name) }
      let end = place + bytes.big16(place)
      guard end >= place + 2 else {
        throw format.damaged("a part of no length at byte \(grouped(place + 1))", name)
      }
      guard end <= bytes.count else { throw format.cut(name) }
      try take(marker, bytes[(place + 2)..<end], name)
      if marker == 0xE0, end - place >= 16, bytes[(place + 2)...].starts(with: Self.jfif),
        bytes[place + 7] != 1
      {
        oddVersion = place + 7
      }
      place = marker == 0xDA ? Self.scanEnd(bytes, from: end) : end
    }
    guard components > 0, scans > 0 else { throw format.damaged("there are no pixels in it", name) }
    // A picture in very many scans takes a second for each few, whatever they hold.
    guard scans <= 10 || scans * height * width <= 1 << 31 else {
      throw format.damaged("its pixels are in \(grouped(scans)) scans", name)
    }
  }

  private static let jfif = Array("JFIF\0".utf8)

  private mutating func take(_ marker: UInt8, _ data: ArraySlice<UInt8>, _ name: String) throws {
    let data = ContiguousArray(data)
    switch marker {
    case 0xE1 where data.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]):
      orientation = PictureOrientation(exif: ArraySlice(data.dropFirst(6)))
    case 0xDD: hasRestarts = hasRestarts || data.contains { $0 != 0 }
    case 0xDA:
      guard components > 0 else {
        throw PictureFormat.jpeg.damaged("its pixels come before its header", name)
      }
      if scans == 0 { scanned = Int(data.first ?? 0) }
      scans += 1
    // All kinds of frames; C4, C8 and CC are something else.
    case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker) && components == 0:
      try takeFrame(marker, data, name)
    default: break
    }
  }

  private mutating func takeFrame(
    _ marker: UInt8, _ data: ContiguousArray<UInt8>, _ name: String
  ) throws {
    let format = PictureFormat.jpeg
    guard [0xC0, 0xC1, 0xC2, 0xC9, 0xCA].contains(marker) else {
      let kind = 0xC5...0xC7 ~= marker || marker >= 0xCD ? "hierarchical" : "lossless"
      throw DescentError(
        .badData, "a \(kind) JPEG picture; only baseline and progressive ones are read",
        at: Position(file: name), fix: "Save it as PNG.")
    }
    guard data.count >= 6, data.count >= 6 + 3 * Int(data[5]) else {
      throw format.damaged("its header is too short", name)
    }
    guard data[0] == 8 else {
      throw format.damaged("samples of \(data[0]) bits, where 8 are read", name)
    }
    height = data.big16(1)
    width = data.big16(3)
    components = Int(data[5])
    guard [1, 3, 4].contains(components) else {
      throw format.damaged("pixels of \(components) samples, where 1, 3 or 4 are read", name)
    }
    isProgressive = marker == 0xC2 || marker == 0xCA
    let factors = (0..<components).map { index in
      (across: Int(data[7 + 3 * index] >> 4), down: Int(data[7 + 3 * index] & 15))
    }
    guard let across = factors.map(\.across).max(), let down = factors.map(\.down).max(),
      factors.allSatisfy({ 1...4 ~= $0.across && 1...4 ~= $0.down })
    else { throw format.damaged("its components have no size", name) }
    let blocks = ((width + 8 * across - 1) / (8 * across)) * ((height + 8 * down - 1) / (8 * down))
    coefficients = factors.reduce(0) { $0 + 64 * blocks * $1.across * $1.down }
  }

  /// Where the compressed data of a scan ends: at a marker that doesn't belong to it.
  private static func scanEnd(_ bytes: ContiguousArray<UInt8>, from start: Int) -> Int {
    let bytes = bytes.span
    var place = start
    while place + 1 < bytes.count {
      if bytes[unchecked: place] == 0xFF {
        let next = bytes[unchecked: place + 1]
        if next != 0, !(0xD0...0xD7 ~= next) { return place }
      }
      place += 1
    }
    return bytes.count
  }

  /// Samples of a pixel as they are decoded: ink in four colours becomes light in three.
  private var channels: Int { components == 1 ? 1 : 3 }

  /// Bytes that decoding takes at most: pixels, and where they come in several scans all coefficients.
  var memory: Int {
    let inScans = isProgressive || scanned < components ? 2 * coefficients : 0
    return height * width * (components + (components == 4 ? 3 : 0)) + inScans
  }

  /// Whether so many bytes can hold the picture: a block of 64 samples takes a bit at least, and there is
  /// a block for each 128 pixels at least.
  func fits(_ bytes: Int) -> Bool { height * width <= 1024 * bytes }

  /// Decodes a whole file of this header, and tells whether bytes follow its pixels that belong to nothing.
  func decode(
    _ bytes: ContiguousArray<UInt8>, name: String
  ) throws -> (picture: Picture, hasStrayBytes: Bool) {
    var bytes = bytes
    if let oddVersion { bytes[oddVersion] = 1 }
    let format =
      components == 1 ? DESCENT_JPEG_GRAY : components == 3 ? DESCENT_JPEG_RGB : DESCENT_JPEG_CMYK
    var reason: String?
    var hasStrayBytes: Int32 = hasRestarts ? 0 : 1
    let samples = ContiguousArray<UInt8>(unsafeUninitializedCapacity: height * width * components) {
      buffer, count in
      reason = bytes.withUnsafeBufferPointer { file in
        var (seenWidth, seenHeight): (Int32, Int32) = (0, 0)
        let unseen = reasonGiven {
          descent_jpeg_size(file.baseAddress, file.count, &seenWidth, &seenHeight, $0)
        }
        if let unseen { return unseen }
        guard Int(seenWidth) == width, Int(seenHeight) == height else {
          return "TurboJPEG sees another size"
        }
        return reasonGiven {
          descent_jpeg_read(
            file.baseAddress, file.count, seenWidth, seenHeight, format, buffer.baseAddress,
            &hasStrayBytes, $0)
        }
      }
      count = reason == nil ? buffer.count : 0
    }
    if let reason { throw PictureFormat.jpeg.damaged(Self.plain(reason), name) }
    let pixels = components == 4 ? Self.light(samples) : samples
    return (
      Picture(trusted: pixels, height: height, width: width, channels: channels), hasStrayBytes != 0
    )
  }

  /// A reason without the name of a function before it.
  private static func plain(_ reason: String) -> String {
    let text = reason.utf8
    guard let bracket = text.firstIndex(of: UInt8(ascii: "(")),
      String(reason[bracket...]).hasPrefix("(): ")
    else { return reason }
    return String(reason[bracket...].dropFirst(4))
  }

  /// Light from ink in four colours. Programs write 255 for no ink.
  private static func light(_ inks: ContiguousArray<UInt8>) -> ContiguousArray<UInt8> {
    var samples = ContiguousArray<UInt8>()
    samples.reserveCapacity(inks.count / 4 * 3)
    for pixel in stride(from: 0, to: inks.count, by: 4) {
      let key = Int(inks[pixel + 3])
      for channel in 0..<3 {
        // What is left of the light, a product of shares rounded to the nearest.
        let product = (255 - Int(inks[pixel + channel])) * key + 128
        samples.append(UInt8(clamping: key - ((product + (product >> 8)) >> 8)))
      }
    }
    return samples
  }
}

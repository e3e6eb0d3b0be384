import Basics
import DataFiles
import Datasets
import Testing

/// Pictures that are cut, damaged, or promise what they don't have.
@Suite(.enabled(if: hasBoth, "libpng 1.6 or TurboJPEG is not on this machine"))
struct HostilePictureTests {
  private func refuses(
    _ bytes: Bytes, _ text: String, _ place: SourceLocation = #_sourceLocation
  ) {
    expectError(.badData, text, sourceLocation: place) { try Picture(bytes, name: "a") }
  }

  private let small = png(2, 2, [0, 1, 2, 0, 3, 4])

  @Test func whatIsNoPicture() {
    refuses([], "a: expected a PNG or JPEG picture, found nothing")
    refuses(text("hello"), "a: expected a PNG or JPEG picture, found something else")
  }

  @Test func pngHeaders() {
    refuses(Bytes(small[..<20]), "a: the PNG picture is cut: its end is missing")
    refuses(Bytes(small.dropLast(12)), "a: the PNG picture is cut: its end is missing")
    refuses(
      pngSignature + chunk("IDAT", []) + chunk("IEND", []) + Bytes(repeating: 0, count: 20),
      "a: the PNG picture is damaged: it doesn't begin with its header")
    refuses(png(0, 2, [0]), "a: the PNG picture is damaged: it has no columns")
    refuses(png(2, 0, [0]), "a: the PNG picture is damaged: it has no rows")
    refuses(
      png(2, 2, depth: 16, color: 3, [0]),
      "a: the PNG picture is damaged: no color type 3 with 16 bits exists")
    refuses(
      png(2, 2, color: 5, [0]), "a: the PNG picture is damaged: no color type 5 with 8 bits exists")
    refuses(
      png(100_000, 100_000, [0]),
      "a: the picture is 100,000 pixels wide and 100,000 high; at most 67,108,864 pixels are read, "
        + "and 65,535 on a side. Save it smaller.")
    refuses(
      png(70_000, 1, Bytes(repeating: 0, count: 70_001)),
      "a: the picture is 70,000 pixels wide and 1 high; at most 67,108,864 pixels are read, and "
        + "65,535 on a side. Save it smaller.")
    refuses(
      png(4000, 4000, [0]),
      "a: the PNG picture is damaged: 4,000 x 4,000 pixels can't be in 66 bytes")
    refuses(
      pngHeader(2, 2) + bigEndian(UInt32(0x7FFF_FFFF)) + text("tEXt")
        + Bytes(repeating: 0, count: 40),
      "a: the PNG picture is cut: its end is missing")
  }

  /// What the header says that no decoder knows.
  @Test func pngHeadersOfOtherKinds() {
    for (color, depth) in [(1, 8), (9, 8), (0, 0), (0, 3), (0, 99), (4, 4)] as [(UInt8, UInt8)] {
      refuses(
        png(2, 2, depth: depth, color: color, [0, 1, 2, 0, 3, 4]),
        "a: the PNG picture is damaged: no color type \(color) with \(depth) bits exists")
    }
    for (methods, name) in [
      ([1, 0, 0], "compression method 1"), ([0, 2, 0], "filter method 2"),
      ([0, 0, 2], "interlace method 2"),
    ] as [(Bytes, String)] {
      let header = chunk("IHDR", [0, 0, 0, 2, 0, 0, 0, 2, 8, 0] + methods)
      refuses(
        pngSignature + header + small.dropFirst(33),
        "a: the PNG picture is damaged: no \(name) exists")
    }
    for length in [12, 14] {
      let header = chunk("IHDR", Bytes(repeating: 1, count: length))
      refuses(
        pngSignature + header + small.dropFirst(33),
        "a: the PNG picture is damaged: it doesn't begin with its header")
    }
    refuses(
      png(2, 2, [0, 1, 2, 0, 3, 4], before: Bytes(pngHeader(20, 20).dropFirst(8))),
      "a: the PNG picture is damaged: IHDR: out of place")
    for (width, height, size) in [
      (1 << 31, 1, "2,147,483,648 pixels wide and 1 high"),
      (1, 1 << 32 - 1, "1 pixel wide and 4,294,967,295 high"),
    ] {
      refuses(
        png(width, height, [0]),
        "a: the picture is \(size); at most 67,108,864 pixels are read, and 65,535 on a side. Save it "
          + "smaller.")
    }
  }

  @Test func pngPalettes() {
    func palette(_ bytes: Bytes) -> Bytes {
      png(2, 1, color: 3, [0, 0, 1], before: chunk("PLTE", bytes))
    }
    refuses(palette([1, 2, 3, 4]), "a: the PNG picture is damaged: PLTE: invalid")
    refuses(
      palette(Bytes(repeating: 9, count: 3 * 257)), "a: the PNG picture is damaged: PLTE: invalid")
    refuses(palette([]), "a: the PNG picture is damaged: Invalid palette")
    refuses(
      palette([1, 2, 3]),
      "a: the PNG picture is damaged: a pixel has the color 1 of a palette with 1")
  }

  /// Of a moving picture the first is read, which the others are no part of.
  @Test func pngThatMoves() throws {
    let control = Bytes([0, 0, 0, 2, 0, 0, 0, 2]) + Bytes(repeating: 0, count: 8)
    let moving =
      pngHeader(2, 2) + chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])
      + chunk("fcTL", [0, 0, 0, 0] + control + [0, 1, 0, 10, 0, 0])
      + small[33..<(small.count - 12)]
      + chunk("fcTL", [0, 0, 0, 1] + control + [0, 1, 0, 10, 0, 0])
      + chunk("fdAT", [0, 0, 0, 2] + zlibbed([0, 5, 6, 0, 7, 8])) + chunk("IEND", [])
    #expect(try Picture(moving, name: "a").samples == [1, 2, 3, 4])
  }

  @Test func pngContents() {
    refuses(
      png(2, 2, [0, 1, 2]), "a: the PNG picture is damaged: Not enough image data")
    refuses(
      pngHeader(2, 2) + chunk("IEND", []),
      "a: the PNG picture is damaged: there are no pixels in it")
    refuses(
      png(2, 2, [9, 1, 2, 0, 3, 4]), "a: the PNG picture is damaged: bad adaptive filter value")
    refuses(
      png(2, 1, color: 3, [0, 0, 2], before: chunk("PLTE", [1, 2, 3, 4, 5, 6])),
      "a: the PNG picture is damaged: a pixel has the color 2 of a palette with 2")
    refuses(
      png(2, 1, color: 3, [0, 0, 2]),
      "a: the PNG picture is damaged: IDAT: Missing PLTE before IDAT")
    refuses(
      png(2, 2, [0, 1, 2, 0, 3, 4], before: chunk("CgBI", [])),
      "a: the PNG picture is damaged: CgBI: unhandled critical chunk")
    var wrong = small
    wrong[small.count - 14] ^= 1
    refuses(wrong, "a: the PNG picture is damaged: IDAT: CRC error")
    wrong = small
    wrong[small.count - 20] ^= 1
    refuses(wrong, "a: the PNG picture is damaged: IDAT: incorrect data check")
  }

  /// A megabyte of zeros for each thousand bytes: too much for so small a file.
  @Test func pngBomb() {
    let bomb = png(8000, 8000, Bytes(repeating: 0, count: 8001 * 8000))
    refuses(
      bomb,
      "a: decoding the picture takes 64,000,000 bytes, too many for a file of "
        + "\(grouped(bomb.count)) bytes. Save it smaller.")
  }

  /// What follows the last row is not inflated to its end.
  @Test func pngThatGoesOn() {
    var random = RandomSource(seed: 1, .other)
    for more in [1, 200_000] {
      let noise = (0..<more).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      refuses(
        png(2, 2, [0, 1, 2, 0, 3, 4] + noise),
        "a: the PNG picture is damaged: IDAT: Too much image data")
    }
  }

  /// What isn't about pixels takes no memory, whatever it says.
  @Test func pngTexts() throws {
    let zeros = zlibbed(Bytes(repeating: 0, count: 4_000_000))
    let texts = (0..<20).reduce(into: Bytes()) { bytes, index in
      bytes += chunk("zTXt", text("a\(index)") + [0, 0] + zeros)
      bytes += chunk("iCCP", text("b\(index)") + [0, 0] + zeros)
    }
    let picture = try Picture(png(2, 2, [0, 1, 2, 0, 3, 4], before: texts), name: "a")
    #expect(picture.samples == [1, 2, 3, 4])
  }

  private let jpeg = base64(PictureFixtures.jpeg[0].file)

  @Test func jpegHeaders() throws {
    refuses(Bytes(jpeg.dropLast(2)), "a: the JPEG picture is cut: its end is missing")
    refuses([0xFF, 0xD8, 0xFF], "a: the JPEG picture is cut: its end is missing")
    refuses(
      [0xFF, 0xD8, 0xFF, 0xD9], "a: the JPEG picture is damaged: there are no pixels in it")
    refuses(
      [0xFF, 0xD8, 0xFF, 0xFE, 0, 2, 7, 7],
      "a: the JPEG picture is damaged: expected a marker at byte 7")
    refuses(
      [0xFF, 0xD8, 0xFF, 0xFE, 0, 1, 7, 7],
      "a: the JPEG picture is damaged: a part of no length at byte 5")
    refuses(
      [0xFF, 0xD8, 0xFF, 0xD8, 0, 1], "a: the JPEG picture is damaged: an unknown marker at byte 4")
    func frame(_ bits: UInt8, _ height: Int, _ width: Int, _ components: Bytes) -> Bytes {
      [0xFF, 0xD8]
        + segment(
          0xC0,
          [bits] + bigEndian(UInt16(height)) + bigEndian(UInt16(width))
            + [UInt8(components.count / 3)] + components)
        + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0, 0xFF, 0xD9]
    }
    let grey: Bytes = [1, 0x11, 0]
    refuses(
      frame(8, 65_500, 65_500, grey),
      "a: the picture is 65,500 pixels wide and 65,500 high; at most 67,108,864 pixels are read, and "
        + "65,535 on a side. Save it smaller.")
    refuses(
      frame(8, 8000, 8000, grey),
      "a: the JPEG picture is damaged: 8,000 x 8,000 pixels can't be in 28 bytes")
    refuses(frame(8, 0, 8, grey), "a: the JPEG picture is damaged: it has no rows")
    refuses(
      frame(12, 8, 8, grey), "a: the JPEG picture is damaged: samples of 12 bits, where 8 are read")
    refuses(
      frame(8, 8, 8, grey + grey),
      "a: the JPEG picture is damaged: pixels of 2 samples, where 1, 3 or 4 are read")
    refuses(
      frame(8, 8, 8, [1, 0x01, 0]), "a: the JPEG picture is damaged: its components have no size")
    refuses(
      [0xFF, 0xD8] + segment(0xC0, [8, 0, 8]) + [0xFF, 0xD9],
      "a: the JPEG picture is damaged: its header is too short")
    refuses(
      [0xFF, 0xD8] + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0xFF, 0xD9],
      "a: the JPEG picture is damaged: its pixels come before its header")
    refuses(
      frame(8, 8, 8, grey),
      "a: the JPEG picture is damaged: Quantization table 0x00 was not defined")
  }

  /// Kinds that no common program reads are named.
  @Test func jpegOfOtherKinds() {
    for (marker, kind) in [
      (0xC3, "lossless"), (0xC5, "hierarchical"), (0xC7, "hierarchical"), (0xCB, "lossless"),
      (0xCF, "hierarchical"),
    ] as [(UInt8, String)] {
      refuses(
        [0xFF, 0xD8] + segment(marker, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
          + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0, 0xFF, 0xD9],
        "a: a \(kind) JPEG picture; only baseline and progressive ones are read. Save it as PNG.")
    }
  }

  @Test func jpegInTooManyScans() {
    var many: Bytes =
      [0xFF, 0xD8]
      + segment(
        0xC2, [8] + bigEndian(UInt16(8000)) + bigEndian(UInt16(8000)) + [1, 1, 0x11, 0])
    for _ in 0..<40 { many += segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0] }
    refuses(many + [0xFF, 0xD9], "a: the JPEG picture is damaged: its pixels are in 40 scans")
  }

  /// Where the end was put behind a cut, the library makes up what is missing: a warning, and an error.
  @Test func jpegWithMissingPixels() throws {
    let color = base64(PictureFixtures.jpeg[1].file)
    refuses(
      Bytes(color.dropLast(40)) + [0xFF, 0xD9],
      "a: the JPEG picture is damaged: Corrupt JPEG data: premature end of data segment")
  }

  /// Cameras and programs leave bytes behind the last pixel, also of pictures in several scans; where
  /// marks between parts of the pixels could have been passed over before them, they are damage.
  @Test func jpegWithStrayBytes() throws {
    for index in [0, 1, 4] {
      let file = base64(PictureFixtures.jpeg[index].file)
      let longer = Bytes(file.dropLast(2)) + Bytes(repeating: 7, count: 40) + [0xFF, 0xD9, 9, 9]
      #expect(try Picture(longer, name: "a") == Picture(file, name: "a"))
    }
    let restarts = base64(PictureFixtures.jpeg[5].file)
    refuses(
      Bytes(restarts.dropLast(2)) + Bytes(repeating: 7, count: 40) + [0xFF, 0xD9],
      "a: the JPEG picture is damaged: Corrupt JPEG data: 38 extraneous bytes before marker 0xd9")
  }

  /// The library warns of versions that it doesn't know; Pillow reads them, and they say nothing of pixels.
  @Test func jpegOfAnotherVersion() throws {
    var file = base64(PictureFixtures.jpeg[1].file)
    let picture = try Picture(file, name: "a")
    #expect(file[11] == 1)
    file[11] = 0
    #expect(try Picture(file, name: "a") == picture)
  }

  @Test(arguments: [0, 4, 5, 7])
  func pngDamagedAnywhere(_ index: Int) {
    let counts = readDamaged(base64(PictureFixtures.png[index].file)) {
      try Picture($0, name: "a.png")
    }
    #expect(counts.refused > counts.accepted)
  }

  @Test(arguments: [0, 2, 4, 6])
  func jpegDamagedAnywhere(_ index: Int) {
    let file = base64(PictureFixtures.jpeg[index].file)
    let counts = readDamaged(file) { try Picture($0, name: "a.jpg") }
    // Every cut at least.
    #expect(counts.refused >= file.count)
  }

  @Test(arguments: [10, 11])
  func exifDamagedAnywhere(_ index: Int) {
    _ = readDamaged(base64(PictureFixtures.turned[index].file)) { try Picture($0, name: "a") }
  }
}

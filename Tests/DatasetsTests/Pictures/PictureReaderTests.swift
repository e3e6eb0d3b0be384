import Basics
import DataFiles
import Datasets
import Testing

@Suite(.enabled(if: hasBoth, "libpng 1.6 or TurboJPEG is not on this machine"))
struct PictureReaderTests {
  private let grey = PictureEncoding(size: PictureSize(height: 2, width: 3), color: .grey)

  @Test func featuresOfOnePicture() throws {
    let picture = try pattern(4, 6, 4)
    let expected = picture.withoutAlpha.grey.resized(height: 2, width: 3).samples
    #expect(grey.features(of: picture) == expected)
    #expect(grey.shape == [2, 3, 1])
    #expect(grey.summary == "2x3 grey")
  }

  @Test func commonSizeAndColor() throws {
    try withFolder { folder in
      let files = ["a", "b", "c"].map { joined(folder, $0) }
      for (index, file) in files.enumerated() {
        try write(try pattern(5 + index, 7, 1).png(), file)
      }
      try write(try pattern(5, 7, 1).png(), files[1])
      try write(try pattern(5, 7, 1).png(), files[2])
      var reader = try PictureReader(files)
      #expect(reader.encoding.summary == "5x7 grey")
      let grey = try pattern(5, 7, 1).samples
      #expect(reader.features.array == grey + grey + grey)
      #expect(reader.counts == PictureCounts())
      #expect(reader.notes(isSizeChosen: false) == [])

      // One in color makes all of them so.
      try write(try pattern(5, 7, 3).png(), files[1])
      reader = try PictureReader(files)
      #expect(reader.encoding.summary == "5x7 color")
      let colored = try pattern(5, 7, 1).color.samples
      #expect(try reader.features.array == colored + pattern(5, 7, 3).samples + colored)

      // Colored samples that are grey don't.
      try write(try pattern(5, 7, 1).color.png(), files[1])
      #expect(try PictureReader(files).encoding.summary == "5x7 grey")

      try write(try pattern(8, 4, 2).png(), files[1])
      reader = try PictureReader(files)
      #expect(reader.encoding.summary == "32x32 grey")
      #expect(
        reader.notes(isSizeChosen: false) == [
          "3 pictures of 8x4 to 5x7 made 32x32; --picture-size chooses another size.",
          "1 picture with transparency laid on white.",
        ])
      let chosen = try PictureReader(
        files, PictureOptions(size: PictureSize(height: 5, width: 7), color: .color))
      #expect(chosen.encoding.shape == [5, 7, 3])
      #expect(
        chosen.notes(isSizeChosen: true) == [
          "1 picture of 8x4 made 5x7.", "1 picture with transparency laid on white.",
        ])
    }
  }

  @Test func largeOnesGetTheDefaultSize() throws {
    try withFolder { folder in
      let file = joined(folder, "a.png")
      try write(try pattern(129, 128, 1).png(), file)
      #expect(try PictureReader([file]).encoding.summary == "32x32 grey")
      try write(try pattern(128, 128, 1).png(), file)
      #expect(try PictureReader([file]).encoding.summary == "128x128 grey")
    }
  }

  @Test func turnedAndMisnamed() throws {
    try withFolder { folder in
      // The picture that is stored on its side: 2x3, seen as 3x2.
      let turned = PictureFixtures.turned[10]
      #expect(turned.name == "PNG 6")
      let file = joined(folder, "a.jpg")
      try write(base64(turned.file), file)
      let reader = try PictureReader([file])
      #expect(reader.encoding.summary == "3x2 color")
      #expect(reader.features.array == base64(turned.samples))
      #expect(
        reader.notes(isSizeChosen: false) == [
          "1 picture turned as EXIF data says.",
          "1 picture in another format than the name says: \(file).",
        ])
      // Turning small pictures comes to the same as making turned ones small.
      let small = try PictureReader([file], PictureOptions(size: PictureSize(height: 2, width: 5)))
      let seen = try Picture(contentsOf: file)
      #expect(small.features.array == seen.resized(height: 2, width: 5).samples)
    }
  }

  @Test func withStrayBytes() throws {
    try withFolder { folder in
      let files = ["a.jpg", "b.jpg", "c.jpg"].map { joined(folder, $0) }
      let file = base64(PictureFixtures.jpeg[0].file)
      try write(file.dropLast(2) + Bytes(repeating: 7, count: 40) + [0xFF, 0xD9], files[0])
      for whole in files.dropFirst() { try write(file, whole) }
      #expect(
        try PictureReader(files).notes(isSizeChosen: false) == [
          "1 picture with bytes behind the pixels that belong to nothing, left out; it may be damaged: "
            + "\(files[0])."
        ])
    }
  }

  @Test func whatCannotBeRead() throws {
    try withFolder { folder in
      let files = (0..<7).map { joined(folder, "\($0).png") }
      for file in files { try write(try pattern(2, 2, 1).png(), file) }
      try write(text("no picture"), files[3])
      expectError(
        .badData,
        "\(files[3]): expected a PNG or JPEG picture, found something else. Mend or remove it, or leave it "
          + "out with --unreadable skip."
      ) { try PictureReader(files) }
      try write([], files[5])
      expectError(
        .badData,
        "2 of 7 pictures can't be read: \(files[3]): expected a PNG or JPEG picture, found something "
          + "else; \(files[5]): expected a PNG or JPEG picture, found nothing. Mend or remove them, or leave them out with --unreadable skip."
      ) { try PictureReader(files) }
      for file in files.dropFirst() { try write([], file) }
      expectError(
        .badData,
        "6 of 7 pictures can't be read: \(files[1...5].joined(separator: ", ")), …: expected a PNG or "
          + "JPEG picture, found nothing. Mend or remove them, or leave them out with --unreadable skip."
      ) { try PictureReader(files) }
      try write(text("no picture"), files[1])
      expectError(
        .badData,
        "6 of 7 pictures can't be read: \(files[1]): expected a PNG or JPEG picture, found something "
          + "else; "
          + files[2...5].map { "\($0): expected a PNG or JPEG picture, found nothing" }
          .joined(separator: "; ")
          + "; and 1 more. Mend or remove them, or leave them out with --unreadable skip."
      ) { try PictureReader(files) }
    }
  }

  @Test func picturesInOtherFormats() throws {
    try withFolder { folder in
      let file = joined(folder, "a.png")
      let box: Bytes = [0, 0, 0, 28]
      let starts: [(String, Bytes)] = [
        ("a WebP", text("RIFF") + [1, 2, 3, 4] + text("WEBP")),
        ("a HEIC", box + text("ftypheic") + [0, 0, 0, 0] + text("mif1heic")),
        ("an AVIF", box + text("ftypmif1") + [0, 0, 0, 0] + text("mif1avif")),
        ("a GIF", text("GIF87a")), ("a BMP", text("BM") + Bytes(repeating: 0, count: 12)),
        ("a TIFF", text("II*") + [0]), ("a TIFF", text("MM") + [0, 42]),
        ("an ICO", [0, 0, 1, 0, 1, 0] + Bytes(repeating: 0, count: 16)),
        ("a PSD", text("8BPS") + [0, 1]),
        ("an SVG", text("<svg xmlns=\"\">")), ("an SVG", text("\n<?xml version=\"1.0\"?>\n<svg>")),
      ]
      for (name, start) in starts {
        try write(start, file)
        expectError(
          .badData,
          "\(file): expected a PNG or JPEG picture, found \(name) picture. Convert it to PNG or JPEG. Or "
            + "leave it out with --unreadable skip."
        ) { try PictureReader([file]) }
      }
      // What begins alike and is none.
      for start in ["RIFF", "BM,1\n2,3,4,5,6,7", "<?xml version=\"1.0\"?><a/>", "8BPS,1"] {
        #expect(OtherPictureFormat(text(start)) == nil)
      }
      #expect(OtherPictureFormat([0, 0, 8, 1, 0, 0, 0, 1, 0]) == nil)
    }
  }

  @Test func skippingWhatCannotBeRead() throws {
    try withFolder { folder in
      let files = (0..<24).map { joined(folder, "\($0).png") }
      for file in files { try write(text("no picture"), file) }
      try write(try pattern(2, 2, 1).png(), files[1])
      try write(try pattern(2, 2, 3).png(), files[3])
      var options = PictureOptions()
      options.skipsUnreadable = true
      let reader = try PictureReader(files + [joined(folder, "none.png")], options)
      #expect(reader.rows == [1, 3])
      #expect(
        reader.features.array == (try pattern(2, 2, 1).color.samples + pattern(2, 2, 3).samples))
      #expect(reader.counts.unreadable.count == 23)
      #expect(
        reader.counts.unreadable.last
          == UnreadablePicture(path: joined(folder, "none.png"), reason: "no such file"))
      let named = ([0, 2] + Array(4..<22)).map { files[$0] }.joined(separator: ", ")
      #expect(
        reader.notes(isSizeChosen: false) == [
          "23 pictures left out, because they can't be read: \(named), and 3 more."
        ])
    }
  }

  @Test func samplesOf16Bits() throws {
    try withFolder { folder in
      func write16(_ name: String, _ values: [UInt16], color: UInt8 = 0) throws -> String {
        let file = joined(folder, name)
        let row: Bytes = [0] + Bytes(values.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
        try write(png(2, 1, depth: 16, color: color, row), file)
        return file
      }
      let dark = try write16("a.png", [0x0412, 0x00FF])
      // Alpha is no light.
      let clear = try write16("b.png", [0x0312, 0xFFFF, 0x0200, 0xFFFF], color: 4)
      #expect(
        try PictureReader([dark, clear]).notes(isSizeChosen: false) == [
          "1 picture with transparency laid on white.",
          "2 pictures of 16 bits: their upper 8 bits count; they are nearly black, 5 levels of 256 are left.",
        ])
      let light = try write16("c.png", [0x1012, 0x00FF])
      #expect(
        try PictureReader([dark, light]).notes(isSizeChosen: false) == [
          "2 pictures of 16 bits: their upper 8 bits count."
        ])
    }
  }
}

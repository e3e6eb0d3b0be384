import Basics
import DataFiles
import Datasets
import Testing

@Suite struct PictureTests {
  @Test(.enabled(if: hasPNG, "libpng 1.6 is not on this machine"), arguments: PictureFixtures.png)
  func pngAsPillowReadsIt(
    _ fixture: (
      name: String, height: Int, width: Int, channels: Int, file: String, samples: String
    )
  ) throws {
    let picture = try Picture(base64(fixture.file), name: "a.png")
    #expect(picture.height == fixture.height)
    #expect(picture.width == fixture.width)
    #expect(picture.channels == fixture.channels)
    #expect(picture.samples == base64(fixture.samples))
  }

  /// Libraries of other versions may round other ways.
  @Test(.enabled(if: hasJPEG, "TurboJPEG is not on this machine"), arguments: PictureFixtures.jpeg)
  func jpegAsPillowReadsIt(
    _ fixture: (
      name: String, height: Int, width: Int, channels: Int, file: String, samples: String
    )
  ) throws {
    let picture = try Picture(base64(fixture.file), name: "a.jpg")
    #expect(picture.height == fixture.height)
    #expect(picture.width == fixture.width)
    #expect(picture.channels == fixture.channels)
    let apart = try #require(distance(picture.samples, base64(fixture.samples)))
    #expect(apart <= 2)
  }

  @Test(
    .enabled(if: hasBoth, "the libraries are not on this machine"),
    arguments: PictureFixtures.turned)
  func turnedAsExifSays(
    _ fixture: (
      name: String, height: Int, width: Int, channels: Int, file: String, samples: String
    )
  ) throws {
    let picture = try Picture(base64(fixture.file), name: "a")
    #expect(
      [picture.height, picture.width, picture.channels] == [fixture.height, fixture.width, 3])
    let apart = try #require(distance(picture.samples, base64(fixture.samples)))
    #expect(apart <= (fixture.name.hasPrefix("PNG") ? 0 : 2))
  }

  @Test(arguments: PictureFixtures.resized)
  func resizedByArea(
    _ fixture: (
      height: Int, width: Int, channels: Int, newHeight: Int, newWidth: Int, samples: String
    )
  ) throws {
    let picture = try pattern(fixture.height, fixture.width, fixture.channels)
    let small = picture.resized(height: fixture.newHeight, width: fixture.newWidth)
    #expect(small.samples == base64(fixture.samples))
    #expect([small.height, small.width] == [fixture.newHeight, fixture.newWidth])
    #expect(picture.resized(height: fixture.height, width: fixture.width) == picture)
  }

  @Test func colors() throws {
    #expect(try pattern(16, 16, 3).grey.samples == base64(PictureFixtures.grey))
    #expect(try pattern(16, 16, 4).withoutAlpha.samples == base64(PictureFixtures.onWhite))
    let grey = try pattern(3, 4, 1)
    #expect(grey.grey == grey)
    #expect(grey.color.channels == 3)
    #expect(grey.color.grey == grey)
    #expect(grey.color.isGrey)
    #expect(try !pattern(3, 4, 3).isGrey)
    let both = try Picture(height: 1, width: 2, channels: 2, samples: [10, 255, 200, 0])
    #expect(both.hasAlpha)
    #expect(both.withoutAlpha.samples == [10, 255])
    #expect(both.color.samples == [10, 10, 10, 255, 200, 200, 200, 0])
    #expect(both.color.grey == both)
  }

  @Test(.enabled(if: hasPNG, "libpng 1.6 is not on this machine"), arguments: 1...4)
  func pngRoundTrip(_ channels: Int) throws {
    let picture = try pattern(9, 14, channels)
    #expect(try Picture(picture.png(), name: "a.png") == picture)
  }

  @Test(.enabled(if: hasJPEG, "TurboJPEG is not on this machine"), arguments: [1, 3])
  func jpegRoundTrip(_ channels: Int) throws {
    let flat = try Picture(
      height: 20, width: 30, channels: channels,
      samples: Bytes(repeating: 77, count: 600 * channels))
    let read = try Picture(flat.jpeg(quality: 95), name: "a.jpg")
    #expect(read.channels == channels)
    #expect(try #require(distance(read.samples, flat.samples)) <= 2)
    expectError(.usage, "a JPEG quality of 0; expected 1 to 100") { try flat.jpeg(quality: 0) }
  }

  @Test func samplesMustFit() throws {
    expectError(.usage, "5 samples don't make a picture of 2x3 pixels with 1 channel") {
      try Picture(height: 2, width: 3, channels: 1, samples: [1, 2, 3, 4, 5])
    }
    expectError(.usage, "0 samples don't make a picture of 0x3 pixels with 1 channel") {
      try Picture(height: 0, width: 3, channels: 1, samples: [])
    }
    expectError(.usage, "1 sample don't make a picture of \(Int.max)x2 pixels with 1 channel") {
      try Picture(height: Int.max, width: 2, channels: 1, samples: [1])
    }
  }

  @Test func formats() {
    #expect(PictureFormat(pngSignature) == .png)
    #expect(PictureFormat([0xFF, 0xD8, 0xFF, 0xE0] as [UInt8]) == .jpeg)
    #expect(PictureFormat([0xFF, 0xD8] as [UInt8]) == nil)
    #expect(PictureFormat(text("a,b\n")) == nil)
    #expect(PictureFormat(fileName: "A.PNG") == .png)
    #expect(PictureFormat(fileName: "b.c.Jpeg") == .jpeg)
    #expect(PictureFormat(fileName: "png") == nil)
  }

  @Test func libraryThatIsMissing() {
    expectError(
      .noInput,
      "a.png: PNG pictures are read with the system's library libpng 1.6, which is not on this machine. "
        + "Install it, on Debian and Ubuntu with: apt-get install libpng16-16"
    ) { try PictureLibrary(.png, files: ["libnothing.so.0"]).check("a.png") }
    expectError(
      .noInput,
      "a.jpg: JPEG pictures are read with the system's library TurboJPEG 2.0 or newer, which is not on "
        + "this machine. Install it, on Debian with: apt-get install libturbojpeg0 (on Ubuntu it is called "
        + "libturbojpeg)"
    ) { try PictureLibrary(.jpeg, files: ["libc.so.6"]).check("a.jpg") }
  }
}

import Basics
import DataFiles
import Datasets
import Testing

/// libpng's own test pictures.
@Suite(
  .enabled(
    if: localSuites != nil && hasPNG,
    "needs DESCENT_SUITES, the folder of the suites, and libpng 1.6"))
struct PNGSuiteTests {
  private let folder = joined(localSuites ?? "", "png")

  @Test func pixelsAreThoseOfPillow() throws {
    #expect(PNGSuiteGolden.files.count > 150)
    for golden in PNGSuiteGolden.files {
      let picture = try Picture(contentsOf: joined(folder, golden.path))
      #expect([picture.height, picture.width] == [golden.height, golden.width], "\(golden.path)")
      let full = picture.color
      var colors = Bytes()
      var alphas = Bytes()
      for pixel in stride(from: 0, to: full.samples.count, by: full.channels) {
        colors += full.samples[pixel..<(pixel + 3)]
        alphas.append(full.hasAlpha ? full.samples[pixel + 3] : 255)
      }
      #expect(SHA256.hexadecimal(of: colors) == golden.colors, "\(golden.path)")
      if let alpha = golden.alpha {
        #expect(SHA256.hexadecimal(of: alphas) == alpha, "\(golden.path)")
      }
    }
  }

  /// Files that were made to crash programs, and indices of colors that a palette doesn't have.
  @Test func damagedOnesAreRefused() throws {
    let start = "the PNG picture is damaged: "
    let palette = start + "a pixel has the color "
    let special = [
      "badadler.png": start + "IDAT: incorrect data check", "badcrc.png": start + "IDAT: CRC error",
      "empty_ancillary_chunks.png": "1x1x3",
      "regression-palette-8.png": palette + "255 of a palette with 254",
      "small-palette-1.png": palette + "1 of a palette with 1",
      "small-palette-2.png": palette + "3 of a palette with 3",
      "small-palette-4.png": palette + "15 of a palette with 15",
      "small-palette-8.png": palette + "255 of a palette with 255",
      "test-palette-1.png": palette + "1 of a palette with 1",
      "test-palette-2.png": palette + "3 of a palette with 3",
      "test-palette-4.png": palette + "15 of a palette with 15",
      "test-palette-8.png": palette + "254 of a palette with 254",
    ]
    var seen = 0
    for inner in ["testpngs/crashers", "testpngs/badpal"] {
      for name in fileNames(in: joined(folder, inner)) {
        seen += 1
        var answer = ""
        do {
          let picture = try Picture(contentsOf: joined(joined(folder, inner), name))
          answer = "\(picture.height)x\(picture.width)x\(picture.channels)"
        } catch let error as DescentError {
          #expect(error.kind == .badData)
          answer = error.message
        }
        #expect(answer == special[name] ?? "the PNG picture is cut: its end is missing", "\(name)")
      }
    }
    #expect(seen == 32)
  }
}

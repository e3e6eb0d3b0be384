import Basics
import Datasets
import Terminal
import Testing

/// Pictures as characters.
@Suite struct PictureBlocksTests {
  private func grey(_ height: Int, _ width: Int, _ pixel: (Int, Int) -> UInt8) throws -> Picture {
    try Picture(
      height: height, width: width, channels: 1,
      samples: ContiguousArray((0..<height * width).map { pixel($0 / width, $0 % width) }))
  }

  /// Of 16 pixels: each is drawn once.
  private var ramp: Picture {
    get throws { try grey(4, 16) { UInt8($0 * 4 + $1 * 15) } }
  }

  @Test func charactersByBrightness() throws {
    let blocks = PictureBlocks(try ramp, columns: 80, look: .plain)
    #expect(
      text(blocks.lines) == """
          ..:--==++*##%%
          .::--=++**#%%@
        """)
    #expect(blocks.columns == 16)
  }

  @Test func halfBlocksOfColor() throws {
    let red = try Picture(
      height: 3, width: 16, channels: 3,
      samples: ContiguousArray((0..<48).flatMap { [$0 < 16 ? 255 : 0, 0, $0 < 8 ? 7 : 0] }))
    #expect(
      text(PictureBlocks(red, columns: 80, look: .full).lines) == """
        ^[38;2;255;0;7;48;2;0;0;0m▀▀▀▀▀▀▀▀^[38;2;255;0;0;48;2;0;0;0m▀▀▀▀▀▀▀▀^[0m
        ^[38;2;0;0;0m▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀^[0m
        """)
    #expect(
      text(PictureBlocks(red, columns: 80, look: .palette).lines) == """
        ^[38;5;196;48;5;16m▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀^[0m
        ^[38;5;16m▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀^[0m
        """)
  }

  @Test func coloredSpacesWithoutBlocks() throws {
    let look = TerminalLook(colors: .palette, isUnicode: false)
    let blocks = PictureBlocks(
      try grey(2, 20) { row, _ in row == 0 ? 0 : 255 }, columns: 80, look: look)
    #expect(blocks.columns == 40)
    #expect(
      text(blocks.lines) == """
        ^[48;5;16m                                        ^[0m
        ^[48;5;231m                                        ^[0m
        """)
  }

  @Test func smallOnesAreEnlargedAndLargeOnesAveraged() throws {
    let small = try grey(2, 2) { $0 == $1 ? 255 : 0 }
    #expect(
      text(PictureBlocks(small, columns: 80, look: .plain).lines) == """
        @@@@@@@@
        @@@@@@@@
        @@@@@@@@
        @@@@@@@@
                @@@@@@@@
                @@@@@@@@
                @@@@@@@@
                @@@@@@@@
        """)
    let large = try grey(200, 400) { _, column in column < 200 ? 0 : 255 }
    let blocks = PictureBlocks(large, columns: 5, look: .plain)
    #expect(
      text(blocks.lines) == """
          +@@
          +@@
        """)
  }

  @Test func oneColumnIsEnough() throws {
    for look in [TerminalLook.ascii, .plain, .palette, .full] {
      for (height, width) in [(1, 1), (1, 900), (900, 1)] {
        let blocks = PictureBlocks(try grey(height, width) { _, _ in 9 }, columns: 2, look: look)
        #expect(blocks.columns <= 2 && !blocks.lines.isEmpty)
        for line in blocks.lines { #expect(line.columns == blocks.columns && columnsAgree(line)) }
      }
    }
  }

  @Test(arguments: [
    (0, 0, 0, 16), (255, 255, 255, 231), (255, 0, 0, 196), (128, 128, 128, 244), (8, 8, 8, 232),
    (95, 135, 175, 67), (100, 130, 180, 67), (47, 47, 47, 236),
  ]) func nearestOfThePalette(_ red: Int, _ green: Int, _ blue: Int, _ place: Int) {
    #expect(PixelColor(red: red, green: green, blue: blue).palettePlace == place)
  }
}

import Basics
import DataFiles
import Datasets
import Testing

@Suite struct PictureEncodingTests {
  @Test func sizes() {
    #expect(PictureSize("28x20") == PictureSize(height: 28, width: 20))
    #expect(PictureSize("28") == PictureSize(height: 28, width: 28))
    #expect(PictureSize("4096x1")?.description == "4096x1")
    for wrong in ["", "x", "28x", "x28", "0x1", "4097", "1x2x3", "-1", "28X28", "2.5", "a"] {
      #expect(PictureSize(wrong) == nil, "\(wrong)")
    }
  }

  @Test func writtenAndReadBack() throws {
    let encoding = PictureEncoding(size: PictureSize(height: 3, width: 5), color: .color)
    #expect(encoding.value == .table(["height": 3, "width": 5, "color": "color"]))
    #expect(try PictureEncoding(encoding.value) == encoding)
  }

  @Test func whatIsWrongInAFile() {
    expectError(
      .badData,
      "features.pictures.height: expected a whole number from 1 to 4,096, found 0"
    ) { try PictureEncoding(.table(["height": 0, "width": 5, "color": "grey"])) }
    expectError(
      .badData, "features.pictures.color: expected grey or color, found \"gray\""
    ) { try PictureEncoding(.table(["height": 1, "width": 5, "color": "gray"])) }
    expectError(.badData, "features.pictures: the setting \"width\" is missing") {
      try PictureEncoding(.table(["height": 1, "color": "grey"]))
    }
    expectError(
      .badData,
      "features.pictures: unknown setting \"depth\". Known: height, width, color."
    ) { try PictureEncoding(.table(["height": 1, "width": 5, "color": "grey", "depth": 1])) }
    expectError(.badData, "features.pictures: expected a table of settings, found 3") {
      try PictureEncoding(3)
    }
  }
}

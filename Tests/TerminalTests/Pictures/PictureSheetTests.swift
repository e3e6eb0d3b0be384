import Datasets
import Terminal
import Testing

/// Pictures side by side.
@Suite struct PictureSheetTests {
  private func item(_ width: Int, _ caption: String, _ row: Int) throws -> PictureSheet.Item {
    let picture = try Picture(
      height: 4, width: width, channels: 1,
      samples: ContiguousArray(repeating: UInt8(60 + row % 6 * 30), count: 4 * width))
    return PictureSheet.Item(picture, caption: caption, note: "row \(row)")
  }

  @Test func asManyAsThereIsRoomFor() throws {
    let items = [
      try item(16, "seven", 1), try item(16, "a very long name of a class", 2),
      try item(16, "東京\u{1B}[2J", 3),
    ]
    #expect(
      text(PictureSheet(items, look: .plain).lines(columns: 40)) == """
        ----------------  ================
        ----------------  ================
             seven        a very long nam…
             row 1             row 2

        ++++++++++++++++
        ++++++++++++++++
            東京?[2J
             row 3
        """)
    #expect(
      text(PictureSheet(Array(items.prefix(1)), look: .plain).lines(columns: 40, across: 4)) == """
        --------
         seven
         row 1
        """)
  }

  @Test(arguments: [8, 20, 60, 80, 200]) func neverWider(_ columns: Int) throws {
    let items = try [3, 16, 28, 300].map { try item($0, "name name name", $0) }
    for (look, across) in [(TerminalLook.ascii, nil), (.full, 3), (.palette, 1)] as [(_, Int?)] {
      for line in PictureSheet(items, look: look).lines(columns: columns, across: across) {
        #expect(line.columns <= columns && columnsAgree(line))
      }
    }
  }

  @Test func nothingToShow() { #expect(PictureSheet([], look: .plain).lines(columns: 40).isEmpty) }
}

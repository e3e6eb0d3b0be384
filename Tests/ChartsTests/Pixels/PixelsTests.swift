import Charts
import Datasets
import Foundation
import Testing

/// Charts as pixels. `DESCENT_PAGES=FOLDER swift test --filter PixelsTests` leaves them there, to be looked
/// at.
@Suite struct PixelsTests {
  private func keep(_ picture: Picture, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["DESCENT_PAGES"] else { return }
    try Data(picture.png()).write(to: URL(fileURLWithPath: folder + "/\(name).png"))
  }

  /// What is darker than half, one line of text for each row.
  private func drawn(_ picture: Picture, rows: Range<Int>, columns: Range<Int>) -> [String] {
    rows.map { row in
      columns.map { column in
        picture.samples[(row * picture.width + column) * 3] < 128 ? "#" : "."
      }.joined()
    }
  }

  private func grid(_ caption: String, _ verdict: PictureGrid.Verdict? = nil) throws -> Picture {
    let dot = try Picture(height: 1, width: 1, channels: 1, samples: [255])
    let grid = PictureGrid("x", [PictureGrid.Item(dot, caption: caption, verdict: verdict)])
    return try #require(grid.pixels)
  }

  @Test func captionsCanBeRead() throws {
    // Below a white picture of 72 pixels from (14, 14) on.
    let found = drawn(try grid("Ag1é"), rows: 90..<97, columns: 14..<37)
    #expect(
      found == [
        ".###..........#...#####",
        "#...#..####..##...#...#",
        "#...#.#...#...#...#...#",
        "#####.#...#...#...#...#",
        "#...#..####...#...#...#",
        "#...#.....#...#...#...#",
        "#...#..###...###..#####",
      ])
  }

  @Test func verdictsAreFrames() throws {
    let right = try grid("a", .right)
    let place = (12 * right.width + 12) * 3
    #expect(Array(right.samples[place..<(place + 3)]) == [0, 0x79, 0x5A])
    let wrong = try grid("a", .wrong)
    #expect(Array(wrong.samples[place..<(place + 3)]) == [0xB3, 0x47, 0])
    let plain = try grid("a")
    #expect(Array(plain.samples[place..<(place + 3)]) == [255, 255, 255])
    #expect(PictureGrid("none", []).pixels == nil)
  }

  @Test func heatMapsHaveNamesAndNumbersUnlessThereAreTooMany() throws {
    let small = try #require(ChartCases.confusion.pixels)
    try keep(small, "heat-map")
    #expect(small.channels == 3 && small.width > 100)
    let side = 200
    let names = (0..<side).map { "\($0)" }
    let cells = (0..<side).map { row in (0..<side).map { row == $0 ? 1.0 : .nan } }
    let large = try #require(
      HeatMap("large", rows: names, columns: names, cells: cells).pixels)
    #expect(large.width == 1200 && large.height == 1200)
    // Blue on the diagonal, almost white elsewhere.
    #expect(Array(large.samples[0..<3]) == [0, 114, 178])
    #expect(large.samples[30 * 3] > 240)
    #expect(HeatMap("none", rows: [], columns: [], cells: []).pixels == nil)
    let huge = (0..<9000).map { "\($0)" }
    #expect(HeatMap("huge", rows: huge, columns: huge, cells: []).pixels == nil)
  }

  @Test func everyLetterHasItsPlace() throws {
    let letters = (0x20..<0x7F).map { Character(UnicodeScalar($0)) }
    let dot = try Picture(height: 1, width: 1, channels: 1, samples: [255])
    let items = stride(from: 0, to: letters.count, by: 12).map { start in
      PictureGrid.Item(dot, caption: String(letters[start..<min(start + 12, letters.count)]))
    }
    try keep(try #require(PictureGrid("letters", items).pixels), "letters")
    // No two letters look the same.
    let shapes = try Set(letters.map { drawn(try grid("\($0)"), rows: 90..<97, columns: 14..<19) })
    #expect(shapes.count == letters.count)
  }

  @Test func tablesAreMarkdown() {
    let table = ChartTable(
      columns: ["actual", "a|b"], rows: [["<i>x</i>", "1"], ["*y*\nz", ""]], total: 9)
    #expect(
      table.markdown == """
        | actual | a\\|b |
        |---|--:|
        | &lt;i&gt;x&lt;/i&gt; | 1 |
        | \\*y\\* z |   |

        2 of 9 rows

        """)
  }
}

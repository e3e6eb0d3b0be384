import Terminal
import Testing

/// Columns of a table.
@Suite struct ColumnDrawingTests {
  private func column(_ content: ColumnDrawing.Content, missing: Int = 0) -> ColumnDrawing {
    ColumnDrawing(
      name: "age", holds: "number", unique: "9 different", missing: missing, rows: 40,
      content: content)
  }

  @Test func numbersOnOneLineWhereThereIsRoom() {
    let numbers = column(.histogram([1, 4, 9, 4, 0, 1], from: "1.5", to: "60"), missing: 2)
    #expect(
      text(numbers.lines(names: 5, columns: 80, look: .plain)) == """
        age    ▁▄█▄ ▁  1.5 to 60  number, 9 different, 2 missing (5.0 %)
        """)
    #expect(
      text(numbers.lines(names: 5, columns: 34, look: .ascii)) == """
        age    number, 9 different, 2
               missing (5.0 %)
               _=#= _  1.5 to 60
        """)
  }

  @Test func levelsAsBars() {
    let levels = column(.levels([("Oslo", 24), ("", 8), ("東京都\u{7}", 6)], more: 3))
    #expect(
      text(levels.lines(names: 5, columns: 60, look: .plain)) == """
        age    number, 9 different
               Oslo    ██████████████████████████████ 24   60.0 %
               (empty) ██████████                      8   20.0 %
               東京都? ███████▌                        6   15.0 %
               and 3 more
        """)
    #expect(
      text(levels.lines(names: 3, columns: 40, look: .ascii)) == """
        age  number, 9 different
             Oslo    ############## 24   60.0 %
             (empty) #####           8   20.0 %
             東京都? ####            6   15.0 %
             and 3 more
        """)
  }

  @Test func words() {
    #expect(
      text(column(.words("such as n1, n2")).lines(names: 2, columns: 20, look: .plain)) == """
        a…  number, 9
            different
            such as n1, n2
        """)
  }

  @Test func tallHistogram() {
    let tall = TallHistogram(from: "0.25", to: "36") { bins in (0..<bins).map { $0 * $0 } }
    #expect(
      text(tall.lines(columns: 20, rows: 3, look: .plain)) == """
                        ▁▃▆█
                    ▂▃▅▇████
         ▁▁▁▁▂▂▃▄▅▇█████████
        0.25              36
        """)
  }
}

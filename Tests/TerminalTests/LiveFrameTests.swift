import Terminal
import Testing

/// What is written so that lines stand where the last ones stood.
@Suite struct LiveFrameTests {
  private func lines(_ texts: String...) -> [TerminalLine] {
    texts.map { TerminalLine($0, .plain, .plain) }
  }

  private func shown(_ text: String) -> String { text.replacing("\u{1B}", with: "^") }

  @Test func drawsBelowAndThenInPlace() {
    var frame = LiveFrame()
    #expect(!frame.isDrawn)
    #expect(
      shown(frame.draw(lines("one", "two"), columns: 80, rows: 24))
        == "^[?7l\r^[2Kone\n^[2Ktwo\n^[2K^[?7h")
    #expect(frame.isDrawn)
    #expect(
      shown(frame.draw(lines("three"), columns: 80, rows: 24))
        == "^[?7l\r^[2A^[2Kthree\n^[2K\n^[2K^[1A^[?7h")
    #expect(shown(frame.draw([], columns: 80, rows: 24)) == "^[?7l\r^[1A^[2K\n^[2K^[1A^[?7h")
    #expect(!frame.isDrawn)
  }

  @Test func whatWasWrittenBelowStays() {
    var frame = LiveFrame()
    _ = frame.draw(lines("one", "two"), columns: 80, rows: 24)
    frame.leave()
    #expect(shown(frame.draw(lines("a"), columns: 80, rows: 24)) == "^[?7l\r^[2Ka\n^[2K^[?7h")
  }

  /// A line of 7 columns takes three of a terminal that is 3 wide now.
  @Test func narrowerTerminalsBreakLinesAnew() {
    for (wraps, columns, up) in [(true, 3, 4), (false, 3, 2), (true, 10, 2), (true, 7, 2)] {
      var frame = LiveFrame()
      _ = frame.draw(lines("1234567", ""), columns: 8, rows: 24)
      let text = frame.draw(lines("x"), columns: columns, rows: 24, wraps: wraps)
      #expect(
        shown(text)
          == "^[?7l\r^[\(up)A^[2Kx\n^[2K" + String(repeating: "\n^[2K", count: up - 1)
          + "^[\(up - 1)A^[?7h")
    }
  }

  @Test func neverAboveTheScreen() {
    var frame = LiveFrame()
    _ = frame.draw(lines("1", "2", "3", "4", "5"), columns: 80, rows: 24)
    #expect(shown(frame.draw(lines("x"), columns: 80, rows: 3)).hasPrefix("^[?7l\r^[2A"))
  }
}

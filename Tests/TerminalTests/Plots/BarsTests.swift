import Terminal
import Testing

/// Bars of characters.
@Suite struct BarsTests {
  @Test func histogramsShowWhatIsNotNothing() {
    #expect(Bars.histogram([0, 1, 50, 100, 399, 400]) == " ▁▁▂██")
    #expect(Bars.histogram([0, 1, 50, 100, 399, 400], isUnicode: false) == " __.##")
    #expect(Bars.histogram([1, 0, 1]) == "█ █")
    #expect(Bars.histogram([]) == "")
    #expect(Bars.histogram([0, 0]) == "  ")
    #expect(Bars.histogram([.max, 1]) == "█▁")
  }

  @Test func tallHistograms() {
    #expect(
      Bars.histogram([0, 1, 8, 16, 12], rows: 2, isUnicode: true) == ["   █▄", " ▁███"])
    #expect(
      Bars.histogram([0, 1, 8, 16, 12], rows: 2, isUnicode: false) == ["   ##", " ####"])
  }

  @Test func lyingBars() {
    #expect(Bars.bar(0.5, columns: 4, isUnicode: true) == "██  ")
    #expect(Bars.bar(0.53125, columns: 4, isUnicode: true) == "██▏ ")
    #expect(Bars.bar(1e-9, columns: 4, isUnicode: true) == "▏   ")
    #expect(Bars.bar(0, columns: 4, isUnicode: true) == "    ")
    #expect(Bars.bar(.nan, columns: 2, isUnicode: true) == "  ")
    #expect(Bars.bar(7, columns: 2, isUnicode: true) == "██")
    #expect(Bars.bar(0.5, columns: 4, isUnicode: false) == "##  ")
    #expect(Bars.bar(1e-9, columns: 4, isUnicode: false) == "#   ")
    #expect(Bars.bar(0.5, columns: 0, isUnicode: false) == "")
  }

  @Test func sparklines() {
    #expect(Bars.sparkline([0, 1, 2, 3, 4, 5, 6, 7], columns: 20, isUnicode: true) == "▁▂▃▄▅▆▇█")
    #expect(Bars.sparkline([0, 7, 0, 7], columns: 2, isUnicode: true) == "██")
    #expect(Bars.sparkline([3, 3], columns: 5, isUnicode: false) == "__")
    #expect(Bars.sparkline([.nan, .infinity], columns: 5, isUnicode: true) == "")
    #expect(Bars.sparkline([-1e308, 1e308], columns: 5, isUnicode: true) == "▁█")
  }
}

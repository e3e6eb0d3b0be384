import Charts
import Testing

@Suite struct ChartTableTests {
  @Test func everyNumberIsThere() {
    #expect(
      ChartCases.confusion.values
        == ChartTable(
          columns: ["actual", "cat", "dog", "bird"],
          rows: [["cat", "50", "3", "0"], ["dog", "7", "40", "2"], ["bird", "0", "1", "1,234"]]))
    #expect(ChartCases.gaps.values.rows[8] == ["9", "not a number"])
  }

  @Test func longTablesSayWhatTheyLeaveOut() {
    let table = ChartCases.many.values
    #expect(table.rows.count == ChartTable.mostRows)
    #expect(table.total == 10_000)
    #expect(table.rows.first?.first == "0" && table.rows.last?.first == "9,999")
    #expect(table.html.contains("<caption>200 of 10000 rows</caption>"))
  }

  @Test func summariesSayWhatIsSeen() {
    #expect(
      ChartCases.line.summary
        == "training: from 2.1 to 0.2, lowest 0.2, highest 2.1. validation: from 2.21 to 0.5, lowest "
        + "0.4829, highest 2.21. best epoch 14 at 14.")
    #expect(
      ChartCases.gaps.summary == "loss: from 1 to 20, lowest 1, highest 20, 4 without a number.")
    let points = (0..<5000).map(Double.init)
    let scatter = ScatterChart("", [ScatterChart.Series("a", x: points, y: points)])
    #expect(scatter.summary == "2000 of 5000 points, evenly chosen.")
  }
}

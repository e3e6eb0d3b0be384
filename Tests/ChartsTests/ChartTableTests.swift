import Charts
import Datasets
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

  @Test func largeHeatMapsListTheirLargestCells() {
    let names = (0..<300).map { "c\($0)" }
    let cells = (0..<300).map { row in (0..<300).map { $0 == row ? Double(row + 1) : 0 } }
    let table = HeatMap("", rows: names, columns: names, cells: cells).values
    #expect(table.rows.first == ["c299", "c299", "300"])
    #expect(table.rows.count == ChartTable.mostRows)
    #expect(table.total == 300)
  }

  @Test func numbersAtTheEndsOfTheirRange() throws {
    let most = Double.greatestFiniteMagnitude
    for values in [[-most, most], [0, .leastNonzeroMagnitude], [.nan], [], [most, .infinity]] {
      let chart = HistogramChart("", values: values)
      let finite = values.filter(\.isFinite)
      #expect(chart.series[0].counts.reduce(0, +) == Double(finite.count))
      #expect(!chart.svg().isEmpty)
    }
    let picture = try Picture(height: 1, width: 4, stretching: [-most, 0, most, .nan])
    #expect(picture.samples == [0, 127, 255, 128])
    #expect(try Picture(height: 1, width: 2, stretching: [3, 3]).samples == [0, 0])
    #expect(
      try Picture(height: 1, width: 3, diverging: [-2, 0, 1]).samples
        == [0xE0, 0x6A, 0x10, 255, 0x1F, 0x86, 0xCC, 0, 0x1F, 0x86, 0xCC, 128])
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
    let placeless = ScatterChart(
      "", [ScatterChart.Series("a", x: [1, .nan, 2], y: [1, 1, .infinity])])
    #expect(placeless.summary == "3 points. 2 have no place.")
  }
}

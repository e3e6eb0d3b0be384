import Charts
import Testing

@Suite struct ChartSizeTests {
  @Test func whatHasAChoiceTakesTheSize() {
    let size = ChartSize(width: 640, height: 300)
    for (name, chart) in ChartCases.all {
      let resized = chart.resized(size)
      #expect(resized.title == chart.title)
      let isFree = ["line", "scatter", "histogram", "distribution"].contains { name.hasPrefix($0) }
      if isFree { #expect(resized.size == size, "\(name)") }
      #expect(name == "network" || resized.size.width == 640, "\(name)")
    }
  }

  @Test func theGroundIsDrawnWhereItIsWanted() {
    #expect(ChartCases.line.svg(.dark, hasGround: true).contains("<rect class=\"ground\""))
    #expect(!ChartCases.line.svg(.dark).contains("<rect class=\"ground\""))
  }
}

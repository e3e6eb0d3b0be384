import Charts
import Testing

@Suite struct DrawingTests {
  @Test func textIsEscaped() {
    #expect(
      Drawing.escaped("<script>alert('x') & \"y\"</script>")
        == "&lt;script&gt;alert(&#39;x&#39;) &amp; &quot;y&quot;&lt;/script&gt;")
    #expect(Drawing.escaped("a\u{0}b\u{7F}c\u{FFFE}\nd") == "a\u{FFFD}b\u{FFFD}c\u{FFFD} d")
    // Nothing turns the text behind it around.
    #expect(Drawing.escaped("\u{202E}live\u{2066}") == "live")
    #expect(Drawing.escaped("שלום 👩‍🔬") == "שלום 👩‍🔬")
  }

  @Test(arguments: ChartCases.all.map(\.name))
  func nothingFromOutsideStaysRaw(_ name: String) throws {
    let chart = try #require(ChartCases.all.first { $0.name == name }).chart
    for text in [chart.svg(id: "<x\">"), chart.values.html] {
      #expect(!text.contains("<script") && !text.contains("<b>") && !text.contains("<x"))
    }
  }

  @Test func longNamesAreCutAndShownInFull() {
    let name = String(repeating: "long ", count: 100)
    let svg = BarChart("Names", [BarChart.Bar(name, 1)]).svg()
    #expect(svg.contains("<title>\(name)</title>long long"))
    #expect(svg.contains("…</text>"))
  }
}

import Charts
import Testing

@Suite struct AxisTests {
  @Test(arguments: [
    (0.0, "0"), (0.5, "0.5"), (0.123456, "0.1235"), (0.00012345, "0.0001235"), (12.5, "12.5"),
    (1234.5, "1,235"), (99_999, "99,999"), (123_456, "123.5k"), (1_500_000, "1.5M"),
    (2e9, "2G"), (1e15, "1e15"), (1e-5, "1e-5"), (-3.25, "-3.25"), (9.99e-5, "1e-4"),
    (.infinity, "∞"), (-.infinity, "-∞"), (.nan, "not a number"), (100, "100"), (-0.0, "0"),
  ])
  func shortNumbers(_ value: Double, _ text: String) { #expect(shortNumber(value) == text) }

  /// The texts below a chart's horizontal axis.
  private func marks(_ axis: Axis, _ values: [Double]) -> [String] {
    let chart = LineChart(
      "", [LineChart.Series("", x: values, y: values.map { _ in 1 })], x: axis,
      size: ChartSize(width: 2000))
    return chart.svg(nil).split(separator: "\n").compactMap { line -> String? in
      guard line.contains("class=\"quiet middle\"") else { return nil }
      return line.split(separator: ">").dropFirst().first?.split(separator: "<").first.map(
        String.init)
    }
  }

  @Test func marksAreRoundNumbers() {
    #expect(marks(Axis(), [0, 1]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(marks(Axis(), [-3, 47]) == ["-10", "0", "10", "20", "30", "40", "50"])
    #expect(marks(Axis(isWhole: true), [1, 4]) == ["1", "2", "3", "4"])
    #expect(marks(Axis(isWhole: true), [1, 1]) == ["0", "1", "2"])
    #expect(
      marks(Axis(range: 0...1, isShare: true), [0]) == [
        "0 %", "20 %", "40 %", "60 %", "80 %", "100 %",
      ])
    #expect(
      marks(Axis(scale: .logarithmic), [0.002, 5, -1, 0]) == ["0.001", "0.01", "0.1", "1", "10"])
  }

  @Test func anyNumbersHaveAnAxis() {
    for values in [
      [], [.nan], [.infinity, 1], [5, 5], [0, 0], [1e300, -1e300], [1e-300, 2e-300],
      [1e15, 1e15 + 1],
      [-.greatestFiniteMagnitude, .greatestFiniteMagnitude], [.leastNonzeroMagnitude, 0],
    ] as [[Double]] {
      for scale in [Axis.Scale.linear, .logarithmic] {
        for isWhole in [false, true] {
          let axis = Axis("x", scale: scale, isWhole: isWhole)
          let svg = LineChart(
            "", [LineChart.Series("", x: values, y: values)], x: axis, y: axis
          ).svg()
          #expect(!svg.contains("nan") && !svg.contains("inf\""))
        }
      }
    }
  }
}

import Terminal
import Testing

/// Curves, dot by dot.
@Suite struct CurvePlotTests {
  private func plot(_ training: [Double], _ validation: [Double] = []) -> CurvePlot {
    func curve(_ values: [Double]) -> Curve {
      var curve = Curve()
      for (index, value) in values.enumerated() { curve.add(value, epoch: index + 1) }
      return curve
    }
    var series = [CurvePlot.Series(name: "training", ink: .training, curve: curve(training))]
    if !validation.isEmpty {
      series.append(
        CurvePlot.Series(name: "validation", ink: .validation, curve: curve(validation)))
    }
    return CurvePlot(name: "loss", series: series, end: max(training.count, 2))
  }

  @Test func fallingCurveInBraille() {
    #expect(
      text(plot([2, 1, 0.5, 0.25, 0.2]).lines(columns: 24, rows: 3, look: .plain)) == """
        loss  ── training 0.2000
        2.0 ┤⠑⠢⣀
            │   ⠑⠢⢄⣀
        0.2 ┤       ⠉⠑⠒⠢⠤⢄⣀⣀⣀⣀⣀⣀
             1                 5
        """)
  }

  @Test func twoCurvesInASCII() {
    #expect(
      text(
        plot([2, 1, 0.5, 0.25, 0.2], [2, 1.5, 1, 1, 1.2]).lines(columns: 40, rows: 5, look: .ascii))
          == """
          loss  * train 0.2000  o val 1.200
          2.0 +oooo
              |  **ooooooooo
          1.1 +      *******oooooooooooooooooooooo
              |             ********
          0.2 +                     **************
               1                                 5
          """)
  }

  /// Without colors, the second one is broken.
  @Test func twoCurvesWithoutColors() {
    #expect(
      text(plot([2, 1, 0.5, 0.25], [2, 2, 2, 2]).lines(columns: 40, rows: 2, look: .plain)) == """
        loss  ── train 0.2500  ╌╌ val 2
        2.0 ┤⠉⠑⠛⠒⠫⠤⠭⢄⣉⣀⡉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉
        0.2 ┤          ⠈⠉⠉⠉⠑⠒⠒⠒⠒⠒⠢⠤⠤⠤⠤⠤⠤⠤⠤⣀⣀⣀⣀⣀⣀
             1                                 4
        """)
  }

  @Test func colorsOfTheTwo() {
    #expect(
      text(plot([0, 0], [1, 1]).lines(columns: 60, rows: 2, look: .few).prefix(1).map { $0 })
        == """
        ^[1mloss^[0m  ^[36m── training 0^[0m  ^[33m── validation 1^[0m
        """)
  }

  @Test(arguments: [8, 20, 33, 79, 200]) func neverWider(_ columns: Int) {
    for look in [TerminalLook.ascii, .plain, .full] {
      let lines = plot([1e-9, 123_456_789, -5, .nan, 3], [.infinity, 2]).lines(
        columns: columns, rows: 4, look: look)
      #expect(lines.count == 6)
      for line in lines { #expect(line.columns <= max(columns, 12) && columnsAgree(line)) }
    }
  }

  @Test func nothingMeasured() {
    let lines = plot([.nan]).lines(columns: 30, rows: 2, look: .plain)
    #expect(
      text(lines) == """
        loss  ── training -
         │
         │
          1                          2
        """)
  }
}

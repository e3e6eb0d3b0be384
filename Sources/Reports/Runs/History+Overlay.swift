import Charts
import Training

extension History {
  /// Lines of so many runs are drawn; more can't be told apart.
  public static let mostOverlaid = 12

  /// A curve of several runs over each other: what was measured on validation rows, and dotted what was on
  /// training rows, which stands alone where no run has the other; nil where no run has the curve, and for
  /// weight changes, of which each run has several.
  ///
  /// - Parameter runs: those after the first `mostOverlaid` are left out, and the title says so.
  public static func overlay(
    _ curve: Curve, _ runs: [(name: String, history: History)]
  ) -> LineChart? {
    let shown = runs.prefix(mostOverlaid)
    let charts = shown.map { $0.history.chart(curve) }
    guard curve != .weightChanges, var chart = charts.compactMap({ $0 }).first else { return nil }
    chart.series = []
    let isMeasured = charts.contains { $0?.series.contains { $0.name == "validation" } ?? false }
    let names = isMeasured ? ["validation", "training"] : [""]
    for wanted in names {
      for (index, found) in charts.enumerated() {
        guard let line = found?.series.first(where: { wanted.isEmpty || $0.name == wanted }) else {
          continue
        }
        var series = line
        series.name = shown[index].name + (wanted == "training" ? " (training)" : "")
        series.color = index % 6
        // Of more runs than colors the later ones have dashes; training has dots.
        series.dash = wanted == "training" ? 2 : index / 6
        // Twice as many lines as names are too many to read.
        if wanted == "training", charts.count > 4 { continue }
        chart.series.append(series)
      }
    }
    guard !chart.series.isEmpty else { return nil }
    let what = isMeasured ? ", validation rows" : ""
    let left = runs.count > shown.count ? ": \(shown.count) of \(runs.count) runs" : ""
    chart.title += (charts.count > 4 ? what : "") + left
    chart.marks = []
    return chart
  }

  /// The mean over several runs, epoch by epoch, with a band from the lowest to the highest of them; nil
  /// where none has the curve.
  public static func mean(_ curve: Curve, of histories: [History]) -> LineChart? {
    let charts = histories.compactMap { $0.chart(curve) }
    guard curve != .weightChanges, var chart = charts.first else { return nil }
    chart.marks = []
    chart.series = ["training", "validation", "learning rate", "gradient"].compactMap { name in
      let lines = charts.compactMap { $0.series.first { $0.name == name } }
      guard let first = lines.first, let longest = lines.map(\.y.count).max() else { return nil }
      let epochs = (0..<longest).map { epoch in
        lines.compactMap { epoch < $0.y.count ? $0.y[epoch] : nil }.filter(\.isFinite)
      }
      return LineChart.Series(
        name, x: (0..<longest).map { Double($0 + 1) },
        y: epochs.map { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) },
        band: epochs.map { values in
          values.min().flatMap { low in values.max().map { low...$0 } }
        }, color: first.color)
    }
    return chart.series.isEmpty ? nil : chart
  }
}

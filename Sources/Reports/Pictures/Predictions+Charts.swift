import Basics
import Charts
import Datasets
import Training

extension Predictions {
  /// What a chart of predictions can show.
  public enum Picture: String, CaseIterable, Sendable {
    /// How often rows of each class were given each class.
    case confusion
    /// Precision, recall and F1 of each class.
    case classes
    /// Found and wrongly taken at every threshold.
    case roc
    /// Precision against recall at every threshold.
    case precisionRecall = "precision-recall"
    /// Whether the model is right as often as it says.
    case calibration
    /// For numbers: predicted against actual.
    case actual
    /// For numbers: how often the difference is how large.
    case residuals
    /// For numbers: the mean absolute error in each tenth of the rows, by their actual value.
    case deciles
  }

  /// A chart of the predictions; nil where this kind of prediction has none.
  ///
  /// - Parameter target: which of several numbers is shown.
  public func chart(_ picture: Picture, target: Int = 0) -> (any Chart)? {
    if classes > 0 {
      switch picture {
      case .confusion: return confusionChart
      case .classes: return classesChart
      case .roc: return rocChart
      case .precisionRecall: return precisionRecallChart
      case .calibration: return calibrationChart
      case .actual, .residuals, .deciles: return nil
      }
    }
    guard target < width, rows > 0 else { return nil }
    switch picture {
    case .actual: return actualChart(target)
    case .residuals: return residualsChart(target)
    case .deciles: return decilesChart(target)
    case .confusion, .classes, .roc, .precisionRecall, .calibration: return nil
    }
  }

  // MARK: Classes

  private var confusionChart: HeatMap {
    let matrix = ConfusionMatrix(self)
    let shares = matrix.counts.map { row in
      let total = row.reduce(0, +)
      return row.map { total > 0 ? $0 / total : 0 }
    }
    return HeatMap(
      "Confusion matrix", rows: matrix.classes, columns: matrix.classes, cells: matrix.counts,
      shares: shares, rowAxis: "actual", columnAxis: "predicted")
  }

  private var classesChart: BarChart {
    let report = ClassificationReport(ConfusionMatrix(self))
    // The weakest first: they are what one looks for.
    let lines = report.lines.filter { $0.support > 0 }.sorted { $0.f1 < $1.f1 }
    return BarChart(
      "F1 by class", lines.map { BarChart.Bar($0.name, $0.f1) },
      axis: Axis("F1", range: 0...1, isShare: true))
  }

  /// Curves of so many classes are drawn, those with the smallest area first.
  private static let mostCurves = 6

  private var rocChart: LineChart? {
    let curves = curves { ROCCurve(self, of: $0) }.sorted { $0.curve.area < $1.curve.area }
    guard !curves.isEmpty else { return nil }
    return LineChart(
      "ROC",
      curves.prefix(Self.mostCurves).map { name, curve in
        LineChart.Series(
          "\(name) (\(fixed(curve.area, 3)))", x: curve.points.map(\.falsePositiveRate),
          y: curve.points.map(\.truePositiveRate))
      }, x: Axis("false positive rate", range: 0...1), y: Axis("true positive rate", range: 0...1),
      hasDiagonal: true)
  }

  private var precisionRecallChart: LineChart? {
    let curves = curves { PrecisionRecallCurve(self, of: $0) }.sorted {
      $0.curve.averagePrecision < $1.curve.averagePrecision
    }
    guard !curves.isEmpty else { return nil }
    return LineChart(
      "Precision and recall",
      curves.prefix(Self.mostCurves).map { name, curve in
        LineChart.Series(
          "\(name) (\(fixed(curve.averagePrecision, 3)))", x: curve.points.map(\.recall),
          y: curve.points.map(\.precision))
      }, x: Axis("recall", range: 0...1), y: Axis("precision", range: 0...1))
  }

  /// The curve of each class; of two classes, only the second's.
  private func curves<Curve>(_ make: (Int) -> Curve?) -> [(name: String, curve: Curve)] {
    task.classes.indices.dropFirst(classes == 2 ? 1 : 0).compactMap { index in
      make(index).map { (task.classes[index], $0) }
    }
  }

  private var calibrationChart: LineChart? {
    guard let curve = CalibrationCurve(self) else { return nil }
    let bins = curve.bins.filter { $0.weight > 0 }
    return LineChart(
      "Calibration: expected error \(fixed(curve.expectedError * 100, 1)) %",
      [
        LineChart.Series(
          "right", x: bins.map { $0.confidence ?? .nan }, y: bins.map { $0.accuracy ?? .nan },
          band: bins.map { wilsonInterval($0.accuracy ?? 0, of: $0.weight) })
      ], x: Axis("probability of the predicted class", range: 0...1),
      y: Axis("share that is right", range: 0...1), hasDiagonal: true)
  }

  // MARK: Numbers

  private func actual(_ target: Int) -> [Double] {
    (0..<rows).map { Double(targets[$0 * task.targetWidth + target]) }
  }

  private func predicted(_ target: Int) -> [Double] {
    (0..<rows).map { Double(outputs[$0 * width + target]) }
  }

  private func name(_ target: Int) -> String {
    if case .regression(targets: let names) = task, target < names.count { return names[target] }
    return "target"
  }

  private func actualChart(_ target: Int) -> ScatterChart {
    ScatterChart(
      "Predicted against actual: \(name(target))",
      [ScatterChart.Series("rows", x: actual(target), y: predicted(target))], x: Axis("actual"),
      y: Axis("predicted"), hasDiagonal: true)
  }

  private func residualsChart(_ target: Int) -> HistogramChart {
    let residuals = zip(actual(target), predicted(target)).map { $1 - $0 }
    return HistogramChart(
      "Residuals: \(name(target))", values: residuals, x: Axis("predicted less actual"))
  }

  private func decilesChart(_ target: Int) -> BarChart {
    let (truth, guesses) = (actual(target), predicted(target))
    let order = truth.indices.sorted { truth[$0] < truth[$1] }
    let parts = min(10, order.count)
    let bars = (0..<parts).map { part in
      let rows = order[(order.count * part / parts)..<(order.count * (part + 1) / parts)]
      let error = rows.reduce(0.0) { $0 + (guesses[$1] - truth[$1]).magnitude }
      let (low, high) = (truth[rows.first ?? 0], truth[rows.last ?? 0])
      return BarChart.Bar(
        "\(shortNumber(low)) to \(shortNumber(high))", error / Double(max(rows.count, 1)))
    }
    return BarChart(
      "Error by tenth of the rows: \(name(target))", bars, axis: Axis("mean absolute error"))
  }
}

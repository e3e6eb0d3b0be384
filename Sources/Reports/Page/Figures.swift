import Basics
import Charts
import Datasets
import Training

/// The figures of some predictions with their 95 % intervals, the most telling first.
struct Figures: Sendable {
  /// One figure.
  struct Figure: Sendable {
    var name: String
    /// Begins a sentence that the value ends.
    var sentence: String
    var value: Double
    var interval: ClosedRange<Double>?
    var isShare = false

    /// A value of this figure as people read it.
    func text(_ value: Double) -> String {
      isShare ? fixed(value * 100, 2) + " %" : shortNumber(value)
    }
  }

  private(set) var all: [Figure] = []

  var main: Figure? { all.first }

  /// Names with values and intervals.
  var facts: [(name: String, value: String)] {
    all.map { figure in
      let range = figure.interval.map {
        " (\(figure.text($0.lowerBound)) to \(figure.text($0.upperBound)))"
      }
      return (figure.name, figure.text(figure.value) + (range ?? ""))
    }
  }

  /// - Parameter curves: the rows that the area under the curve is measured on.
  init(_ predictions: Predictions, curves: Predictions) {
    let rows = 0..<predictions.rows
    guard !rows.isEmpty else { return }
    let weights = predictions.weights?.map { Double($0) }
    if predictions.classes > 0 {
      let right = rows.map { predictions.predictedClass($0) == predictions.target($0) ? 1.0 : 0 }
      add("accuracy", "It is right in", right, weights, isShare: true)
      add(ScoreMetric(.f1, .macro), predictions, isShare: true)
      add(ROCAUC(), curves, isShare: false)
      if let curve = CalibrationCurve(predictions) {
        all.append(
          Figure(
            name: "expected calibration error", sentence: "", value: curve.expectedError,
            isShare: true))
      }
    } else {
      let width = max(predictions.width, 1)
      let errors = rows.map { row in
        (0..<width).reduce(0.0) {
          let place = row * width + $1
          return $0
            + (Double(predictions.outputs[place]) - Double(predictions.targets[place])).magnitude
        } / Double(width)
      }
      add("mean absolute error", "It is off by", errors, weights, isShare: false)
      add(R2(), predictions, isShare: false)
    }
    if let losses = predictions.rowLosses {
      add("loss", "Its loss is", losses.map { Double($0) }, weights, isShare: false)
    }
  }

  private mutating func add(
    _ name: String, _ sentence: String, _ values: [Double], _ weights: [Double]?, isShare: Bool
  ) {
    let total = weights?.reduce(0, +) ?? Double(values.count)
    guard total > 0 else { return }
    let sum = values.indices.reduce(0.0) { $0 + (weights?[$1] ?? 1) * values[$1] }
    var interval = Bootstrap().interval(ofMean: values, weights: weights)
    // Where all rows are right, so are all that can be drawn from them: that says too much.
    if isShare, let range = interval, range.lowerBound == range.upperBound {
      interval = wilsonInterval(sum / total, of: Double(values.count))
    }
    all.append(
      Figure(
        name: name, sentence: sentence, value: sum / total, interval: interval, isShare: isShare))
  }

  private mutating func add(_ metric: any Metric, _ predictions: Predictions, isShare: Bool) {
    guard let value = metric.value(predictions) else { return }
    let name = metric.name.split(separator: "_").joined(separator: " ")
    all.append(Figure(name: name, sentence: "", value: value, isShare: isShare))
  }
}

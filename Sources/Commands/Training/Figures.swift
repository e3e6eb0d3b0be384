import Descent

/// Everything that is measured on a part of the data when a training is over.
struct Figures {
  /// How many rows were measured.
  let rows: Int
  /// The classes; empty for a regression.
  let classes: [String]
  /// The figures with their names, the loss first.
  let named: [NamedFigure]
  /// Which class was taken for which; nil for a regression.
  let confusion: ConfusionMatrix?
  /// Precision, recall and F1 of each class; nil for a regression.
  let report: ClassificationReport?

  init(_ predictions: Predictions) {
    rows = predictions.rows
    classes = predictions.task.classes
    named = Self.metrics(classes: classes.count).compactMap { metric in
      metric.value(predictions).map { NamedFigure(metric.name, $0) }
    }
    confusion = classes.isEmpty ? nil : ConfusionMatrix(predictions)
    report = confusion.map { ClassificationReport($0) }
  }

  /// What is measured for so many classes, or for numbers where there are none.
  private static func metrics(classes: Int) -> [any Metric] {
    if classes == 0 {
      return [LossMetric(), MeanSquaredErrorMetric(), MeanAbsoluteErrorMetric(), R2()]
    }
    let scores = [Average.macro, .weighted].flatMap { average in
      [Score.precision, .recall, .f1].map { ScoreMetric($0, average) as any Metric }
    }
    let top: [any Metric] = classes > 3 ? [TopK(3)] : []
    return [LossMetric(), Accuracy()] + top + scores + [LogLoss(), ROCAUC()]
  }

  /// A figure by its name.
  subscript(name: String) -> Double? { named.first { $0.name == name }?.value }

  /// The figures as a table for JSON.
  var settings: Settings {
    Settings(
      [Settings.Entry("rows", .integer(rows))]
        + named.map { Settings.Entry($0.name, figureValue($0.value)) })
  }
}

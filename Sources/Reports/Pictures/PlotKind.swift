import Basics
import Charts
import Datasets
import ModelFiles
import Training

/// What `descent plot` can draw, by name.
public enum PlotKind: Sendable, Hashable {
  /// A curve of the training.
  case curve(History.Curve)
  /// A chart of the judged rows.
  case judged(Predictions.Picture)
  /// A map of the judged rows.
  case map(DataMap.Space, DataMap.Method)
  /// What each column of a table is worth.
  case importance
  /// Judged pictures: as they come, the most wrong, the least certain.
  case predictions, mostWrong, leastCertain
  /// Pictures of the training rows by class.
  case samples
  /// The network, and the weights of its first layer as pictures.
  case network, firstLayer

  /// All kinds with their names and what they show, in groups.
  public static let all: [(name: String, kind: PlotKind, summary: String)] =
    [
      ("loss", .curve(.loss), "loss by epoch"),
      ("accuracy", .curve(.accuracy), "accuracy by epoch"),
      ("learning-rate", .curve(.learningRate), "learning rate by epoch"),
      ("weight-changes", .curve(.weightChanges), "how much each layer's weights changed"),
      ("gradient-norm", .curve(.gradientNorm), "length of the gradient by epoch"),
      ("confusion", .judged(.confusion), "confusion matrix"),
      ("classes", .judged(.classes), "F1 by class"),
      ("roc", .judged(.roc), "ROC curves"),
      ("precision-recall", .judged(.precisionRecall), "precision against recall"),
      ("calibration", .judged(.calibration), "whether it is right as often as it says"),
      ("actual", .judged(.actual), "predicted against actual numbers"),
      ("residuals", .judged(.residuals), "how large differences are"),
      ("deciles", .judged(.deciles), "error by tenth of the rows"),
      ("importance", .importance, "what each column is worth"),
      ("predictions", .predictions, "pictures with predictions"),
      ("most-wrong", .mostWrong, "the most wrong pictures"),
      ("least-certain", .leastCertain, "the least certain pictures"),
      ("samples", .samples, "training pictures by class"),
      ("map", .map(.input, .principalComponents), "rows by principal components"),
      ("map-t-sne", .map(.input, .tsne), "rows by t-SNE"),
      (
        "hidden-map", .map(.lastHiddenLayer, .principalComponents),
        "last hidden layer by principal components"
      ),
      ("hidden-map-t-sne", .map(.lastHiddenLayer, .tsne), "last hidden layer by t-SNE"),
      ("network", .network, "the network"),
      ("first-layer", .firstLayer, "weights of the first layer as pictures"),
    ]

  /// Whether the history is all that it needs.
  public var needsNoModel: Bool {
    if case .curve = self { true } else { false }
  }

  /// Whether the rows of the data are needed.
  public var needsRows: Bool {
    switch self {
    case .curve, .network, .firstLayer: false
    case .judged, .map, .importance, .predictions, .mostWrong, .leastCertain, .samples: true
    }
  }
}

extension RunReport {
  /// One chart of the run; nil where it has nothing of that kind.
  ///
  /// - Parameter target: which of several numbers is shown.
  public func chart(_ kind: PlotKind, target: Int = 0) -> (any Chart)? {
    switch kind {
    case .curve(let curve): return history.chart(curve, best: keptEpoch)
    case .network: return model.network.chart
    case .firstLayer: return model.network.firstLayerChart(model.parameters)
    case .samples:
      return trainedOn.flatMap { DataSamples($0, model).pictureRows }
    case .judged, .map, .importance, .predictions, .mostWrong, .leastCertain:
      guard let rows = judged.first else { return nil }
      return chart(kind, rows, target)
    }
  }

  private func chart(_ kind: PlotKind, _ rows: Judged, _ target: Int) -> (any Chart)? {
    switch kind {
    case .judged(let picture):
      let isCurve = picture == .roc || picture == .precisionRecall
      return (isCurve ? measured.first?.fewer : rows.predictions)?.chart(picture, target: target)
    case .map(let space, let method):
      return rows.dataset.flatMap {
        DataMap(
          method, model, $0, rows: rows.rows, space: space, most: maps.points,
          threads: maps.threads)?.chart
      }
    case .importance: return importanceChart(rows)
    case .predictions: return Gallery(rows)?.predictionsChart
    case .mostWrong: return Gallery(rows)?.mostWrongChart
    case .leastCertain: return Gallery(rows)?.leastCertainChart
    case .curve, .network, .firstLayer, .samples: return nil
    }
  }
}

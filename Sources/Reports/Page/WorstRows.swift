import Basics
import Charts
import Datasets
import Training

/// The rows of a table with the largest losses.
struct WorstRows {
  private let rows: RunReport.Judged
  private let dataset: Dataset

  /// Nil where the rows are no table, or their losses weren't measured.
  init?(_ rows: RunReport.Judged) {
    guard let dataset = rows.dataset, dataset.columns == nil, dataset.shape.dimensions.count == 1,
      !dataset.featureNames.isEmpty, rows.predictions.rowLosses != nil,
      rows.rows.count == rows.predictions.rows
    else { return nil }
    self.rows = rows
    self.dataset = dataset
  }

  /// So many rows, and of each so many features.
  private static let most = (rows: 10, features: 8)

  /// Names of the columns and cells.
  var table: (columns: [String], rows: [[String]]) {
    let predictions = rows.predictions
    let losses = predictions.rowLosses ?? []
    let worst = losses.indices.sorted { (losses[$0], $1) > (losses[$1], $0) }.prefix(Self.most.rows)
    let isClassified = predictions.classes > 0
    let features = dataset.featureNames.prefix(Self.most.features)
    let columns =
      ["row", "actual", "predicted"] + (isClassified ? ["probability"] : []) + ["loss"] + features
    let cells = worst.map { row -> [String] in
      let judged =
        isClassified
        ? classCells(row, predictions)
        : [
          texts(predictions.targets, row, predictions.task.targetWidth),
          texts(predictions.outputs, row, predictions.width),
        ]
      return ["\(grouped(rows.rows[row] + 1))"] + judged + [shortNumber(Double(losses[row]))]
        + values(rows.rows[row]).prefix(features.count)
    }
    return (columns, cells)
  }

  private func classCells(_ row: Int, _ predictions: Predictions) -> [String] {
    let classes = predictions.task.classes
    let given = predictions.predictedClass(row)
    let probability = Double(predictions.outputs[row * predictions.width + given])
    return [classes[predictions.target(row)], classes[given], fixed(probability, 3)]
  }

  private func texts(_ numbers: ContiguousArray<Scalar>, _ row: Int, _ width: Int) -> String {
    numbers[(row * width)..<((row + 1) * width)].map { shortNumber(Double($0)) }
      .joined(separator: ", ")
  }

  /// The features of a row as they were before they were scaled.
  private func values(_ row: Int) -> [String] {
    let width = dataset.shape.count
    let place = (row * width)..<((row + 1) * width)
    switch dataset.features {
    case .bytes(let bytes): return bytes.array(place).map { "\($0)" }
    case .scalars(let numbers): return numbers.array(place).map { shortNumber(Double($0)) }
    }
  }
}

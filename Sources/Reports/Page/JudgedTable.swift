import Basics
import Charts
import Datasets
import ModelFiles
import Training

/// Judged rows of a table with what they are, what they were taken for, and their cells.
struct JudgedTable {
  private let rows: RunReport.Judged
  private let cells: RowCells

  /// So many columns are shown.
  private static let mostColumns = 8

  /// Nil where the rows are no table.
  init?(_ rows: RunReport.Judged, _ model: Model) {
    guard rows.rows.count == rows.predictions.rows,
      let cells = RowCells(rows.dataset, model, most: Self.mostColumns)
    else { return nil }
    self.rows = rows
    self.cells = cells
  }

  /// Rows with the largest losses, the largest first; none where these weren't measured.
  func worst(_ count: Int) -> [Int] {
    let losses = rows.predictions.rowLosses ?? []
    return Array(
      losses.indices.filter { !losses[$0].isNaN }
        .sorted { (losses[$0], $1) > (losses[$1], $0) }.prefix(count))
  }

  /// Names of the columns and cells of some of the judged rows.
  func table(_ places: [Int]) -> (columns: [String], rows: [[String]]) {
    let predictions = rows.predictions
    let isClassified = predictions.classes > 0
    let losses = predictions.rowLosses
    let columns =
      ["row", "actual", "predicted"] + (isClassified ? ["probability"] : [])
      + (losses == nil ? [] : ["loss"]) + cells.names
    let lines = places.map { place -> [String] in
      let judged =
        isClassified
        ? classCells(place, predictions)
        : [
          texts(predictions.targets, place, predictions.task.targetWidth),
          texts(predictions.outputs, place, predictions.width),
        ]
      return ["\(grouped(rows.rows[place] + 1))"] + judged
        + (losses.map { [shortNumber(Double($0[place]))] } ?? []) + cells[rows.rows[place]]
    }
    return (columns, lines)
  }

  private func classCells(_ place: Int, _ predictions: Predictions) -> [String] {
    let classes = predictions.task.classes
    let given = predictions.predictedClass(place)
    let probability = Double(predictions.outputs[place * predictions.width + given])
    return [classes[predictions.target(place)], classes[given], fixed(probability, 3)]
  }

  private func texts(_ numbers: ContiguousArray<Scalar>, _ row: Int, _ width: Int) -> String {
    numbers[(row * width)..<((row + 1) * width)].map { shortNumber(Double($0)) }
      .joined(separator: ", ")
  }
}

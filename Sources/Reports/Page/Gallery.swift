import Basics
import Charts
import Datasets
import Training

/// Pictures of judged rows: as they come, the most wrong, the least certain.
struct Gallery {
  private let rows: RunReport.Judged
  private let pictures: RowPictures

  /// Nil where the rows are no pictures.
  init?(_ rows: RunReport.Judged) {
    guard let pictures = RowPictures(rows.dataset), rows.rows.count == rows.predictions.rows,
      !rows.rows.isEmpty
    else { return nil }
    self.rows = rows
    self.pictures = pictures
  }

  private var predictions: Predictions { rows.predictions }

  /// So many pictures in each grid.
  private static let most = 20

  /// So many bytes for all of them in a grid, so that the page stays small.
  private static let bytes = 80_000

  /// The grids, for classes and for numbers.
  var charts: [PictureGrid] {
    [predictionsChart, mostWrongChart, leastCertainChart].compactMap { $0 }
  }

  /// Rows as they come.
  var predictionsChart: PictureGrid? {
    grid("Predictions", Array(0..<min(Self.most, predictions.rows)))
  }

  /// With the probabilities that the model gave them.
  var mostWrongChart: PictureGrid? {
    grid("The most wrong", Array(mostWrong.prefix(Self.most / 2)), bars: 3)
  }

  /// With the probabilities that the model gave them.
  var leastCertainChart: PictureGrid? {
    grid("The least certain", Array(leastCertain.prefix(Self.most / 2)), bars: 3)
  }

  private func grid(_ title: String, _ places: [Int], bars: Int = 0) -> PictureGrid? {
    guard !places.isEmpty else { return nil }
    let small = pictures.small(places.map { rows.rows[$0] }, bytes: Self.bytes)
    return PictureGrid(title, places.compactMap { item($0, bars: bars, small) })
  }

  /// Wrong rows, those with the largest losses first.
  var mostWrong: [Int] {
    guard let losses = predictions.rowLosses else { return [] }
    return (0..<predictions.rows).filter { !isRight($0) }.sorted {
      (losses[$0], $1) > (losses[$1], $0)
    }
  }

  /// For classes, the rows whose two most probable ones are nearest to each other first.
  var leastCertain: [Int] {
    guard predictions.classes > 0, predictions.rowLosses != nil else { return [] }
    let margins = (0..<predictions.rows).map(margin)
    return margins.indices.sorted { (margins[$0], $0) < (margins[$1], $1) }
  }

  /// For classes, rows that are right, evenly chosen.
  func right(_ count: Int) -> [Int] {
    let right = (0..<predictions.rows).filter(isRight)
    return evenly(right.count, most: count).map { right[$0] }
  }

  private func isRight(_ row: Int) -> Bool {
    predictions.classes > 0 && predictions.predictedClass(row) == predictions.target(row)
  }

  /// The probability of the first class less that of the second.
  private func margin(_ row: Int) -> Scalar {
    let sorted = probabilities(row).sorted(by: >)
    return sorted.count > 1 ? sorted[0] - sorted[1] : 1
  }

  private func probabilities(_ row: Int) -> [Scalar] {
    Array(predictions.outputs[(row * predictions.width)..<((row + 1) * predictions.width)])
  }

  /// A judged row with its picture, what it was taken for and what it is.
  func item(_ row: Int, bars: Int = 0, _ picture: (Int) -> Picture?) -> PictureGrid.Item? {
    guard let picture = picture(rows.rows[row]) else { return nil }
    let classes = predictions.task.classes
    guard !classes.isEmpty else {
      let place = row * predictions.width
      let (guess, truth) = (predictions.outputs[place], predictions.targets[place])
      return PictureGrid.Item(
        picture, caption: shortNumber(Double(guess)), note: "actual \(shortNumber(Double(truth)))")
    }
    let (given, actual) = (predictions.predictedClass(row), predictions.target(row))
    let shares = probabilities(row)
    let top = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(bars)
    return PictureGrid.Item(
      picture,
      caption: given == actual ? classes[given] : "\(classes[given]), not \(classes[actual])",
      note: rows.dataset?.called(rows.rows[row]) ?? "row \(grouped(rows.rows[row] + 1))",
      verdict: given == actual ? .right : .wrong,
      bars: top.map { (classes[$0], Double(shares[$0])) })
  }
}

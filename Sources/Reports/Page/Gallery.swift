import Basics
import Charts
import Datasets
import Training

/// Pictures of judged rows: as they come, the most wrong, the least certain.
struct Gallery {
  private let rows: RunReport.Judged
  private let dataset: Dataset
  private let height: Int
  private let width: Int
  private let channels: Int

  /// Nil where the rows are no pictures of 2 x 2 pixels or more.
  init?(_ rows: RunReport.Judged) {
    guard let dataset = rows.dataset, dataset.columns == nil else { return nil }
    let sizes = dataset.shape.dimensions
    guard sizes.count == 2 || sizes.count == 3 && [1, 3].contains(sizes[2]), sizes[0] > 1,
      sizes[1] > 1, rows.rows.count == rows.predictions.rows, !rows.rows.isEmpty
    else { return nil }
    self.rows = rows
    self.dataset = dataset
    (height, width, channels) = (sizes[0], sizes[1], sizes.count > 2 ? sizes[2] : 1)
  }

  private var predictions: Predictions { rows.predictions }

  /// So many pictures in each grid.
  private static let most = 20

  /// The grids, for classes and for numbers.
  var charts: [PictureGrid] {
    let first = PictureGrid(
      "Predictions", (0..<min(Self.most, predictions.rows)).compactMap { item($0) })
    guard let losses = predictions.rowLosses else { return [first] }
    let wrong = (0..<predictions.rows).filter { !isRight($0) }.sorted {
      (losses[$0], $1) > (losses[$1], $0)
    }
    var charts = [first]
    if !wrong.isEmpty {
      charts.append(
        PictureGrid("The most wrong", wrong.prefix(Self.most / 2).compactMap { item($0, bars: 3) }))
    }
    if predictions.classes > 0 {
      let unsure = (0..<predictions.rows).sorted { (margin($0), $0) < (margin($1), $1) }
      charts.append(
        PictureGrid(
          "The least certain", unsure.prefix(Self.most / 2).compactMap { item($0, bars: 3) }))
    }
    return charts
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

  private func item(_ row: Int, bars: Int = 0) -> PictureGrid.Item? {
    guard let picture = picture(ofRow: rows.rows[row]) else { return nil }
    let classes = predictions.task.classes
    guard !classes.isEmpty else {
      let (guess, truth) = (predictions.outputs[row], predictions.targets[row])
      return PictureGrid.Item(
        picture, caption: shortNumber(Double(guess)), note: "actual \(shortNumber(Double(truth)))")
    }
    let (given, actual) = (predictions.predictedClass(row), predictions.target(row))
    let shares = probabilities(row)
    let top = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(bars)
    return PictureGrid.Item(
      picture,
      caption: given == actual ? classes[given] : "\(classes[given]), not \(classes[actual])",
      note: "row \(grouped(rows.rows[row] + 1))", verdict: given == actual ? .right : .wrong,
      bars: top.map { (classes[$0], Double(shares[$0])) })
  }

  /// A row of the data set as a picture.
  func picture(ofRow row: Int) -> Picture? {
    let count = height * width * channels
    let place = (row * count)..<((row + 1) * count)
    switch dataset.features {
    case .bytes(let bytes):
      let samples = bytes.array(place)
      let greatest = samples.max() ?? 0
      // The 8x8 digits go to 16, not to 255.
      let scale = greatest > 0 && greatest < 32 ? 255 / Int(greatest) : 1
      return try? Picture(
        height: height, width: width, channels: channels,
        samples: ContiguousArray(samples.map { UInt8(Int($0) * scale) }))
    case .scalars(let numbers):
      let values = numbers.array(place).map { Double($0) }
      guard channels == 1 else { return nil }
      return try? Picture(height: height, width: width, stretching: values)
    }
  }
}

import Basics
import Charts
import Datasets
import ModelFiles
import Networks
import Training

/// What the model looks at in some judged rows: maps beside pictures, bars for the columns of a table.
struct Explanations {
  private let rows: RunReport.Judged
  private let model: Model

  /// Steps of the integrated gradients: for the networks here the sums are off by less than a percent.
  private static let steps = 32

  init(_ rows: RunReport.Judged, _ model: Model) {
    self.rows = rows
    self.model = model
  }

  /// Charts of rows that are right, most wrong and least certain; none where the rows are no pictures and
  /// have no columns with names.
  var charts: [any Chart] {
    guard let dataset = rows.dataset, dataset.shape.count == model.network.input.count,
      dataset.columns == nil, rows.rows.count == rows.predictions.rows
    else { return [] }
    let tracer = RowTracer(model, method: .integrated(steps: Self.steps))
    if let gallery = Gallery(rows), let pictures = RowPictures(dataset) {
      return maps(gallery, pictures, tracer, dataset)
    }
    return bars(tracer, dataset)
  }

  /// What the maps and bars mean.
  static func caption(_ model: Model, isPictures: Bool) -> String {
    let zero =
      switch model.scaling.scaling {
      case .standardize, .imageStandardize: isPictures ? "the mean picture" : "the mean row"
      case .robust: isPictures ? "the median picture" : "the median row"
      case .none, .unit, .imageMax: isPictures ? "a black picture" : "a row of zeros"
      case .minMax, .log, .quantile: "a row that is 0 after scaling"
      }
    return
      "How much each \(isPictures ? "pixel" : "column") speaks for (blue) or against (orange) what "
      + "was predicted, compared with \(zero): integrated gradients."
  }

  private func trace(_ place: Int, _ tracer: RowTracer, _ dataset: Dataset) -> RowTrace? {
    var features = ContiguousArray<Scalar>(repeating: 0, count: dataset.shape.count)
    var span = features.mutableSpan
    dataset.gatherFeatures(of: [rows.rows[place]][...], into: &span)
    let isClassified = rows.predictions.classes > 0
    return try? tracer.trace(
      features, output: isClassified ? rows.predictions.predictedClass(place) : nil)
  }

  // MARK: Pictures

  private static let mostPictures = 6

  private func maps(
    _ gallery: Gallery, _ pictures: RowPictures, _ tracer: RowTracer, _ dataset: Dataset
  ) -> [any Chart] {
    let chosen = [
      ("What it looks at: right", gallery.right(Self.mostPictures)),
      ("What it looks at: the most wrong", Array(gallery.mostWrong.prefix(Self.mostPictures))),
      (
        "What it looks at: the least certain",
        Array(gallery.leastCertain.prefix(Self.mostPictures))
      ),
    ].filter { !$0.1.isEmpty }
    let all = chosen.flatMap { $0.1.map { rows.rows[$0] } }
    let small = pictures.small(all, bytes: 100_000)
    return chosen.map { title, places in
      PictureGrid(
        title,
        places.compactMap { place in
          guard var item = gallery.item(place, small), let trace = trace(place, tracer, dataset)
          else { return nil }
          item.beside = pictures.map(of: trace.saliency.contributions)?.shrunk(to: 64)
          return item
        }, pictureSide: 58)
    }
  }

  // MARK: Tables

  private static let mostRows = 4
  private static let mostColumns = 8

  private func bars(_ tracer: RowTracer, _ dataset: Dataset) -> [any Chart] {
    let groups = model.columnGroups
    guard groups.count > 1, let losses = rows.predictions.rowLosses else { return [] }
    let worst = losses.indices.filter { losses[$0].isFinite }
      .sorted { (losses[$0], $1) > (losses[$1], $0) }.prefix(Self.mostRows)
    return worst.compactMap { place in
      guard let trace = trace(place, tracer, dataset) else { return nil }
      let sums = groups.map { group in
        (
          group.name,
          group.features.reduce(0.0) { $0 + Double(trace.saliency.contributions[$1]) }
        )
      }.sorted { ($0.1.magnitude, $1.0) > ($1.1.magnitude, $0.0) }
      return BarChart(
        "Row \(grouped(rows.rows[place] + 1)): \(verdict(place))",
        sums.prefix(Self.mostColumns).map { BarChart.Bar($0, $1, color: $1 < 0 ? 1 : 0) },
        axis: Axis(rows.predictions.classes > 0 ? "for the predicted class" : "adds to the number"))
    }
  }

  private func verdict(_ place: Int) -> String {
    let predictions = rows.predictions
    let classes = predictions.task.classes
    guard classes.isEmpty else {
      return "\(classes[predictions.predictedClass(place)]), "
        + "actual \(classes[predictions.target(place)])"
    }
    let at = place * predictions.width
    return "\(shortNumber(Double(predictions.outputs[at]))), "
      + "actual \(shortNumber(Double(predictions.targets[at])))"
  }
}

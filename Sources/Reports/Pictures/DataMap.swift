import Basics
import Charts
import Datasets
import Kernels
import ModelFiles
import Networks
import Projections
import Training

/// Rows of a data set as points of a plane, as far apart as they differ, colored by their class.
public struct DataMap: Sendable {
  /// How rows become points.
  public enum Method: String, CaseIterable, Sendable {
    /// The two directions in which rows differ most.
    case principalComponents = "pca"
    /// Near ones stay near.
    case tsne = "t-sne"
  }

  /// The chart.
  public let chart: ScatterChart

  /// A map of some rows, features scaled as the model takes them; nil of fewer than four rows, and where a
  /// number is not finite.
  ///
  /// - Parameters:
  ///   - dataset: encoded, not scaled.
  ///   - rows: which of its rows; of more than `most`, so many are evenly chosen.
  ///   - pictures: for a row its picture, shown to whoever points at it; nil for none.
  ///   - threads: the map is the same for any number.
  public init?(
    _ method: Method, _ model: Model, _ dataset: Dataset, rows: [Int], most: Int = 500,
    threads: Int = 1, pictures: (Int) -> Picture? = { _ in nil }
  ) {
    let chosen = evenly(rows.count, most: most).map { rows[$0] }
    let width = dataset.shape.count
    guard chosen.count > 3, dataset.columns == nil, width == model.network.input.count else {
      return nil
    }
    var features = ContiguousArray<Scalar>(repeating: 0, count: chosen.count * width)
    var span = features.mutableSpan
    dataset.gatherFeatures(of: chosen[...], into: &span)
    model.scaling.apply(to: &span, width: width)
    guard let points = try? Points(features, width: width) else { return nil }
    let workers = Workers(threads)
    let (map, names) = Self.map(method, points, workers)
    let thinned = chosen.count < rows.count ? ", \(chosen.count) of \(rows.count) rows" : ""
    chart = ScatterChart(
      "Map of the rows (\(method == .tsne ? "t-SNE" : "principal components"))\(thinned)",
      Self.series(map, dataset, chosen, pictures), x: Axis(names.x), y: Axis(names.y))
  }

  private static func map(
    _ method: Method, _ points: Points, _ workers: Workers
  ) -> (Points, names: (x: String, y: String)) {
    guard method == .principalComponents else {
      return (TSNE().map(points, workers: workers), ("", ""))
    }
    let components = PrincipalComponents(points, count: 2, workers: workers)
    let shares = components.shares + [0, 0]
    let names = ["first", "second"].enumerated().map { index, name in
      "\(name) component (\(fixed(shares[index] * 100, 1)) %)"
    }
    return (components.project(points, workers: workers), (names[0], names[1]))
  }

  private static func series(
    _ map: Points, _ dataset: Dataset, _ rows: [Int], _ pictures: (Int) -> Picture?
  ) -> [ScatterChart.Series] {
    let classes = dataset.task.classes
    let names = classes.isEmpty ? ["rows"] : classes
    var series = names.map { ScatterChart.Series($0, x: [], y: []) }
    for (index, row) in rows.enumerated() {
      let place = classes.isEmpty ? 0 : Int(dataset.targets[row])
      let truth =
        classes.isEmpty
        ? shortNumber(Double(dataset.targets[row * dataset.task.targetWidth])) : classes[place]
      series[place].x.append(Double(map.values[index * map.width]))
      series[place].y.append(map.width > 1 ? Double(map.values[index * map.width + 1]) : 0)
      series[place].tips.append("row \(grouped(row + 1)): \(truth)")
      if let picture = pictures(row) { series[place].pictures.append(picture) }
    }
    return series.filter { !$0.x.isEmpty }
  }
}

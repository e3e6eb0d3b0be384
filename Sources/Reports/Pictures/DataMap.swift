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

  /// Of what a row is a point.
  public enum Space: String, CaseIterable, Sendable {
    /// Its features, scaled as the model takes them.
    case input
    /// What the last layer before the output layer makes of it: there the model tells classes apart.
    case lastHiddenLayer = "last-hidden-layer"
  }

  /// The chart.
  public let chart: ScatterChart
  /// Which rows the points of each of its series are.
  let rows: [[Int]]

  /// A map of some rows; nil of fewer than four rows, where a number is not finite, and where the network
  /// has no hidden layer and that is asked for.
  ///
  /// - Parameters:
  ///   - dataset: encoded, not scaled.
  ///   - rows: which of its rows; of more than `most`, so many are evenly chosen.
  ///   - space: their features, unless stated.
  ///   - pictures: for a row its picture, shown to whoever points at it; nil for none.
  ///   - threads: the map is the same for any number.
  public init?(
    _ method: Method, _ model: Model, _ dataset: Dataset, rows: [Int],
    space: Space = .input, most: Int = 500, threads: Int = 1,
    pictures: (Int) -> Picture? = { _ in nil }
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
    let workers = Workers(threads)
    var pointWidth = width
    if space == .lastHiddenLayer {
      guard let hidden = Self.hidden(model, features, rows: chosen.count, workers) else {
        return nil
      }
      (features, pointWidth) = (hidden, hidden.count / chosen.count)
    }
    guard let points = try? Points(features, width: pointWidth) else { return nil }
    let (map, names) = Self.map(method, points, workers)
    let thinned =
      chosen.count < rows.count ? ", \(grouped(chosen.count)) of \(grouped(rows.count)) rows" : ""
    let what = space == .input ? "rows" : "last hidden layer"
    let series = Self.series(map, dataset, chosen, pictures)
    self.rows = series.map(\.rows)
    chart = ScatterChart(
      "Map of the \(what) (\(method == .tsne ? "t-SNE" : "principal components"))\(thinned)",
      series.map(\.series), x: Axis(names.x), y: Axis(names.y),
      size: ChartSize(width: 480, height: 400))
  }

  /// The activations before the output layer, [rows][units]; nil where that is the first one.
  private static func hidden(
    _ model: Model, _ features: ContiguousArray<Scalar>, rows: Int, _ workers: Workers
  ) -> ContiguousArray<Scalar>? {
    let network = model.network
    guard
      let output = network.layers.indices.last(where: { !network.layout.layerRanges[$0].isEmpty }),
      network.layers[..<output].indices.contains(where: { !network.layout.layerRanges[$0].isEmpty })
    else { return nil }
    let width = network.input.count
    let units = network.plans[output - 1].output.count
    let workspace = Workspace(
      for: network, capacity: min(rows, 256), workers: workers, training: false)
    var activations = ContiguousArray<Scalar>()
    activations.reserveCapacity(rows * units)
    for start in stride(from: 0, to: rows, by: workspace.capacity) {
      let count = min(workspace.capacity, rows - start)
      network.load(rows: count, into: workspace) { part, span in
        let first = (start + part.lowerBound) * width
        for i in 0..<span.count { span[i] = features[first + i] }
      }
      network.forward(
        rows: count, parameters: model.parameters, in: workspace, mode: .inference)
      activations += workspace.activation(ofLayer: output - 1, rows: count)
    }
    return activations
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
  ) -> [(series: ScatterChart.Series, rows: [Int])] {
    let classes = dataset.task.classes
    let width = dataset.task.targetWidth
    let fifths = Fifths(classes.isEmpty ? rows.map { Double(dataset.targets[$0 * width]) } : [])
    let names = classes.isEmpty ? fifths.names : classes
    var series = names.map { ScatterChart.Series($0, x: [], y: []) }
    var places = [[Int]](repeating: [], count: names.count)
    for (index, row) in rows.enumerated() {
      let target = Double(dataset.targets[row * width])
      let place = classes.isEmpty ? fifths.place(target) : Int(target)
      let truth = classes.isEmpty ? shortNumber(target) : classes[place]
      series[place].x.append(Double(map.values[index * map.width]))
      series[place].y.append(map.width > 1 ? Double(map.values[index * map.width + 1]) : 0)
      series[place].tips.append("row \(grouped(row + 1)): \(truth)")
      places[place].append(row)
      if let picture = pictures(row) { series[place].pictures.append(picture) }
    }
    return zip(series, places).filter { !$0.1.isEmpty }.map { ($0, $1) }
  }
}

/// Numbers in five groups of about the same size, the lowest first.
private struct Fifths {
  /// Where the second to the last begin; fewer where many numbers are equal.
  private let bounds: [Double]
  /// From where to where each goes.
  let names: [String]

  init(_ values: [Double]) {
    let sorted = values.sorted()
    var bounds: [Double] = []
    for part in 1..<5 where !sorted.isEmpty {
      let bound = sorted[sorted.count * part / 5]
      if bound > bounds.last ?? sorted[0] { bounds.append(bound) }
    }
    self.bounds = bounds
    let ends = [sorted.first ?? 0] + bounds + [sorted.last ?? 0]
    names = zip(ends, ends.dropFirst()).map { "\(shortNumber($0)) to \(shortNumber($1))" }
  }

  /// The group of a number.
  func place(_ value: Double) -> Int { bounds.count { $0 <= value } }
}

import Basics
import Charts
import Training

extension [LayerHistograms] {
  /// What there are histograms of, in the order in which the layers run.
  var names: [(kind: LayerHistograms.Kind, name: String, layer: String)] {
    last?.entries.map { ($0.kind, $0.name, $0.layer) } ?? []
  }

  /// The chart of a parameter, of its gradient or of a layer's outputs over all epochs; nil where there is
  /// no such histogram.
  ///
  ///     try snapshots.chart(.weights, "layers.0.weight")?.svg()
  public func chart(_ kind: LayerHistograms.Kind, _ name: String) -> DistributionChart? {
    let found = compactMap { snapshot in
      snapshot.entries.first { $0.kind == kind && $0.name == name }.map { (snapshot, $0) }
    }
    guard let (_, last) = found.last else { return nil }
    let isActivation = kind == .activations
    let facts =
      ["mean", "deviation", "0"] + (isActivation ? ["dead units"] : [])
      + (found.contains { $0.1.histogram.notFinite > 0 } ? ["not finite"] : [])
    let columns = found.map { snapshot, entry in
      let histogram = entry.histogram
      var texts = [
        shortNumber(histogram.mean), shortNumber(histogram.deviation),
        fixed(histogram.zeroShare * 100, 1) + " %",
      ]
      if isActivation { texts.append("\(entry.dead) of \(entry.units)") }
      if facts.contains("not finite") { texts.append("\(histogram.notFinite)") }
      return DistributionChart.Column(
        "\(snapshot.epoch)", edges: histogram.edges, counts: histogram.counts.map(Double.init),
        quantiles: (
          histogram.quantile(0.05) ?? .nan, histogram.quantile(0.5) ?? .nan,
          histogram.quantile(0.95) ?? .nan
        ), facts: texts)
    }
    return DistributionChart(
      Self.title(last), columns, y: Axis(Self.axis(kind)), facts: facts,
      remark: Self.remark(last))
  }

  private static func title(_ entry: LayerHistograms.Entry) -> String {
    switch entry.kind {
    case .weights: entry.name
    case .gradients: "Gradient of \(entry.name)"
    case .activations: "Outputs of \(entry.layer)"
    }
  }

  private static func axis(_ kind: LayerHistograms.Kind) -> String {
    switch kind {
    case .weights: "value"
    case .gradients: "slope"
    case .activations: "output"
    }
  }

  private static func remark(_ entry: LayerHistograms.Entry) -> String {
    let histogram = entry.histogram
    var parts: [String] = []
    if histogram.sampled < histogram.count {
      parts.append(
        "\(grouped(histogram.sampled)) of \(grouped(histogram.count)) numbers, evenly chosen.")
    }
    if histogram.zeros > 0 {
      parts.append("At last \(fixed(histogram.zeroShare * 100, 1)) % are 0.")
    }
    if entry.dead > 0 {
      parts.append("\(entry.dead) of \(entry.units) units gave 0 for every row.")
    }
    if histogram.notFinite > 0 {
      parts.append("\(grouped(histogram.notFinite)) are not finite.")
    }
    return parts.joined(separator: " ")
  }

  // MARK: All layers beside each other

  /// Layers beyond these are left out of the legend's way, evenly.
  private static let mostLines = 8

  /// How widely the gradient of each layer's weights spreads: layers that learn nothing fall behind, and
  /// those that explode rise. Nil without histograms.
  public var gradientChart: LineChart? {
    let names = names.filter { $0.kind == .gradients && $0.name.hasSuffix(".weight") }
    return lines(
      "Spread of the gradient by layer", names, y: Axis("deviation", scale: .logarithmic)
    ) {
      $0.histogram.deviation
    }
  }

  /// The share of units in each layer that gave 0 for every row; nil where no layer had one.
  public var deadChart: LineChart? {
    let names = names.filter { item in
      item.kind == .activations
        && contains { $0.entries.contains { $0.name == item.name && $0.dead > 0 } }
    }
    return lines("Dead units by layer", names, y: Axis("units", isShare: true)) {
      $0.units > 0 ? Double($0.dead) / Double($0.units) : 0
    }
  }

  private func lines(
    _ title: String, _ names: [(kind: LayerHistograms.Kind, name: String, layer: String)], y: Axis,
    _ figure: (LayerHistograms.Entry) -> Double
  ) -> LineChart? {
    let shown = evenly(names.count, most: Self.mostLines).map { names[$0] }
    guard !shown.isEmpty else { return nil }
    let series = shown.map { item in
      LineChart.Series(
        item.layer, x: map { Double($0.epoch) },
        y: map { snapshot in
          snapshot.entries.first { $0.kind == item.kind && $0.name == item.name }.map(figure)
            ?? .nan
        })
    }
    let thinned = shown.count < names.count ? ", \(shown.count) of \(names.count)" : ""
    return LineChart(title + thinned, series, x: Axis("epoch", isWhole: true), y: y)
  }
}

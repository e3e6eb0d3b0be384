import Basics
import Charts
import Training

/// The part of the page that shows how weights, gradients and outputs are distributed, layer by layer.
struct Distributions {
  private let snapshots: [LayerHistograms]
  private let layers: [(name: String, items: [(kind: LayerHistograms.Kind, name: String)])]

  /// So many layers are shown: each takes some 30,000 bytes.
  private static let mostLayers = 24
  /// More layers are folded.
  private static let mostOpen = 3

  /// Nil without histograms.
  init?(_ snapshots: [LayerHistograms]) {
    guard !snapshots.names.isEmpty else { return nil }
    self.snapshots = snapshots
    var layers: [(name: String, items: [(kind: LayerHistograms.Kind, name: String)])] = []
    for item in snapshots.names {
      if layers.last?.name != item.layer { layers.append((item.layer, [])) }
      layers[layers.count - 1].items.append((item.kind, item.name))
    }
    self.layers = layers
  }

  /// The section.
  var html: HTML {
    let shown = evenly(layers.count, most: Self.mostLayers)
    let overview = [
      snapshots.gradientChart.map { HTML.chart($0, id: "gradient-by-layer") },
      snapshots.deadChart.map { HTML.chart($0, id: "dead-by-layer") },
    ].compactMap { $0 }
    return """
      <p>\(explanation(shown.count))</p>
      <div class="charts">
      \(overview)</div>
      \(shown.map(layer))
      """
  }

  private func explanation(_ shown: Int) -> String {
    let rows = snapshots.last?.rows ?? 0
    let sampled = snapshots.contains { snapshot in
      snapshot.entries.contains { $0.histogram.sampled < $0.histogram.count }
    }
    return "After \(counted(snapshots.count, "epoch")), the same "
      + "\(counted(rows, "training row")) were run forward and back; of gradients and outputs the "
      + "charts show those rows."
      + (sampled ? " Of large layers some numbers, evenly chosen, were looked at." : "")
      + (shown < layers.count
        ? " \(shown) of \(layers.count) layers are shown, evenly chosen." : "")
  }

  private func layer(_ index: Int) -> HTML {
    let charts = layers[index].items.enumerated().compactMap { number, item in
      snapshots.chart(item.kind, item.name).map {
        HTML.chart($0, id: "distribution-\(index)-\(number)")
      }
    }
    let content: HTML = "<div class=\"charts\">\n\(charts)</div>\n"
    guard layers.count > Self.mostOpen else { return "<h3>\(layers[index].name)</h3>\n\(content)" }
    return
      "<details class=\"layer\"><summary>\(layers[index].name)</summary>\n\(content)</details>\n"
  }
}

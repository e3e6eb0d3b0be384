import Basics
import Charts
import Datasets
import ModelFiles

/// Maps of the judged rows, one seen at a time: of the rows as the network takes them and of what its last
/// hidden layer makes of them, each by principal components and by t-SNE.
struct MapTabs {
  private let rows: RunReport.Judged
  private let model: Model
  private let options: RunReport.Maps

  init(_ rows: RunReport.Judged, _ model: Model, _ options: RunReport.Maps) {
    (self.rows, self.model, self.options) = (rows, model, options)
  }

  /// Pictures that are shown to whoever points at a point take so many bytes together.
  private static let bytes = 400_000

  /// The maps with what switches between them; nil where there are none.
  var html: HTML? {
    guard let dataset = rows.dataset, dataset.columns == nil else { return nil }
    let chosen = evenly(rows.rows.count, most: options.points).map { rows.rows[$0] }
    let pictures = RowPictures(dataset)
    let maps = DataMap.Space.allCases.flatMap { space in
      DataMap.Method.allCases.map { (space, $0) }
    }.compactMap { space, method -> (name: String, chart: any Chart)? in
      let map = DataMap(
        method, model, dataset, rows: rows.rows, space: space, most: options.points,
        threads: options.threads)
      guard var chart = map?.chart else { return nil }
      if pictures != nil, let map { chart.show(map.rows.map { $0.map { "peek-\($0)" } }) }
      return ("\(space == .input ? "rows" : "last hidden layer"), \(method.words)", chart)
    }
    guard !maps.isEmpty else { return nil }
    let tabs = maps.enumerated().map { index, map in
      """
      <input type="radio" name="map" id="map-tab-\(index)"\(index == 0 ? " checked" as HTML : "")>\
      <label for="map-tab-\(index)">\(map.name)</label>

      """ as HTML
    }
    let charts = maps.enumerated().map { HTML.chart($1.chart, id: "map-\($0)") }
    return """
      <div class="tabs" role="group" aria-label="Maps of the rows">
      \(tabs)\(pictures.map { sheet($0, chosen) } ?? "")\(charts)</div>

      """
  }

  /// The pictures of all points, once for all maps.
  private func sheet(_ pictures: RowPictures, _ rows: [Int]) -> HTML {
    let small = pictures.small(rows, bytes: Self.bytes)
    let images = rows.map { row -> String in
      guard let picture = small(row) else { return "" }
      return "<image id=\"peek-\(row)\" width=\"64\" height=\"64\" href=\"\(picture.address)\"/>\n"
    }
    return HTML(
      markup: "<svg class=\"chart sheet\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\n"
        + images.joined() + "</defs></svg>\n")
  }
}

extension DataMap.Method {
  fileprivate var words: String {
    switch self {
    case .principalComponents: "principal components"
    case .tsne: "t-SNE"
    }
  }
}

extension ScatterChart {
  /// Shows pictures that lie elsewhere on the page to whoever points at a point.
  fileprivate mutating func show(_ names: [[String]]) {
    for (index, names) in names.enumerated() where index < series.count {
      series[index].peeks = names
    }
  }
}

import Basics
import Charts
import Datasets
import ModelFiles
import Training

/// Which rows of one class were taken for another, for the cells of a confusion matrix: each leads to a
/// panel that is seen once it is asked for. Nothing but an address does that, no script.
struct ConfusedPairs {
  /// Rows of one class that were taken for another.
  private struct Pair {
    var actual: Int
    var predicted: Int
    /// Places among the judged rows, the most confident first.
    var places: [Int]
  }

  /// So many rows are shown of a pair, and of all together; and so many bytes of pictures.
  private static let most = (ofPair: 12, all: 600, bytes: 250_000)

  private let rows: RunReport.Judged
  private let model: Model
  private let id: String
  /// Those with a panel, the most frequent first.
  private let shown: [Pair]
  /// Pairs that have none.
  let left: Int

  /// Nil where there are no classes, or the rows are not at hand.
  ///
  /// - Parameter id: begins the names of the panels, and differs between the matrices of a page.
  init?(_ rows: RunReport.Judged, _ model: Model, id: String) {
    let predictions = rows.predictions
    guard predictions.classes > 0, rows.dataset != nil, rows.rows.count == predictions.rows else {
      return nil
    }
    self.rows = rows
    self.model = model
    self.id = id
    var places: [HeatMap.Place: [Int]] = [:]
    for place in 0..<predictions.rows {
      let (actual, predicted) = (predictions.target(place), predictions.predictedClass(place))
      if actual != predicted { places[HeatMap.Place(actual, predicted), default: []].append(place) }
    }
    func probability(_ place: Int, _ pair: HeatMap.Place) -> Scalar {
      let value = predictions.outputs[place * predictions.width + pair.column]
      return value.isNaN ? -1 : value
    }
    let pairs = places.sorted {
      ($0.value.count, $1.key.row, $1.key.column) > ($1.value.count, $0.key.row, $0.key.column)
    }
    var room = Self.most.all
    shown = pairs.prefix { pair in
      room -= min(pair.value.count, Self.most.ofPair)
      return room >= 0
    }.map { pair in
      Pair(
        actual: pair.key.row, predicted: pair.key.column,
        places: pair.value.sorted {
          (probability($0, pair.key), $1) > (probability($1, pair.key), $0)
        })
    }
    left = pairs.count - shown.count
  }

  /// Where the cells of the matrix lead.
  var links: [HeatMap.Place: String] {
    Dictionary(
      shown.map { (HeatMap.Place($0.actual, $0.predicted), "#" + name($0)) },
      uniquingKeysWith: { first, _ in first })
  }

  private func name(_ pair: Pair) -> String { "\(id)-\(pair.actual)-\(pair.predicted)" }

  /// Whether the panels are as wide as a chart: those with pictures are, tables are wider.
  var areNarrow: Bool { RowPictures(rows.dataset) != nil }

  /// The panels, none of which is seen, and what leads to them.
  ///
  /// - Parameter back: where a panel is left to.
  func panels(back: String) -> HTML {
    guard !shown.isEmpty else { return "" }
    let gallery = Gallery(rows)
    let table = JudgedTable(rows, model)
    guard gallery != nil || table != nil else { return "" }
    let all = shown.flatMap { $0.places.prefix(Self.most.ofPair).map { rows.rows[$0] } }
    let small = RowPictures(rows.dataset)?.small(all, bytes: Self.most.bytes)
    let panels = shown.map { pair -> HTML in
      let places = Array(pair.places.prefix(Self.most.ofPair))
      var content: HTML = ""
      if let gallery, let small {
        content = grid(pair, places, gallery, small)
      } else if let table {
        let cells = table.table(places)
        content = HTML.table(cells.columns, cells.rows)
      }
      return """
        <div class="pair" id="\(name(pair))" role="region" aria-label="\(title(pair))" tabindex="-1">
        <p>\(title(pair)) <a href="#\(back)">close</a></p>
        \(content)</div>

        """
    }
    let rest: HTML =
      left == 0
      ? "" : " \(counted(left, "rarer pair")) \(left == 1 ? "has" : "have") none."
    return "<p class=\"hint\">A cell off the diagonal shows its rows.\(rest)</p>\n\(panels)"
  }

  private func title(_ pair: Pair) -> String {
    let classes = rows.predictions.task.classes
    let count = pair.places.count
    let some =
      count > Self.most.ofPair
      ? "\(Self.most.ofPair) of \(grouped(count)) rows, the most confident first"
      : counted(count, "row")
    return "\(classes[pair.actual]) taken for \(classes[pair.predicted]): \(some)"
  }

  private func grid(
    _ pair: Pair, _ places: [Int], _ gallery: Gallery, _ small: (Int) -> Picture?
  ) -> HTML {
    let predictions = rows.predictions
    let items = places.compactMap { place -> PictureGrid.Item? in
      guard var item = gallery.item(place, small) else { return nil }
      let share = Double(predictions.outputs[place * predictions.width + pair.predicted])
      (item.caption, item.verdict) = (fixed(share * 100, 1) + " %", nil)
      return item
    }
    return HTML(
      markup: PictureGrid("Probability of \(predictions.task.classes[pair.predicted])", items).svg(
        nil, id: name(pair) + "-pictures"))
  }
}

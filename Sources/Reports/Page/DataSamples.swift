import Basics
import Charts
import Datasets
import ModelFiles

/// What the training data looks like: pictures of each class, or rows of a table and how often which value
/// of a column occurs.
struct DataSamples {
  private let dataset: Dataset
  private let rows: [Int]
  private let model: Model

  init(_ rows: RunReport.Rows, _ model: Model) {
    (dataset, self.rows, self.model) = (rows.dataset, rows.rows, model)
  }

  /// The section's content; nil where the rows are neither pictures nor a table.
  var html: HTML? {
    guard dataset.columns == nil, !rows.isEmpty else { return nil }
    return RowPictures(dataset).map(pictures) ?? table
  }

  // MARK: Pictures

  /// So many pictures of a class, so many classes, and so many bytes of all of them.
  private static let mostPictures = (ofClass: 10, classes: 40, bytes: 250_000)

  private func pictures(_ pictures: RowPictures) -> HTML {
    let lines = lines(pictures)
    // Two charts side by side where there are many classes.
    let half = lines.count > 5 ? (lines.count + 1) / 2 : max(lines.count, 1)
    let parts = stride(from: 0, to: lines.count, by: half).map { start in
      HTML.chart(
        PictureRows(
          start == 0 ? "Training pictures" : "Training pictures, the other classes",
          Array(lines[start..<min(start + half, lines.count)])),
        id: "samples-\(start / half)")
    }
    let (shown, all) = (lines.count, dataset.task.classes.count)
    let note: HTML =
      all > shown && all > 0
      ? "<p class=\"hint\">The first \(shown) of \(all) classes.</p>\n" : ""
    return "<div class=\"charts\">\n\(parts)</div>\n\(note)"
  }

  /// All pictures in one chart; nil where there are none.
  var pictureRows: PictureRows? {
    RowPictures(dataset).map { PictureRows("Training pictures", lines($0)) }
  }

  /// A line of pictures for each class.
  private func lines(_ pictures: RowPictures) -> [PictureRows.Row] {
    let classes = dataset.task.classes
    var groups: [(name: String, rows: [Int], note: String)] = []
    if classes.isEmpty {
      let some = evenly(rows.count, most: 40).map { rows[$0] }
      groups = stride(from: 0, to: some.count, by: 10).map {
        ("", Array(some[$0..<min($0 + 10, some.count)]), "")
      }
    } else {
      var places = [[Int]](repeating: [], count: classes.count)
      for row in rows { places[Int(dataset.targets[row])].append(row) }
      let most = max(2, min(Self.mostPictures.ofClass, 200 / max(classes.count, 1)))
      groups = places.enumerated().prefix(Self.mostPictures.classes).map { index, all in
        (
          classes[index], evenly(all.count, most: most).map { all[$0] }, counted(all.count, "row")
        )
      }
    }
    let small = pictures.small(groups.flatMap(\.rows), bytes: Self.mostPictures.bytes)
    return groups.map { group in
      PictureRows.Row(group.name, note: group.note, group.rows.compactMap { small($0) })
    }
  }

  // MARK: Tables

  /// So many rows, columns, and rows that are counted for the charts.
  private static let most = (rows: 8, columns: 12, counted: 10_000)

  private var table: HTML? {
    guard let cells = RowCells(dataset, model, most: Self.most.columns) else { return nil }
    let chosen = evenly(rows.count, most: Self.most.rows).map { rows[$0] }
    let lines = chosen.map { [grouped($0 + 1), target($0)] + cells[$0] }
    let counted = evenly(rows.count, most: Self.most.counted).map { rows[$0] }
    let charts = cells.charts(counted, size: ChartSize(width: 300, height: 150))
      .enumerated().map { HTML.chart($1, id: "column-\($0)") }
    var notes: [String] = []
    if cells.total > Self.most.columns {
      notes.append("The first \(Self.most.columns) of \(grouped(cells.total)) columns.")
    }
    if counted.count < rows.count {
      notes.append(
        "Counted in \(grouped(counted.count)) of the \(grouped(rows.count)) training rows, evenly chosen."
      )
    }
    let hint: HTML =
      notes.isEmpty ? "" : "<p class=\"hint\">\(notes.joined(separator: " "))</p>\n"
    return """
      \(HTML.table(["row", targetName] + cells.names, lines))\
      <div class="charts small">
      \(charts)</div>
      \(hint)
      """
  }

  private var targetName: String {
    switch dataset.task {
    case .classification:
      model.targetNames.first ?? "class"
    case .regression(let names): names.joined(separator: ", ")
    }
  }

  private func target(_ row: Int) -> String {
    let (classes, width) = (dataset.task.classes, dataset.task.targetWidth)
    guard classes.isEmpty else { return classes[Int(dataset.targets[row])] }
    return dataset.targets[(row * width)..<((row + 1) * width)].map { shortNumber(Double($0)) }
      .joined(separator: ", ")
  }
}

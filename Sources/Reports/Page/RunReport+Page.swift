import Basics
import Charts
import Datasets
import ModelFiles
import Networks
import Training

extension RunReport {
  /// The page.
  public var page: Page {
    let sections =
      [
        Page.Section("Summary", anchor: "summary", summary),
        section("The data", "data", trainedOn.flatMap { DataSamples($0, model).html }),
        section("Training", "training", training),
      ]
      + judged.enumerated().map { index, rows in
        section("How good: \(rows.name)", "judged-\(index)", judgement(rows, index))
      } + [
        section("Pictures", "pictures", judged.first.flatMap(pictures)),
        section("Columns and rows", "rows", judged.first.flatMap(table)),
        section("Maps of the rows", "maps", judged.first.flatMap(maps)),
        section("The network", "network", network),
        section("Distributions", "distributions", Distributions(histograms)?.html),
        section("Notes", "notes", notes.isEmpty ? nil : HTML.list(notes)),
        section("Again", "again", again),
      ]
    return Page(
      title: name, subtitle: subtitle, sections: sections.compactMap { $0 })
  }

  private func section(_ title: String, _ anchor: String, _ content: HTML?) -> Page.Section? {
    content.map { Page.Section(title, anchor: anchor, $0) }
  }

  private var subtitle: String {
    let epochs = counted(history.epochs.count, "epoch")
    let kept = keptEpoch.map { ", the weights of epoch \($0) are kept" } ?? ""
    return "\(model.dataset): \(epochs)\(kept)"
  }

  // MARK: Summary

  private var summary: HTML {
    let lines = zip(judged, measured).prefix(1).compactMap(headline)
    let parameters = ("parameters", grouped(model.network.layout.trainableCount))
    let alert: HTML = warning.map { "<p class=\"warning\">\($0)</p>\n" } ?? ""
    return """
      \(alert)\(lines.map { "<p class=\"headline\">\($0)</p>\n" as HTML })\(HTML.facts(facts + [parameters]))
      """
  }

  /// How good the model is, in a sentence.
  private func headline(_ rows: Judged, _ measured: Measured) -> String? {
    guard let main = measured.figures.main else { return nil }
    let range =
      main.interval.map {
        " (95 % interval: \(main.text($0.lowerBound)) to \(main.text($0.upperBound)))"
      } ?? ""
    return
      "\(main.sentence) \(main.text(main.value))\(range) on \(counted(rows.predictions.rows, "row")) "
      + (rows.wereTrainedOn ? "that it was trained on." : "that the training did not see.")
  }

  // MARK: Training

  private var training: HTML? {
    let charts = History.Curve.allCases.compactMap { curve in
      history.chart(curve, best: keptEpoch).map { HTML.chart($0, id: curve.rawValue) }
    }
    return charts.isEmpty ? nil : "<div class=\"charts\">\n\(charts)</div>\n"
  }

  // MARK: Judgement

  private func judgement(_ rows: Judged, _ index: Int) -> HTML {
    let fewer = measured[index].fewer
    let targets = rows.predictions.classes > 0 ? 1 : min(rows.predictions.width, Self.mostTargets)
    var panels: HTML = ""
    let charts = (0..<targets).flatMap { target in
      Predictions.Picture.allCases.compactMap { picture -> HTML? in
        let isCurve = picture == .roc || picture == .precisionRecall
        let chart = (isCurve ? fewer : rows.predictions).chart(picture, target: target)
        let id = "\(picture.rawValue)-\(index)" + (target == 0 ? "" : "-\(target)")
        return chart.map { self.chart($0, id, rows, &panels) }
      }
    }
    let left = rows.predictions.classes > 0 ? 0 : rows.predictions.width - targets
    let note: HTML =
      left > 0
      ? "<p class=\"hint\">The first \(targets) of \(rows.predictions.width) numbers.</p>\n"
      : fewer.rows < rows.predictions.rows && !rows.predictions.task.classes.isEmpty
        ? """
        <p>ROC, precision and recall are those of \(grouped(fewer.rows)) of the \
        \(grouped(rows.predictions.rows)) rows, evenly chosen.</p>

        """ : ""
    let shown =
      "<div class=\"charts\">\n\(charts)</div>\n\(panels)\(note)\(confusedPairs(rows.predictions))"
      as HTML
    // What comes second is looked at when there is a question.
    let folded = index == 0 ? shown : "<details><summary>Charts</summary>\n\(shown)</details>\n"
    return "\(HTML.facts(measured[index].figures.facts))\(folded)"
  }

  /// Charts of so many predicted numbers.
  private static let mostTargets = 6

  /// A chart of judged rows; the cells of a confusion matrix lead to their rows.
  ///
  /// - Parameter panels: gets those that have no room below the chart.
  private func chart(
    _ chart: any Chart, _ id: String, _ rows: Judged, _ panels: inout HTML
  ) -> HTML {
    guard var matrix = chart as? HeatMap, let pairs = ConfusedPairs(rows, model, id: "pair-\(id)")
    else { return HTML.chart(chart, id: id) }
    matrix.links = pairs.links
    let found = pairs.panels(back: id + "-chart")
    if !pairs.areNarrow { panels = found }
    return HTML.chart(matrix, id: id, below: pairs.areNarrow ? found : "")
  }

  /// The pairs of classes that are taken for each other most often.
  private func confusedPairs(_ predictions: Predictions) -> HTML {
    let matrix = ConfusionMatrix(predictions)
    var pairs: [(count: Double, cells: [String])] = []
    for (row, counts) in matrix.counts.enumerated() {
      for (column, count) in counts.enumerated() where row != column && count > 0 {
        let share = fixed(count / max(matrix.support(row), 1e-300) * 100, 1) + " %"
        pairs.append(
          (count, [matrix.classes[row], matrix.classes[column], shortNumber(count), share]))
      }
    }
    guard !pairs.isEmpty else { return "" }
    let worst = pairs.sorted { $0.count > $1.count }.prefix(10).map(\.cells)
    return """
      <h3>Most often taken for another</h3>
      \(HTML.table(["actual", "predicted", "rows", "of the class"], worst))
      """
  }

  // MARK: Pictures

  private func pictures(_ rows: Judged) -> HTML? {
    guard let gallery = Gallery(rows) else { return nil }
    let charts = gallery.charts.enumerated().map { HTML.chart($1, id: "pictures-\($0)") }
    return """
      <div class="charts">
      \(charts)</div>
      \(explanations(rows, isPictures: true))
      """
  }

  private func explanations(_ rows: Judged, isPictures: Bool) -> HTML {
    let charts = Explanations(rows, model).charts.enumerated().map {
      HTML.chart($1, id: "explanation-\($0)")
    }
    guard !charts.isEmpty else { return "" }
    return """
      <h3>What the model looks at</h3>
      <p class="hint">\(Explanations.caption(model, isPictures: isPictures))</p>
      <div class="charts">
      \(charts)</div>

      """
  }

  private func maps(_ rows: Judged) -> HTML? {
    maps.points > 3 ? MapTabs(rows, model, maps).html : nil
  }

  // MARK: Columns and rows

  private func table(_ rows: Judged) -> HTML? {
    guard let table = JudgedTable(rows, model), !(rows.dataset?.featureNames ?? []).isEmpty else {
      return nil
    }
    let importance = importanceChart(rows).map { HTML.chart($0, id: "importance") }
    let worst = table.table(table.worst(10))
    return """
      <div class="charts">
      \(importance.map { [$0] } ?? [])</div>
      <h3>Rows with the largest loss</h3>
      \(HTML.table(worst.columns, worst.rows))\(explanations(rows, isPictures: false))
      """
  }

  func importanceChart(_ rows: Judged) -> BarChart? {
    guard let dataset = rows.dataset,
      let importance = PermutationImportance(
        model, dataset, rows: rows.rows, threads: maps.threads)
    else { return nil }
    return BarChart(
      "Rise of the loss when a column is shuffled",
      importance.columns.map { BarChart.Bar($0.name, $0.rise, range: $0.range) },
      axis: Axis("loss"), mostBars: 25)
  }

  // MARK: The network

  private var network: HTML {
    let drawing = HTML.chart(model.network.chart, id: "network-drawing", isWide: true)
    let weights = model.network.firstLayerChart(model.parameters).map {
      HTML.chart($0, id: "first-layer")
    }
    return "<div class=\"charts\">\n\(drawing)\(weights.map { [$0] } ?? [])</div>\n"
  }

  private var again: HTML? {
    guard !configuration.isEmpty || !commands.isEmpty || !fingerprint.isEmpty else { return nil }
    let data: HTML =
      fingerprint.isEmpty ? "" : "<p>SHA-256 of the data: <code>\(fingerprint)</code></p>\n"
    return "\(data)\(HTML.again(commands, configuration))"
  }
}

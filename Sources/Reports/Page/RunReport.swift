import Basics
import Charts
import Datasets
import ModelFiles
import Networks
import Training

/// Everything that is known of a training, and the page that shows it.
public struct RunReport: Sendable {
  /// What was predicted of some rows, and which rows of which data they are.
  public struct Judged: Sendable {
    /// What they are called: `test rows`.
    public var name: String
    /// The predictions.
    public var predictions: Predictions
    /// The data as the model takes it but for the scaling; nil where it is not at hand.
    public var dataset: Dataset?
    /// Which of its rows.
    public var rows: [Int]
    /// Whether the training saw them.
    public var wereTrainedOn = false

    /// Judged rows.
    public init(
      _ name: String, _ predictions: Predictions, dataset: Dataset? = nil, rows: [Int] = []
    ) {
      self.name = name
      self.predictions = predictions
      self.dataset = dataset
      self.rows = rows
    }
  }

  /// What the run is called.
  public var name: String
  /// The trained model.
  public var model: Model
  /// What was measured epoch by epoch.
  public var history: History
  /// The epoch whose weights were kept.
  public var keptEpoch: Int?
  /// Rows that the training did not see; those that judge the model come first.
  public var judged: [Judged] {
    didSet { measured = judged.map { Measured($0.predictions) } }
  }
  /// How long it took, on what, since when: names with what they stand for.
  public var facts: [(name: String, value: String)]
  /// What was dropped, filled, clipped or unknown.
  public var notes: [String]
  /// The settings as YAML.
  public var configuration: String
  /// Commands that do the same again.
  public var commands: [String]
  /// The SHA-256 of the data; empty where it isn't known.
  public var fingerprint = ""
  /// What was measured of the judged rows, once for the page and the card.
  private(set) var measured: [Measured]

  /// What takes long to measure.
  struct Measured {
    /// The rows whose curves are drawn: each class sorts them.
    let fewer: Predictions
    let figures: Figures

    init(_ predictions: Predictions) {
      fewer = predictions.thinned(most: 500_000 / max(predictions.classes, 1))
      figures = Figures(predictions, curves: fewer)
    }
  }

  /// A report.
  public init(
    name: String, model: Model, history: History, keptEpoch: Int? = nil, judged: [Judged] = [],
    facts: [(name: String, value: String)] = [], notes: [String] = [], configuration: String = "",
    commands: [String] = []
  ) {
    self.name = name
    self.model = model
    self.history = history
    self.keptEpoch = keptEpoch
    self.judged = judged
    measured = judged.map { Measured($0.predictions) }
    self.facts = facts
    self.notes = notes
    self.configuration = configuration
    self.commands = commands
  }

  /// The page.
  public var page: Page {
    let sections =
      [
        Page.Section("Summary", anchor: "summary", summary),
        section("Training", "training", training),
      ]
      + judged.enumerated().map { index, rows in
        section("How good: \(rows.name)", "judged-\(index)", judgement(rows, index))
      } + [
        section("Pictures", "pictures", judged.first.flatMap(pictures)),
        section("Columns and rows", "rows", judged.first.flatMap(table)),
        section("The network", "network", network),
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
    return """
      \(lines.map { "<p class=\"headline\">\($0)</p>\n" as HTML })\(HTML.facts(facts + [parameters]))
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
    let charts = Predictions.Picture.allCases.compactMap { picture -> HTML? in
      let isCurve = picture == .roc || picture == .precisionRecall
      return (isCurve ? fewer : rows.predictions).chart(picture).map {
        HTML.chart($0, id: "\(picture.rawValue)-\(index)")
      }
    }
    let note: HTML =
      fewer.rows < rows.predictions.rows && !rows.predictions.task.classes.isEmpty
      ? """
      <p>ROC, precision and recall are those of \(grouped(fewer.rows)) of the \
      \(grouped(rows.predictions.rows)) rows, evenly chosen.</p>

      """ : ""
    let shown =
      "<div class=\"charts\">\n\(charts)</div>\n\(note)\(confusedPairs(rows.predictions))" as HTML
    // What comes second is looked at when there is a question.
    let folded = index == 0 ? shown : "<details><summary>Charts</summary>\n\(shown)</details>\n"
    return "\(HTML.facts(measured[index].figures.facts))\(folded)"
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
    let map = map(rows) { gallery.picture(ofRow: $0) }
    return "<div class=\"charts\">\n\(charts)\(map)</div>\n"
  }

  private func map(_ rows: Judged, _ pictures: (Int) -> Picture? = { _ in nil }) -> [HTML] {
    let map = rows.dataset.flatMap {
      DataMap(.principalComponents, model, $0, rows: rows.rows, pictures: pictures)
    }
    return map.map { [HTML.chart($0.chart, id: "map")] } ?? []
  }

  // MARK: Columns and rows

  private func table(_ rows: Judged) -> HTML? {
    guard let worst = WorstRows(rows)?.table, let dataset = rows.dataset else { return nil }
    let importance = PermutationImportance(model, dataset, rows: rows.rows).map { importance in
      HTML.chart(
        BarChart(
          "Rise of the loss when a column is shuffled",
          importance.columns.map { BarChart.Bar($0.name, $0.rise, range: $0.range) },
          axis: Axis("loss"), mostBars: 25), id: "importance")
    }
    return """
      <div class="charts">
      \(importance.map { [$0] } ?? [])\(map(rows))</div>
      <h3>Rows with the largest loss</h3>
      \(HTML.table(worst.columns, worst.rows))
      """
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
    let lines = commands.joined(separator: "\n")
    let data: HTML =
      fingerprint.isEmpty ? "" : "<p>SHA-256 of the data: <code>\(fingerprint)</code></p>\n"
    return """
      \(data)<pre><code>\(HTML(preformatted: lines))</code></pre>
      <details open><summary>config.yaml</summary>
      <pre><code>\(HTML(preformatted: configuration))</code></pre></details>

      """
  }
}

extension Predictions {
  /// So many of the rows at most, evenly chosen.
  func thinned(most: Int) -> Predictions {
    guard rows > most, most > 0 else { return self }
    let chosen = evenly(rows, most: most)
    let (outputWidth, targetWidth) = (width, task.targetWidth)
    func pick(_ values: ContiguousArray<Scalar>, _ width: Int) -> ContiguousArray<Scalar> {
      var picked = ContiguousArray<Scalar>()
      picked.reserveCapacity(chosen.count * width)
      for row in chosen { picked += values[(row * width)..<((row + 1) * width)] }
      return picked
    }
    return Predictions(
      task: task, outputs: pick(outputs, outputWidth), targets: pick(targets, targetWidth),
      weights: weights.map { pick($0, 1) }, rowLosses: rowLosses.map { pick($0, 1) })
  }
}

extension HTML {
  /// Text whose lines stay lines.
  init(preformatted text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(markup: lines.map { Drawing.escaped(String($0)) }.joined(separator: "\n"))
  }
}

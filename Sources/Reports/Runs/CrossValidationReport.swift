import Basics
import Charts
import Training

/// The page of a cross-validation as a whole: what its folds came to, and where their own pages are.
public struct CrossValidationReport: Sendable {
  /// One fold.
  public struct Fold: Sendable {
    /// Its number.
    public var number: Int
    /// What was measured epoch by epoch.
    public var history: History
    /// What was measured on its test rows, by name.
    public var figures: [NamedFigure]
    /// How many test rows it has.
    public var rows: Int
    /// Where its own page is, as the whole's page sees it; nil where there is none.
    public var page: String?

    /// A fold.
    public init(
      number: Int, history: History, figures: [NamedFigure], rows: Int, page: String? = nil
    ) {
      self.number = number
      self.history = history
      self.figures = figures
      self.rows = rows
      self.page = page
    }
  }

  /// What the run is called.
  public var name: String
  /// The data that was divided.
  public var dataset: String
  /// The folds that are finished.
  public var folds: [Fold]
  /// How many there are to be.
  public var count: Int
  /// Names with what they stand for.
  public var facts: [(name: String, value: String)]
  /// The settings as YAML.
  public var configuration: String
  /// Commands that do the same again.
  public var commands: [String]

  /// A report.
  public init(
    name: String, dataset: String, folds: [Fold], count: Int,
    facts: [(name: String, value: String)] = [], configuration: String = "",
    commands: [String] = []
  ) {
    self.name = name
    self.dataset = dataset
    self.folds = folds
    self.count = count
    self.facts = facts
    self.configuration = configuration
    self.commands = commands
  }

  /// The names of the figures that every fold has, as a number.
  private var names: [String] {
    (folds.first?.figures ?? []).map(\.name).filter { name in
      folds.allSatisfy { value(name, $0)?.isFinite ?? false }
    }
  }

  private func value(_ name: String, _ fold: Fold) -> Double? {
    fold.figures.first { $0.name == name }?.value
  }

  /// The mean of a figure, and the deviation of a sample.
  private func summary(_ name: String) -> (mean: Double, deviation: Double) {
    let values = folds.compactMap { value(name, $0) }
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(max(values.count - 1, 1))).squareRoot())
  }

  private func text(_ name: String, _ value: Double) -> String {
    FigureSense.isShare(name) ? fixed(value * 100, 2) + " %" : shortNumber(value)
  }

  /// The figure that says most.
  private var main: String? {
    names.first { $0 == "accuracy" } ?? names.first { $0 == "r2" } ?? names.first
  }

  /// The page.
  public var page: Page {
    let finished =
      folds.count < count ? "\(folds.count) of \(counted(count, "fold"))" : counted(count, "fold")
    return Page(
      title: name, subtitle: "\(dataset): cross-validation, \(finished)",
      sections: [
        Page.Section("Summary", anchor: "summary", summaryHTML),
        Page.Section("Folds", anchor: "folds", foldsHTML),
        Page.Section("Training", anchor: "training", curves),
        Page.Section("Again", anchor: "again", HTML.again(commands, configuration)),
      ])
  }

  private var summaryHTML: HTML {
    let alert: HTML =
      folds.count < count
      ? "<p class=\"warning\">Only \(folds.count) of \(counted(count, "fold")) are finished.</p>\n"
      : ""
    let headline = main.map { name -> HTML in
      let (mean, deviation) = summary(name)
      return
        "<p class=\"headline\">\(name): \(text(name, mean)) ± \(text(name, deviation)), mean and deviation of \(counted(folds.count, "fold")).</p>\n"
    }
    return "\(alert)\(headline ?? "")\(HTML.facts(facts))"
  }

  private var foldsHTML: HTML {
    let shown = names
    let rows = folds.map { fold -> [HTML] in
      let name: HTML =
        fold.page.map { "<a href=\"\($0)\">fold \(fold.number)</a>" } ?? "fold \(fold.number)"
      return [name, HTML(grouped(fold.rows))]
        + shown.map { name in HTML(value(name, fold).map { text(name, $0) } ?? "") }
    }
    let ends: [[HTML]] =
      folds.count < 2
      ? []
      : [
        ["<strong>mean</strong>", ""]
          + shown.map { "<strong>\(text($0, summary($0).mean))</strong>" as HTML },
        ["deviation", ""] + shown.map { HTML(text($0, summary($0).deviation)) },
      ]
    let bars = main.map { name -> [HTML] in
      let bars = folds.map { BarChart.Bar("fold \($0.number)", value(name, $0) ?? .nan) }
      return [
        HTML.chart(
          BarChart(
            "Test rows: \(name)", bars,
            axis: Axis(name, isShare: FigureSense.isShare(name))), id: "folds-main")
      ]
    }
    return """
      \(HTML.table((["", "test rows"] + shown).map { HTML($0) }, rows + ends))\
      <div class="charts">
      \(bars ?? [])</div>

      """
  }

  private var curves: HTML {
    let charts = History.Curve.allCases.flatMap { curve -> [HTML] in
      let mean = History.mean(curve, of: folds.map(\.history)).map { chart -> HTML in
        var chart = chart
        if curve == .loss || curve == .accuracy { chart.title += ": mean, lowest and highest fold" }
        return HTML.chart(chart, id: curve.rawValue)
      }
      let each =
        curve == .loss || curve == .accuracy
        ? History.overlay(curve, folds.map { ("fold \($0.number)", $0.history) }) : nil
      return [mean, each.map { HTML.chart($0, id: curve.rawValue + "-folds") }].compactMap { $0 }
    }
    return "<div class=\"charts\">\n\(charts)</div>\n"
  }
}

extension HTML {
  /// Commands and settings that do the same again.
  static func again(_ commands: [String], _ configuration: String) -> HTML {
    """
    <pre><code>\(HTML(preformatted: commands.joined(separator: "\n")))</code></pre>
    <details open><summary>config.yaml</summary>
    <pre><code>\(HTML(preformatted: configuration))</code></pre></details>

    """
  }
}

import Basics
import Charts
import Training

/// The page of a comparison: figures, settings that differ, curves over each other.
public struct ComparisonReport: Sendable {
  private let comparison: RunComparison
  private let pages: [String?]
  private let notes: [String]

  /// A report.
  ///
  /// - Parameters:
  ///   - pages: where the page of each run is, as this page sees it; nil where there is none.
  ///   - notes: what was left out, and why.
  public init(_ comparison: RunComparison, pages: [String?], notes: [String] = []) {
    self.comparison = comparison
    self.pages = pages
    self.notes = notes
  }

  /// The page.
  public var page: Page {
    let runs = comparison.runs
    let data = Set(runs.map(\.dataset.name)).sorted().joined(separator: ", ")
    return Page(
      title: "\(counted(runs.count, "run")) compared", subtitle: data,
      sections: [
        Page.Section("Figures", anchor: "figures", figures),
        Page.Section("Settings that differ", anchor: "settings", settings),
        Page.Section("Curves", anchor: "curves", curves),
      ])
  }

  private var figures: HTML {
    let hasSets = !comparison.isOfOneDataset
    let hint =
      hasSets
      ? "The best of the runs on the same data are bold; figures on other data can't be compared."
      : "The best are bold."
    let all: HTML =
      comparison.figures.count > comparison.mainFigures.count
      ? "<details><summary>All figures</summary>\n\(table(comparison.figures))</details>\n" : ""
    return """
      \(table(comparison.mainFigures))<p class="hint">\(hint)</p>
      \(all)\(HTML.list(notes))\(bars)
      """
  }

  private func table(_ figures: [String]) -> HTML {
    let hasSets = !comparison.isOfOneDataset
    let rows = zip(comparison.runs, pages).map { run, page -> [HTML] in
      let name: HTML = page.map { "<a href=\"\($0)\">\(run.name)</a>" } ?? HTML(run.name)
      let state: HTML = run.state == .finished ? "" : " (\(run.state.rawValue))"
      return ["\(name)\(state)"] + (hasSets ? [HTML(run.dataset.name)] : [])
        + figures.map { figure in
          let text = HTML(comparison.text(figure, run))
          return comparison.isBest(figure, run) ? "<strong class=\"best\">\(text)</strong>" : text
        }
    }
    let columns = ["run"] + (hasSets ? ["data"] : []) + figures
    return HTML.table(columns.map { HTML($0) }, rows)
  }

  /// Bars of the figure that says most, where all runs are of one kind.
  private var bars: HTML {
    let wanted = ["test_accuracy", "test_r2", "test_loss", "val_accuracy", "val_loss", "loss"]
    guard comparison.isOfOneDataset,
      let name = wanted.first(where: { name in
        comparison.runs.count { $0.figure(name)?.isFinite ?? false } > 1
      })
    else { return "" }
    let isMore = FigureSense.isMoreBetter(name) ?? true
    let values = comparison.runs.compactMap { run in run.figure(name).map { (run.name, $0) } }
      .filter(\.1.isFinite).sorted { isMore ? $0.1 > $1.1 : $0.1 < $1.1 }
    let chart = BarChart(
      "\(name), the best first", values.map { BarChart.Bar($0, $1) },
      axis: Axis(name, isShare: FigureSense.isShare(name)), mostBars: 50)
    return "<div class=\"charts\">\n\(HTML.chart(chart, id: "main-figure"))</div>\n"
  }

  private var settings: HTML {
    guard !comparison.differing.isEmpty else { return "<p>The settings are the same.</p>\n" }
    let (runs, names) = (comparison.runs, comparison.differing)
    return runs.count > names.count
      ? HTML.table(
        ["run"] + names, runs.map { run in [run.name] + names.map { comparison.setting($0, run) } })
      : HTML.table(
        ["setting"] + runs.map(\.name),
        names.map { name in [name] + runs.map { comparison.setting(name, $0) } })
  }

  /// Curves of so many data sets are drawn.
  private static let mostGroups = 8

  private var curves: HTML {
    let groups = comparison.groups.filter { group in
      group.contains { !$0.history.epochs.isEmpty }
    }
    guard !groups.isEmpty else { return "<p>No run has an epoch that ended.</p>\n" }
    let parts = groups.prefix(Self.mostGroups).enumerated().map { index, group in
      let runs = group.map { ($0.name, $0.history) }
      let charts = History.Curve.allCases.compactMap { curve in
        History.overlay(curve, runs).map { HTML.chart($0, id: "\(curve.rawValue)-\(index)") }
      }
      let title: HTML = groups.count > 1 ? "<h3>\(group[0].dataset.name)</h3>\n" : ""
      return "\(title)<div class=\"charts\">\n\(charts)</div>\n" as HTML
    }
    let left = groups.count - Self.mostGroups
    let hint: HTML =
      left > 0 ? "<p class=\"hint\">\(counted(left, "data set")) more without curves.</p>\n" : ""
    return "\(parts)\(hint)"
  }
}

import Basics
import Charts
import Training

/// The page of a run of which no model is at hand: its curves and settings.
public struct CurvesReport: Sendable {
  private let record: RunRecord
  private let warning: String

  /// A report.
  ///
  /// - Parameter warning: why there is no more.
  public init(_ record: RunRecord, warning: String) {
    self.record = record
    self.warning = warning
  }

  /// The page.
  public var page: Page {
    let charts = History.Curve.allCases.compactMap { curve in
      record.history.chart(curve).map { HTML.chart($0, id: curve.rawValue) }
    }
    return Page(
      title: record.name, subtitle: counted(record.history.epochs.count, "epoch"),
      sections: [
        Page.Section(
          "Summary", anchor: "summary", "<p class=\"warning\">\(warning)</p>\n"),
        Page.Section(
          "Training", anchor: "training",
          charts.isEmpty
            ? "<p>No epoch has ended yet.</p>\n" : "<div class=\"charts\">\n\(charts)</div>\n"),
        Page.Section("Again", anchor: "again", HTML.again([], record.configuration)),
      ])
  }
}

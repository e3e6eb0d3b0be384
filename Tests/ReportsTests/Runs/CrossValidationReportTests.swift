import Basics
import Reports
import Testing
import Training

@Suite struct CrossValidationReportTests {
  private func report(_ count: Int, of all: Int, page: String? = nil) throws
    -> CrossValidationReport
  {
    CrossValidationReport(
      name: "run <b>", dataset: "data & more",
      folds: try (1..<(count + 1)).map { number in
        .init(
          number: number,
          history: try RunComparisonTests.history([2, 1 + Double(number)], validation: [3, 2]),
          figures: [
            NamedFigure("loss", Double(number)),
            NamedFigure("accuracy", 0.8 + 0.02 * Double(number)),
            NamedFigure("sometimes", number == 2 ? .nan : 1),
          ], rows: 30, page: page)
      }, count: all, facts: [("folds", "\(all)")], configuration: "folds: \(all)",
      commands: ["descent train x --folds \(all)"])
  }

  @Test func meansDeviationsAndLinks() throws {
    let html = try report(3, of: 3, page: "folds/1/report.html").page.html
    for part in [
      "accuracy: 84.00 % ± 2.00 %, mean and deviation of 3 folds",
      "<a href=\"folds/1/report.html\">fold 2</a>", "<strong>84.00 %</strong>",
      "Loss: mean, lowest and highest fold", "fold 3 (training)", "data &amp; more", "folds: 3",
    ] { #expect(html.contains(part), "\(part)") }
    #expect(!html.contains("sometimes") && !html.contains("class=\"warning\""))
    #expect(!html.contains("<b>"))
  }

  @Test func oneThatIsNotFinishedSaysSo() throws {
    #expect(try report(1, of: 5).page.html.contains("Only 1 of 5 folds are finished."))
    let none = try report(0, of: 5).page.html
    #expect(none.contains("Only 0 of 5 folds are finished."))
    #expect(!none.contains("nan"))
  }
}

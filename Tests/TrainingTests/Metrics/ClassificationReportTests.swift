import Basics
import TestSupport
import Testing
import Training

@Suite struct ClassificationReportTests {
  @Test func golden() throws {
    for item in try MetricCase.having("confusion") {
      let report = ClassificationReport(ConfusionMatrix(item.predictions))
      func expect(_ name: String, _ figure: (ClassificationReport.Line) -> Double) throws {
        let expected = try item.line.scalars(name)
        #expect(report.lines.count == expected.count)
        for (line, value) in zip(report.lines, expected) {
          #expect((figure(line) - Double(value)).magnitude < 1e-6, "\(name) \(line.name)")
        }
      }
      try expect("precision") { $0.precision }
      try expect("recall") { $0.recall }
      try expect("f1") { $0.f1 }
      try expect("support") { $0.support }
      for (name, line) in [("macro", report.macro), ("weighted", report.weighted)] {
        #expect(line.name == name)
        let figures = [line.precision, line.recall, line.f1]
        for (figure, found) in zip(["precision_", "recall_", "f1_"], figures) {
          let expected = try item.line.number(figure + name)
          #expect((found - expected).magnitude < 1e-6, "\(figure)\(name)")
        }
      }
    }
  }

  @Test func undefinedFiguresAreMarked() {
    // Class 2 has rows and no predictions, class 1 predictions and no rows, class 3 neither.
    let report = ClassificationReport(
      ConfusionMatrix(
        predictions([1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0], [0, 2, 2], classes: 4)))
    #expect(report.lines.map(\.isUndefined) == [false, true, true, true])
    #expect(report.macro.isUndefined && report.weighted.isUndefined)
    #expect(report.macro.recall == 1.0 / 3)  // class 3 doesn't count
    #expect(report.macro.support == 3)
    let whole = ClassificationReport(
      ConfusionMatrix(predictions([1, 0, 0, 1], [0, 1], classes: 2)))
    #expect(!whole.macro.isUndefined && whole.macro.f1 == 1)
  }

  @Test func emptyReport() {
    let report = ClassificationReport(ConfusionMatrix(predictions(numbers: [1], [1])))
    #expect(report.lines.isEmpty && report.macro.f1 == 0 && report.weighted.support == 0)
  }
}

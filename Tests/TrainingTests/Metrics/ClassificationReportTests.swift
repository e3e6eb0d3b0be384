import Basics
import Datasets
import TestSupport
import Testing
import Training

@Suite struct ClassificationReportTests {
  @Test("Every line agrees with scikit-learn, also where a class is never true or never predicted")
  func golden() throws {
    for line in try Fixture.cases("metrics", .module) where line.table["precision"] != nil {
      let report = ClassificationReport(ConfusionMatrix(try goldenPredictions(line)))
      for (name, figure) in figures {
        let golden = try #require(try line.value(name).list).map { try #require($0.number) }
        #expect(report.lines.count == golden.count)
        for (found, expected) in zip(report.lines, golden) {
          #expect((figure(found) - expected).magnitude < 1e-12, "\(found.name): \(name)")
        }
      }
    }
  }

  @Test("What couldn't be divided is 0 and says so; a class that is nowhere isn't averaged")
  func undefined() {
    // Class b is never predicted, c never true, d neither.
    let report = ClassificationReport(
      ConfusionMatrix(
        Predictions(
          task: .classification(classes: ["a", "b", "c", "d"]),
          outputs: [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0], targets: [0, 1, 0])))
    #expect(report.lines.map(\.isUndefined) == [false, true, true, true])
    #expect(report.lines.map(\.precision) == [0.5, 0, 0, 0])
    #expect(report.lines.map(\.recall) == [0.5, 0, 0, 0])
    #expect(report.lines.map(\.f1) == [0.5, 0, 0, 0])
    #expect(report.lines.map(\.support) == [2, 1, 0, 0])
    #expect(report.macro.f1 == 0.5 / 3)
    #expect((report.weighted.f1 - 1.0 / 3).magnitude < 1e-15)
    #expect(report.macro.isUndefined && report.weighted.isUndefined)
    #expect(report.macro.support == 3 && report.weighted.support == 3)
  }

  @Test("Where all is right, everything is 1 and defined")
  func perfect() {
    let report = ClassificationReport(
      ConfusionMatrix(
        Predictions(
          task: .classification(classes: ["a", "b"]), outputs: [1, 0, 0, 1], targets: [0, 1])))
    for line in report.lines + [report.macro, report.weighted] {
      #expect(line.precision == 1 && line.recall == 1 && line.f1 == 1 && !line.isUndefined)
    }
  }
}

private let figures: [(String, @Sendable (ClassificationReport.Line) -> Double)] = [
  ("precision", { $0.precision }), ("recall", { $0.recall }), ("f1", { $0.f1 }),
  ("support", { $0.support }),
]

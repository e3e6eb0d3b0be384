import Basics
import Datasets
import Terminal
import Testing
import Training

/// F1 and loss by class, worked out of predictions.
@Suite struct ClassFiguresTests {
  /// Rows of the classes, each said to be of another class; one probability is 1.
  private func predictions(
    _ classes: [String], _ pairs: [(true: Int, said: Int)], losses: [Scalar]? = nil,
    weights: [Scalar]? = nil
  ) -> Predictions {
    Predictions(
      task: .classification(classes: classes),
      outputs: ContiguousArray(
        pairs.flatMap { pair in classes.indices.map { $0 == pair.said ? Scalar(1) : 0 } }),
      targets: ContiguousArray(pairs.map { Scalar($0.true) }),
      weights: weights.map { ContiguousArray($0) }, rowLosses: losses.map { ContiguousArray($0) })
  }

  /// As the report of a finished training has them.
  @Test func agreeWithTheReport() throws {
    let pairs = [(0, 0), (0, 1), (1, 1), (2, 0), (2, 2), (2, 2), (0, 0), (1, 2)]
    let predictions = predictions(
      ["a", "b", "c"], pairs.map { (true: $0, said: $1) }, losses: [1, 2, 3, 4, 5, 6, 7, 8],
      weights: [1, 2, 1, 1, 0.5, 1, 1, 3])
    let figures = try #require(ClassFigures(predictions))
    let report = ClassificationReport(ConfusionMatrix(predictions))
    for line in report.lines {
      let found = figures.lines.first { $0.name == line.name }
      #expect(abs((found?.f1 ?? -1) - line.f1) < 1e-12)
    }
    #expect(figures.lines.map(\.name) == ["b", "c", "a"])
    #expect(figures.lines.map { $0.loss ?? -1 } == [6.75, 5, 3])
  }

  @Test func classesWithoutRowsAreCounted() throws {
    let figures = try #require(
      ClassFigures(predictions(["a", "b", "c"], [(true: 0, said: 0), (true: 0, said: 1)])))
    #expect(figures.lines.map(\.name) == ["a"])
    #expect(figures.absent == 2)
    #expect(figures.lines[0].loss == nil)
    #expect(
      text(figures.lines(columns: 60, rows: 4, look: .plain)) == """
        F1 by class  the lowest first, 2 without validation rows
        a █████▍    66.7 %
        """)
  }

  @Test func numbersHaveNone() {
    let numbers = Predictions(task: .regression(targets: ["y"]), outputs: [1], targets: [2])
    #expect(ClassFigures(numbers) == nil)
  }

  @Test func theWorstInColumns() throws {
    let names = (0..<100).map { $0 == 3 ? "東京\u{1B}[2J a very long name" : "c\($0)" }
    let pairs = (0..<300).map { row -> (true: Int, said: Int) in
      (true: row % 100, said: row % 7 == 0 ? 0 : row % 100)
    }
    let figures = try #require(ClassFigures(predictions(names, pairs)))
    #expect(
      text(figures.lines(columns: 79, rows: 4, look: .plain)) == """
        F1 by class  the lowest 6 of 100
        c0           ██▏                12.5 %   c7           █████████████▋     80.0 %
        東京?[2J a … █████████████▋     80.0 %   c10          █████████████▋     80.0 %
        c5           █████████████▋     80.0 %   c12          █████████████▋     80.0 %
        """)
    #expect(
      text(figures.lines(columns: 49, rows: 3, look: .ascii)) == """
        F1 by class  the lowest 2 of 100
        c0           ###                   12.5 %
        東京?[2J a … ################      80.0 %
        """)
    #expect(figures.lines(columns: 79, rows: 1, look: .plain).isEmpty)
    for columns in [20, 49, 60, 79, 159] {
      for line in figures.lines(columns: columns, rows: 9, look: .full) {
        #expect(line.columns <= max(columns, 46) && columnsAgree(line))
      }
    }
  }
}

import Basics
import Charts
import Reports
import Testing
import Training

@Suite struct RunComparisonTests {
  static let nasty =
    "<script>alert('x')</script>\"& \u{202E}שלום 👩‍🔬 " + String(repeating: "y", count: 500)

  static func history(_ losses: [Double], validation: [Double] = []) throws -> History {
    let lines = losses.indices.map { index in
      let loss = losses[index].isFinite ? "\(losses[index])" : "null"
      let value = index < validation.count ? validation[index] : .nan
      let measured =
        validation.isEmpty ? "" : ",\"val_loss\":" + (value.isFinite ? "\(value)" : "null")
      return "{\"epoch\":\(index + 1),\"learning_rate\":0.1,\"loss\":\(loss)\(measured)}\n"
    }.joined()
    return try History(lines: ContiguousArray(lines.utf8), file: "metrics.jsonl")
  }

  static func run(
    _ name: String, _ settings: [(name: String, value: String)], data: String = "a",
    _ figures: [(String, Double)], losses: [Double] = [2, 1]
  ) throws -> RunComparison.Run {
    RunComparison.Run(
      name: name, folder: "runs/" + name, state: .finished,
      history: try history(losses, validation: losses), settings: settings,
      dataset: (data, data), figures: figures.map { NamedFigure($0, $1) })
  }

  @Test func whatDiffersAndWhatIsBest() throws {
    let comparison = RunComparison([
      try Self.run(
        "one", [("seed", "1"), ("hidden", "[4]"), ("output", "x")],
        [("val_loss", 0.5), ("test_accuracy", 0.9), ("seconds", 3), ("parameters", 1234)]),
      try Self.run(
        "two", [("seed", "1"), ("hidden", "[8]"), ("output", "y"), ("dropout", "0.1")],
        [("test_accuracy", 0.95), ("val_loss", 0.75), ("seconds", 3)]),
      try Self.run("three", [("seed", "1"), ("hidden", "[8]")], data: "b", [("test_accuracy", 1)]),
    ])
    #expect(comparison.differing == ["hidden", "dropout"])
    #expect(comparison.figures == ["test_accuracy", "val_loss", "seconds", "parameters"])
    let (one, two, three) = (comparison.runs[0], comparison.runs[1], comparison.runs[2])
    #expect(!comparison.isBest("test_accuracy", one) && comparison.isBest("test_accuracy", two))
    #expect(comparison.isBest("val_loss", one) && !comparison.isBest("val_loss", two))
    // Equal, alone on its data, of no direction.
    #expect(!comparison.isBest("seconds", one))
    #expect(!comparison.isBest("test_accuracy", three))
    #expect(!comparison.isBest("parameters", one))
    #expect(comparison.text("test_accuracy", one) == "90.00 %")
    #expect(comparison.text("parameters", one) == "1,234")
    #expect(comparison.text("parameters", two) == "")
    #expect(!comparison.isOfOneDataset)
    #expect(comparison.groups.map { $0.map(\.name) } == [["one", "two"], ["three"]])
  }

  @Test func figuresThatAreNoNumbersAreNeverBest() throws {
    let comparison = RunComparison([
      try Self.run("a", [], [("test_loss", .nan)]),
      try Self.run("b", [], [("test_loss", .infinity)]),
      try Self.run("c", [], [("test_loss", 2)]), try Self.run("d", [], [("test_loss", 3)]),
    ])
    #expect(comparison.runs.filter { comparison.isBest("test_loss", $0) }.map(\.name) == ["c"])
  }

  @Test func thePageHoldsAndEscapes() throws {
    var runs: [RunComparison.Run] = []
    for index in 0..<50 {
      let hidden = index == 8 ? Self.nasty : "\(index)"
      let losses: [Double] = index == 9 ? [.nan, .nan] : [Double(index), 1]
      runs.append(
        try Self.run(
          index == 7 ? Self.nasty : "run-\(index)", [("hidden", hidden)],
          data: index % 3 == 0 ? Self.nasty : "b", [("test_accuracy", Double(index) / 50)],
          losses: losses))
    }
    let comparison = RunComparison(runs)
    let pages: [String?] = ["a\"b.html"] + Array(repeating: nil, count: 49)
    let html = ComparisonReport(
      comparison, pages: pages, notes: [Self.nasty]
    ).page.html
    #expect(!html.contains("<script") && !html.contains("\u{202E}"))
    #expect(html.contains("&lt;script&gt;"))
    #expect(html.contains("<a href=\"a&quot;b.html\">run-0</a>"))
    #expect(html.contains("<strong class=\"best\">96.00 %</strong>"))
    #expect(html.contains("12 of 33 runs"))
    #expect(html.utf8.count < 500_000)
  }

  @Test func curvesLieOverEachOther() throws {
    let a = try Self.history([3, 2, 1], validation: [4, 3, 2])
    let b = try Self.history([6, 5])
    let chart = try #require(History.overlay(.loss, [("a", a), ("b", b)]))
    #expect(chart.series.map(\.name) == ["a", "a (training)", "b (training)"])
    #expect(chart.series.map(\.color) == [0, 0, 1])
    #expect(chart.series.map(\.y) == [[4, 3, 2], [3, 2, 1], [6, 5]])
    #expect(History.overlay(.accuracy, [("a", a)]) == nil)
    #expect(History.overlay(.weightChanges, [("a", a)]) == nil)
    let many = try #require(
      History.overlay(.loss, (0..<20).map { ("run \($0)", a) }))
    #expect(many.series.count == 12)
    #expect(many.title == "Loss, validation rows: 12 of 20 runs")
  }

  @Test func theMeanOfSeveralRuns() throws {
    let chart = try #require(
      History.mean(.loss, of: [try Self.history([3, 2, .nan]), try Self.history([1, 4, 5, 6])]))
    #expect(chart.series.map(\.name) == ["training"])
    #expect(chart.series[0].y == [2, 3, 5, 6])
    #expect(chart.series[0].band == [1...3, 2...4, 5...5, 6...6])
  }
}

import Basics
import DataFiles
import Datasets
import Foundation
import ModelFiles
import Networks
import Reports
import Testing
import Training

/// Runs of a few epochs and the pages of them.
///
/// `DESCENT_PAGES=FOLDER swift test --filter RunReportTests` leaves the pages there, to be looked at.
@Suite struct RunReportTests {
  @Test func digits() throws {
    let data = try Dataset.digits()
    let report = try report(
      "digits", data, [Flatten(), Dense(24, activation: .relu), Dense(10)], epochs: 6)
    let html = report.page.html
    try keep(html, "digits")
    for part in [
      "How good: test rows", "Confusion matrix", "Calibration: expected error", "The most wrong",
      "The least certain", "Weights of the first layer", "dense, relu", "best epoch",
      "descent train digits &amp;&amp; echo", "epochs: 6",
    ] { #expect(html.contains(part), "\(part)") }
    expectSafe(html)
    #expect(html.utf8.count < 2_000_000)
  }

  @Test func numbers() throws {
    var random = RandomSource(seed: 1, .other)
    var features = ContiguousArray<Scalar>()
    var targets = ContiguousArray<Scalar>()
    for _ in 0..<400 {
      let (a, b) = (random.uniform(), random.uniform())
      features += [Scalar(a), Scalar(b)]
      targets.append(Scalar(3 * a - 2 * b + 0.1 * random.normal()))
    }
    let data = try Dataset(
      name: "plane", shape: [2], features: .scalars(features), featureNames: ["a", "b"],
      targets: targets, task: .regression(targets: ["<script>price</script>"]))
    let html = try report("plane", data, [Dense(8, activation: .tanh), Dense(1)], epochs: 30)
      .page.html
    try keep(html, "numbers")
    for part in [
      "Predicted against actual", "Residuals", "Error by tenth", "mean absolute error",
      "Rise of the loss when a column is shuffled", "Rows with the largest loss",
    ] {
      #expect(html.contains(part), "\(part)")
    }
    #expect(!html.contains("id=\"pictures\""))
    expectSafe(html)
  }

  @Test func withoutAnythingMeasured() throws {
    let data = try Dataset.digits()
    var report = try report("x", data, [Flatten(), Dense(10)], epochs: 1)
    report.judged = []
    report.history = History()
    report.keptEpoch = nil
    report.configuration = ""
    report.commands = []
    let html = report.page.html
    #expect(html.contains("0 epochs"))
    #expect(!html.contains("id=\"training\"") && !html.contains("id=\"again\""))
    expectSafe(html)
  }

  private func expectSafe(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for word in ["<script", "javascript:", "http://", "https://", "@import", "url("] {
      let place = html.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
      #expect(!place.contains(word), "\(word)", sourceLocation: sourceLocation)
    }
  }

  private func keep(_ html: String, _ name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["DESCENT_PAGES"] else { return }
    try AtomicFile.write(html, to: "\(folder)/\(name).html")
  }

  private func report(
    _ name: String, _ data: Dataset, _ layers: [any Layer], epochs: Int
  ) throws -> RunReport {
    let loss: any Loss =
      data.task.classes.isEmpty ? MeanSquaredError() : CategoricalCrossEntropy()
    let split = try data.split(validation: 0.1, test: 0.2, seed: 1)
    let network = try Network(input: data.shape, layers: layers)
    let scaling = try FittedScaling(.standardize, training: data, rows: split.training)
    func part(_ rows: [Int]) throws -> TrainingData {
      try TrainingData(data, rows: rows, scaling: scaling, network: network, loss: loss)
    }
    let run = try TrainingRun(
      network, TrainingConfiguration(loss: loss, optimizer: Adam(), epochs: epochs, threads: 1),
      training: try part(split.training), validation: try part(split.validation))
    var kept: Int?
    while let event = try run.next() {
      if case .finished(let outcome) = event { kept = outcome.keptEpoch; break }
    }
    let model = try Model(
      network: network, parameters: run.parameters, loss: loss, task: data.task, scaling: scaling,
      featureNames: data.featureNames,
      dataset: data.name)
    return RunReport(
      name: name, model: model, history: run.history, keptEpoch: kept,
      judged: [
        RunReport.Judged(
          "test rows", run.evaluate(try part(split.test)), dataset: data, rows: split.test)
      ], facts: [("trained in", "0.3 s"), ("threads", "1")],
      notes: ["Column \"<b>income</b>\": 33 missing values filled with 2989.6."],
      configuration: "data: \(name)\nepochs: \(epochs)\n",
      commands: ["descent train \(name) && echo \"done\""])
  }
}

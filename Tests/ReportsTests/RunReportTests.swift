import Basics
import Charts
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
      "descent train digits &amp;&amp; echo", "epochs: 6", "Training pictures",
      "What the model looks at", "compared with the mean picture", "last hidden layer, t-SNE",
      "A cell off the diagonal shows its rows.", "id=\"map-3-chart\"",
      "descent train digits &amp;&amp; echo", "epochs: 6", "Gradient of layers.1.weight",
      "Spread of the gradient by layer", "Outputs of layer 2 (dense)",
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
      "id=\"column-1\"".replacingOccurrences(of: "id=", with: "<figure class=\"narrow\" id=")
        .replacingOccurrences(of: "column-1", with: "column-1-chart"),
      "What the model looks at", "compared with the mean row", "adds to the number",
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
    report.histograms = []
    report.configuration = ""
    report.commands = []
    let html = report.page.html
    #expect(html.contains("0 epochs"))
    #expect(!html.contains("id=\"training\"") && !html.contains("id=\"again\""))
    #expect(!html.contains("id=\"distributions\""))
    expectSafe(html)
  }

  @Test func manyLayersAndEpochsStaySmall() throws {
    let data = try Dataset.digits()
    var layers: [any Layer] = [Flatten()]
    for _ in 0..<20 { layers += [Dense(24, activation: .relu), BatchNormalization()] }
    var report = try report("deep", data, layers + [Dense(10)], epochs: 2)
    let before = report.page.html.utf8.count
    let last = try #require(report.histograms.last)
    report.histograms = (1...20).map { epoch in
      var snapshot = last
      snapshot.epoch = epoch
      return snapshot
    }
    let html = report.page.html
    try keep(html, "deep")
    #expect(html.contains("24 of 41 layers are shown, evenly chosen."))
    #expect(html.contains("<details class=\"layer\"><summary>layer 2 (dense)</summary>"))
    #expect(html.utf8.count < 1_800_000, "\(html.utf8.count), \(before) without more epochs")
    expectSafe(html)
  }

  @Test func everyCellWithErrorsLeadsToItsRows() throws {
    let data = try Dataset.digits()
    let html = try report("digits", data, [Flatten(), Dense(10)], epochs: 1).page.html
    let links = Set(html.matches(of: /<a href="#(pair-confusion-0-\d+-\d+)"/).map { String($0.1) })
    let panels = html.matches(of: /<div class="pair" id="(pair-confusion-0-\d+-\d+)"/)
    #expect(links.count > 5)
    #expect(Set(panels.map { String($0.1) }) == links && panels.count == links.count)
    #expect(html.contains("href=\"#confusion-0-chart\">close</a>"))
    #expect(html.contains("id=\"confusion-0-chart\""))
    // As many pictures as rows were taken for another, so long as they are few.
    let panel = try #require(html.firstRange(of: "<div class=\"pair\""))
    let first = html[panel.lowerBound...].prefix { $0 != "\n" }
    #expect(first.contains("taken for"))
  }

  /// Names that break pages.
  static let nasty = [
    "<script>alert(1)</script>", "\"quoted\" & 'single'", "שלום \u{202E}evil",
    "👩‍🔬 <img src=x onerror=alert(1)>", String(repeating: "long ", count: 100),
  ]

  @Test func namesFromOutsideAreText() throws {
    var random = RandomSource(seed: 1, .other)
    let rows = 200
    let features = (0..<rows * 5).map { _ in Scalar(random.normal()) }
    let targets = (0..<rows).map { Scalar($0 % 5) }
    var data = try Dataset(
      name: Self.nasty[0], shape: [5], features: .scalars(ContiguousArray(features)),
      featureNames: Self.nasty, targets: ContiguousArray(targets),
      task: .classification(classes: Self.nasty))
    data.name = Self.nasty[3]
    var report = try report(
      Self.nasty[0], data, [Dense(6, activation: .relu), Dense(5)], epochs: 2)
    report.warning = Self.nasty[0]
    report.notes = Self.nasty
    report.facts = Self.nasty.map { ($0, $0) }
    let html = report.page.html
    try keep(html, "nasty")
    expectSafe(html)
    for bad in ["<img", "\u{202E}", "onerror=alert(1)>", "'single'"] {
      #expect(!html.contains(bad), "\(bad)")
    }
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    for (name, kind, _) in PlotKind.all {
      guard let svg = report.chart(kind)?.svg(id: "\(name)") else { continue }
      #expect(!svg.contains("<script") && !svg.contains("<img"), "\(name)")
    }
    let card = try ModelCard(report).markdown
    #expect(!card.contains("\n<script"))
  }

  @Test func aHundredClasses() throws {
    var random = RandomSource(seed: 1, .other)
    let rows = 20_000
    let targets = (0..<rows).map { _ in Scalar(Int(random.uniform() * 100)) }
    let features = targets.flatMap { target in
      (0..<16).map { UInt8(min(255, Int(target) * 2 + $0 + Int(random.uniform() * 60))) }
    }
    let data = try Dataset(
      name: "many", shape: [4, 4], features: .bytes(ContiguousArray(features)),
      targets: ContiguousArray(targets),
      task: .classification(classes: (0..<100).map { "class number \($0)" }))
    var report = try report("many", data, [Flatten(), Dense(100)], epochs: 1)
    report.maps.points = 0
    let html = report.page.html
    try keep(html, "hundred")
    #expect(html.utf8.count < 2_000_000, "\(html.utf8.count)")
    for part in [
      "The first 40 of 100 classes.", "rarer pairs have none.", "rows, the most confident first",
    ] { #expect(html.contains(part), "\(part)") }
    expectSafe(html)
  }

  @Test func aClassThatIsMissingInTheTest() throws {
    let data = try Dataset.digits()
    var report = try report("x", data, [Flatten(), Dense(10)], epochs: 1)
    let rows = data.labels.indices.filter { data.labels[$0] > 2 }
    let model = report.model
    let training = try TrainingData(
      data, rows: rows, scaling: model.scaling, network: model.network, loss: model.loss)
    let evaluator = Evaluator(model.network, loss: model.loss, threads: 1)
    report.judged = [
      RunReport.Judged(
        "test rows", evaluator.predictions(training, parameters: model.parameters), dataset: data,
        rows: rows)
    ]
    report.maps.points = 0
    expectSafe(report.page.html)
    #expect(!report.page.html.contains(">nan"))
  }

  @Test func aHistoryThatIsNoNumber() throws {
    var report = try report("x", try Dataset.digits(), [Flatten(), Dense(10)], epochs: 2)
    report.maps.points = 0
    for index in report.history.epochs.indices {
      report.history.epochs[index].loss = index == 0 ? .nan : .infinity
      report.history.epochs[index].validation = []
    }
    expectSafe(report.page.html)
  }

  @Test func severalNumbers() throws {
    var random = RandomSource(seed: 1, .other)
    let rows = 200
    let features = (0..<rows * 2).map { _ in Scalar(random.normal()) }
    let targets = (0..<rows).flatMap { row -> [Scalar] in
      (0..<8).map { Scalar($0) * features[2 * row] - features[2 * row + 1] }
    }
    let data = try Dataset(
      name: "plane", shape: [2], features: .scalars(ContiguousArray(features)),
      featureNames: ["a", "b"], targets: ContiguousArray(targets),
      task: .regression(targets: (0..<8).map { "number \($0)" }))
    let html = try report("plane", data, [Dense(8, activation: .tanh), Dense(8)], epochs: 3)
      .page.html
    #expect(html.contains("Residuals: number 0") && html.contains("Residuals: number 5"))
    #expect(!html.contains("Residuals: number 6"))
    #expect(html.contains("The first 6 of 8 numbers."))
    expectSafe(html)
  }

  @Test func largePicturesDoNotMakeALargePage() throws {
    var random = RandomSource(seed: 1, .other)
    let (rows, side) = (300, 64)
    let features = (0..<rows * side * side * 3).map { _ in UInt8(random.uniform() * 256) }
    let data = try Dataset(
      name: "noise", shape: [side, side, 3], features: .bytes(ContiguousArray(features)),
      targets: ContiguousArray((0..<rows).map { Scalar($0 % 3) }),
      task: .classification(classes: ["a", "b", "c"]))
    let html = try report("noise", data, [Flatten(), Dense(3)], epochs: 1).page.html
    try keep(html, "noise")
    #expect(html.utf8.count < 2_000_000, "\(html.utf8.count)")
  }

  @Test func chartsByKind() throws {
    let digits = try report(
      "digits", try Dataset.digits(), [Flatten(), Dense(12, activation: .relu), Dense(10)],
      epochs: 2)
    var some = digits
    some.maps.points = 40
    let missing = PlotKind.all.filter { some.chart($0.kind) == nil }.map(\.name)
    #expect(missing == ["actual", "residuals", "deciles", "importance"])
    #expect(some.chart(.map(.input, .tsne))?.title.contains("40 of 359 rows") == true)
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
    let recorder = try HistogramRecorder(run, file: nil)
    while let event = try run.next() {
      _ = try recorder.note(event, run)
      if case .finished(let outcome) = event { kept = outcome.keptEpoch; break }
    }
    let model = try Model(
      network: network, parameters: run.parameters, loss: loss, task: data.task, scaling: scaling,
      featureNames: data.featureNames,
      dataset: data.name)
    var report = RunReport(
      name: name, model: model, history: run.history, keptEpoch: kept,
      judged: [
        RunReport.Judged(
          "test rows", run.evaluate(try part(split.test)), dataset: data, rows: split.test)
      ], facts: [("trained in", "0.3 s"), ("threads", "1")],
      notes: ["Column \"<b>income</b>\": 33 missing values filled with 2989.6."],
      configuration: "data: \(name)\nepochs: \(epochs)\n",
      commands: ["descent train \(name) && echo \"done\""])
    report.trainedOn = RunReport.Rows(data, rows: split.training)
    report.maps.points = 60
    report.histograms = recorder.snapshots
    return report
  }
}

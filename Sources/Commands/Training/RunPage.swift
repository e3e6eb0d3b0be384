import Descent

/// `report.html` and `MODEL_CARD.md` of a training: of one that is over, or made again from its folder.
struct RunPage {
  var folder: String
  var model: Model
  var history: History
  var keptEpoch: Int?
  var judged: [RunReport.Judged]
  /// The rows; nil where they are not at hand.
  var data: PreparedData?
  /// The command that began it.
  var command: String
  var timings: [NamedFigure]
  var threads: Int
  var seed: UInt64
  /// `config.yaml`.
  var configuration: String
  var notes: [String]
  var fingerprint: String
  /// How the numbers of the network were distributed on the way.
  var histograms: [LayerHistograms] = []
  /// The machine that trained it, as the manifest has it.
  var host: Settings = [:]
  /// Threads that make the page.
  var mapThreads = 1

  init(
    folder: String, model: Model, history: History, keptEpoch: Int?, judged: [RunReport.Judged],
    data: PreparedData?, command: String, timings: [NamedFigure], threads: Int, seed: UInt64,
    configuration: String
  ) {
    self.folder = folder
    self.model = model
    self.history = history
    self.keptEpoch = keptEpoch
    self.judged = judged
    self.data = data
    self.command = command
    self.timings = timings
    self.threads = threads
    self.seed = seed
    self.configuration = configuration
    notes = data?.notes ?? []
    fingerprint = data?.fingerprint ?? ""
  }

  /// Of a training that is over.
  init(_ result: TrainingResult, arguments: [String], timings: [NamedFigure]) throws {
    // Maps are the same for any number of threads; a small network is trained by few.
    let threads = max(result.plan.threads, result.settings.threads ?? coreCount())
    self.init(
      folder: result.folder, model: result.model, history: result.history,
      keptEpoch: result.outcome?.keptEpoch, judged: result.judged, data: result.data,
      command: (["descent"] + arguments.map(Manifest.quoted)).joined(separator: " "),
      timings: timings, threads: result.plan.threads, seed: result.settings.seed,
      configuration: try ResolvedConfig.text(result.settings))
    mapThreads = threads
    histograms = result.histograms
    host = Manifest.host
  }

  /// What both show.
  var report: RunReport {
    let folder = Manifest.quoted(folder)
    var report = RunReport(
      name: splitPath(self.folder).name, model: model, history: history, keptEpoch: keptEpoch,
      judged: judged, facts: facts, notes: notes, configuration: configuration,
      commands: [
        command, "descent train --config \(folder)/\(RunFolder.configName)",
        "descent evaluate \(folder)",
      ])
    report.fingerprint = fingerprint
    report.trainedOn = data.map { RunReport.Rows($0.main, rows: $0.split.training) }
    report.histograms = histograms
    report.maps.threads = mapThreads
    return report
  }

  private var facts: [(name: String, value: String)] {
    let rows = data.map { data in
      [
        ("training rows", data.split.training.count),
        ("validation rows", data.split.validation.count),
        ("test rows", data.testData == nil || data.testsOnTraining ? 0 : data.split.test.count),
      ]
    }
    return (rows ?? []).filter { $0.1 > 0 }.map { ($0.0, grouped($0.1)) }
      + timings.map { ("time, " + $0.name, duration($0.value)) } + [
        ("threads", "\(threads)"), ("seed", "\(seed)"), ("Descent", Program.version),
      ] + environment
  }

  /// `x86_64, 2 cores`, `Linux 6.1.0`, `Float`: what the machine was, without its name.
  private var environment: [(name: String, value: String)] {
    let cores = host["cores"]?.integer.map { counted($0, "core") }
    let machine = [host["machine"]?.text, cores].compactMap { $0 }.joined(separator: ", ")
    return [
      ("machine", machine), ("system", host["system"]?.text ?? ""),
      ("numbers", host["scalar"]?.text ?? ""),
    ].filter { !$0.1.isEmpty }
  }
}

import Descent

/// `report.html` and `MODEL_CARD.md` of a training that is over.
struct RunPage {
  private let result: TrainingResult
  private let arguments: [String]
  private let timings: [NamedFigure]

  init(_ result: TrainingResult, arguments: [String], timings: [NamedFigure]) {
    self.result = result
    self.arguments = arguments
    self.timings = timings
  }

  /// What both show.
  var report: RunReport {
    get throws {
      let folder = Manifest.quoted(result.folder)
      var report = RunReport(
        name: splitPath(result.folder).name, model: result.model, history: result.history,
        keptEpoch: result.outcome?.keptEpoch, judged: result.judged, facts: facts,
        notes: result.data.notes, configuration: try ResolvedConfig.text(result.settings),
        commands: [
          (["descent"] + arguments.map(Manifest.quoted)).joined(separator: " "),
          "descent train --config \(folder)/\(RunFolder.configName)",
          "descent evaluate \(folder)",
        ])
      report.fingerprint = result.data.fingerprint
      return report
    }
  }

  private var facts: [(name: String, value: String)] {
    let data = result.data
    let rows = [
      ("training rows", data.split.training.count),
      ("validation rows", data.split.validation.count),
      ("test rows", data.testData == nil || data.testsOnTraining ? 0 : data.split.test.count),
    ]
    return rows.filter { $0.1 > 0 }.map { ($0.0, grouped($0.1)) }
      + timings.map { ("time, " + $0.name, duration($0.value)) } + [
        ("threads", "\(result.plan.threads)"), ("seed", "\(result.settings.seed)"),
        ("Descent", Program.version),
      ]
  }
}

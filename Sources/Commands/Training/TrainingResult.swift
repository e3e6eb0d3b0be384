import Descent

/// Everything that a training came to.
struct TrainingResult {
  var folder: String
  var settings: TrainSettings
  var data: PreparedData
  /// How it ended; nil where it was stopped on its way.
  var outcome: TrainingOutcome?
  var history: History
  var plan: TrainingPlan
  var model: Model
  var seconds: Double
  var validation: Figures?
  var test: Figures?
  /// The rows that were measured, those of the test first, for the report.
  var judged: [RunReport.Judged] = []
  /// How weights, gradients and outputs were distributed on the way, for the report.
  var histograms: [LayerHistograms] = []

  /// The document that `--json` prints.
  var document: Value {
    .table([
      "run": .text(folder),
      "model": outcome == nil ? .null : .text(joined(folder, RunFolder.modelName)),
      "parameters": .integer(model.network.layout.trainableCount),
      "threads": .integer(plan.threads), "seed": .integer(Int(clamping: settings.seed)),
      "seconds": rounded(seconds),
      "kept_epoch": outcome.map { .integer($0.keptEpoch) } ?? .null,
      "stopped_early": .flag(outcome?.reason == .stoppedEarly),
      "epochs": .list(history.epochs.map(Self.epoch)),
      "validation": validation.map { .table($0.settings) } ?? .null,
      "test": test.map { .table($0.settings) } ?? .null,
      "tested_on": data.testsOnTraining ? "training rows" : test == nil ? .null : "test rows",
    ])
  }

  private static func epoch(_ epoch: EpochSummary) -> Value {
    var settings: Settings = [
      "epoch": .integer(epoch.epoch), "seconds": rounded(epoch.seconds),
      "loss": figureValue(epoch.loss),
    ]
    if let accuracy = epoch.accuracy { settings["accuracy"] = figureValue(accuracy) }
    for figure in epoch.validation {
      settings["val_\(figure.name)"] = figureValue(figure.value)
    }
    settings["learning_rate"] = figureValue(epoch.learningRate)
    return .table(settings)
  }

  /// The final figures for the manifest.
  var figureEntries: [Settings.Entry] {
    model.figures.map { Settings.Entry($0.name, figureValue($0.value)) }
  }
}

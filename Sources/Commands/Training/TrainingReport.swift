import Descent

/// What is written when a training is over: figures, the table of classes, where everything is, and
/// what to do next.
struct TrainingReport {
  private let result: TrainingResult
  private let output: Channel
  private let style: Style

  init(_ result: TrainingResult, _ surroundings: Surroundings) {
    self.result = result
    output = surroundings.output
    style = Style(isOn: surroundings.hasColor(output))
  }

  func write() throws {
    let settings = result.settings
    if !settings.quiet {
      try output.paragraph(endLine)
      try output.line()
      if let figures = result.test ?? result.validation {
        for line in ReportTables.classes(figures, width: output.width ?? 80, style: style) {
          try output.line(line)
        }
      }
    }
    if let validation = result.validation, result.test == nil || !settings.quiet {
      try output.paragraph("validation  " + ReportTables.figuresLine(validation))
    }
    if let test = result.test {
      let label = result.data.testsOnTraining ? "training rows (nothing is held out)" : "test"
      try output.line(style.bold(label + "  " + ReportTables.figuresLine(test)))
    }
    let model = joined(result.folder, RunFolder.modelName)
    if settings.quiet {
      try output.line("saved  \(model)")
      return
    }
    try output.line()
    let files =
      [RunFolder.modelName] + (settings.saveJSON ? [RunFolder.jsonName] : [])
      + [RunFolder.configName, RunFolder.metricsName, RunFolder.manifestName]
    try output.paragraph("saved in \(result.folder): \(files.joined(separator: ", "))")
    try output.line("next: descent predict \(model) \(settings.data)")
  }

  /// `30 epochs in 1.2 s` or why it ended earlier.
  private var endLine: String {
    let epochs = counted(result.history.epochs.count, "epoch")
    let seconds = result.history.epochs.reduce(0) { $0 + $1.seconds + $1.validationSeconds }
    var line = "\(epochs) in \(duration(seconds)) on \(counted(result.plan.threads, "thread"))"
    if result.outcome.reason == .stoppedEarly {
      line +=
        "; stopped early: no better \(result.settings.resolvedMonitor) for "
        + counted(result.settings.earlyStopping, "epoch")
    }
    if result.settings.earlyStopping > 0 {
      line += "; the weights of epoch \(result.outcome.keptEpoch) are kept"
    }
    return line
  }
}

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
    try writeFigures()
    let model = joined(result.folder, RunFolder.modelName)
    if settings.quiet {
      try output.line("saved  \(model)")
      return
    }
    try output.line()
    let files =
      [RunFolder.modelName] + (settings.saveJSON ? [RunFolder.jsonName] : [])
      + [RunFolder.configName, RunFolder.metricsName, RunFolder.linesName, RunFolder.manifestName]
      + (settings.report
        ? [RunFolder.histogramsName, RunFolder.reportName, RunFolder.cardName] : [])
      + (settings.tensorBoard ? [RunFolder.tensorBoardName] : [])
    try output.line("saved in \(result.folder):")
    for line in files.joined(separator: ", ").folded((output.width ?? 80) - 2) {
      try output.line("  " + line)
    }
    try output.line("next: \(next(model))")
  }

  /// What is written when a training was stopped on its way and saved.
  func write(stoppedAt position: String, goOn command: String) throws {
    if !result.settings.quiet { try output.paragraph("stopped after \(position)") }
    try writeFigures()
    if !result.settings.quiet { try output.line() }
    try output.line("go on: \(command)")
  }

  private func writeFigures() throws {
    if let validation = result.validation, result.test == nil || !result.settings.quiet {
      try output.paragraph("validation  " + ReportTables.figuresLine(validation))
    }
    if let test = result.test {
      let label = result.data.testsOnTraining ? "training rows (nothing is held out)" : "test"
      try output.line(style.bold(label + "  " + ReportTables.figuresLine(test)))
    }
  }

  /// A command that works as it stands. Without a header nothing tells the target from the
  /// features, so that the training's own table can't be predicted for.
  private func next(_ model: String) -> String {
    let model = Manifest.quoted(model)
    let isNameless = result.data.main.featureNames.isEmpty && !result.data.targetNames.isEmpty
    if isNameless { return "descent evaluate \(model)" }
    return "descent predict \(model) \(Manifest.quoted(result.settings.data))"
  }

  /// `30 epochs in 1.2 s` or why it ended earlier.
  private var endLine: String {
    let epochs = counted(result.history.epochs.count, "epoch")
    let seconds = result.history.epochs.reduce(0) { $0 + $1.seconds + $1.validationSeconds }
    var line = "\(epochs) in \(duration(seconds)) on \(counted(result.plan.threads, "thread"))"
    if result.outcome?.reason == .stoppedEarly {
      line +=
        "; stopped early: no better \(result.settings.resolvedMonitor) for "
        + counted(result.settings.earlyStopping, "epoch")
    }
    if result.settings.earlyStopping > 0, let outcome = result.outcome {
      line += "; the weights of epoch \(outcome.keptEpoch) are kept"
    }
    return line
  }
}

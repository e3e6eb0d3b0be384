import Descent

/// What follows a training besides `metrics.jsonl`: `histograms.jsonl`, and TensorBoard's files where they
/// are asked for.
final class RunLogs {
  /// Nil where neither report nor TensorBoard wants any.
  private let histograms: HistogramRecorder?
  private let tensorBoard: TensorBoardLog?

  /// Begins the files, or goes on in them.
  ///
  /// Throws `DescentError` (can't write, or input/output).
  init(_ run: TrainingRun, _ folder: RunFolder, _ session: TrainingSession) throws {
    let settings = session.settings
    let file = settings.report ? folder.path(of: RunFolder.histogramsName) : nil
    if file != nil { folder.keeps(RunFolder.histogramsName) }
    histograms =
      settings.report || settings.tensorBoard ? try HistogramRecorder(run, file: file) : nil
    if var fault = histograms?.fault {
      fault.fix = "The file is begun anew."
      session.surroundings.note("note: \(fault.description.printable)")
    }
    guard settings.tensorBoard else {
      tensorBoard = nil
      return
    }
    let path = try folder.makeFolder(RunFolder.tensorBoardName)
    for part in TensorBoardLog.parts where part == "train" || run.plan.validationRows > 0 {
      _ = try folder.makeFolder(joined(RunFolder.tensorBoardName, part))
    }
    tensorBoard = try TensorBoardLog(path, run, try Self.opening(session))
    for file in tensorBoard?.files ?? [] {
      folder.keeps(joined(RunFolder.tensorBoardName, file))
    }
  }

  /// What is known before the training begins.
  private static func opening(_ session: TrainingSession) throws -> TensorBoardLog.Opening {
    // What changes no result compares nothing.
    let others = SettingsTable.run.map(\.name) + ["threads", "memory"]
    let all = ResolvedConfig.settings(session.settings)
    let settings = Settings(all.entries.filter { !others.contains($0.name) })
    let config = try ResolvedConfig.text(session.settings)
    let command = (["descent"] + session.arguments.map(Manifest.quoted)).joined(separator: " ")
    return TensorBoardLog.Opening(
      settings: settings,
      texts: [
        ("command", Self.code(command)), ("config.yaml", Self.code(config)),
        ("network", session.model.network.table.markdown),
        ("data", Self.code(session.data.partsText)),
      ])
  }

  /// A text as it is, in Markdown: indented, so that nothing in it ends it.
  private static func code(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      .joined(separator: "\n")
  }

  /// Those that were taken, for the report.
  var snapshots: [LayerHistograms] { histograms?.snapshots ?? [] }

  /// Takes note of an event.
  ///
  /// Throws `DescentError` (input/output).
  func note(_ event: TrainingEvent, _ run: TrainingRun) throws {
    try tensorBoard?.note(event, run)
    if let snapshot = try histograms?.note(event, run) { try tensorBoard?.note(snapshot, run) }
  }

  /// Brings everything to the disk.
  ///
  /// Throws `DescentError` (input/output).
  func finish() throws { try histograms?.finish() }

  /// Adds what is known when the training is over.
  ///
  /// Throws `DescentError` (input/output).
  func complete(_ result: TrainingResult, _ run: TrainingRun) throws {
    try finish()
    try tensorBoard?.finish(
      result.model.figures, judged: result.judged.first, step: run.trainer.stepCount)
  }
}

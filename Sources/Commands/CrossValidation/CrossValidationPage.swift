import Descent

/// `report.html` of a cross-validation as a whole, from what lies in its folder.
struct CrossValidationPage {
  /// What it shows.
  let report: CrossValidationReport

  /// Reads the folder; folds that are not finished are left out, and the page says so.
  ///
  /// Throws `DescentError` (bad data) where a file is damaged.
  init(_ path: String) throws {
    let record = try RunRecord(reading: path)
    let settings = try RunSource.settings(record)
    let count = settings.folds ?? 0
    var records: [(number: Int, record: RunRecord)] = []
    for number in 1...max(1, count) {
      let folder = joined(path, "folds/\(number)")
      guard fileKind(joined(folder, RunFolder.manifestName)) == .file else { continue }
      records.append((number, try RunRecord(reading: folder)))
    }
    let folds = records.map { number, record in
      let figures = record.manifest?["figures"]?.table?.entries ?? []
      let rows = record.manifest?["data"]?.table?["rows"]?.table?["test"]?.integer ?? 0
      let page = "folds/\(number)/\(RunFolder.reportName)"
      return CrossValidationReport.Fold(
        number: number, history: record.history,
        figures: figures.compactMap { entry in
          guard entry.name.hasPrefix("test_"), let value = entry.value.number else { return nil }
          return NamedFigure(String(entry.name.dropFirst(5)), value)
        }, rows: rows, page: fileKind(joined(path, page)) == .file ? page : nil)
    }
    let manifests = records.compactMap(\.record.manifest)
    let seconds = manifests.compactMap { $0["seconds"]?.table?["total"]?.number }.reduce(0, +)
    let folder = Manifest.quoted(path)
    var commands = ["descent train --config \(folder)/\(RunFolder.configName)"]
    if let command = record.manifest?["command"]?.text ?? manifests.first?["command"]?.text {
      commands.insert(command, at: 0)
    }
    var facts = [("folds", "\(count)"), ("time, all folds", duration(seconds))]
    if let threads = manifests.first?["threads"]?.integer {
      facts.append(("threads", "\(threads)"))
    }
    facts += [("seed", "\(settings.seed)"), ("Descent", Program.version)]
    report = CrossValidationReport(
      name: record.name,
      dataset: manifests.first?["data"]?.table?["name"]?.text ?? settings.data, folds: folds,
      count: count, facts: facts, configuration: record.configuration, commands: commands)
  }
}

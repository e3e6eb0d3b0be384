import Descent

/// Runs as they are compared, read from their folders.
enum ComparedRuns {
  /// Names by which runs are told apart: their folders' own, or where two are the same, the paths.
  static func names(_ paths: [String]) -> [String] {
    let names = paths.map { splitPath($0).name }
    return Set(names).count == names.count ? names : paths
  }

  /// A run.
  ///
  /// Throws `DescentError` where its folder can't be read.
  static func run(_ path: String, name: String) throws -> RunComparison.Run {
    let record = try RunRecord(reading: path)
    let said = try RunSource.said(record)
    let data = record.manifest?["data"]?.table
    let dataset = data?["name"]?.text ?? said["data"]?.text ?? "?"
    return RunComparison.Run(
      name: name, folder: path, state: record.state, history: record.history,
      settings: flat(said, "").filter { $0.name != "data" }
        + [(name: "data", value: said["data"].map(text) ?? dataset)],
      dataset: (dataset, data?["sha256"]?.text ?? dataset), figures: figures(record))
  }

  /// What was measured in the end or, of a run that has none, in its last epoch.
  private static func figures(_ record: RunRecord) -> [NamedFigure] {
    var figures: [NamedFigure] = []
    if let manifest = record.manifest {
      for entry in manifest["figures"]?.table?.entries ?? [] {
        guard let value = entry.value.number else { continue }
        // The mean stands for a cross-validation.
        if entry.name.hasSuffix("_standard_deviation") { continue }
        let name = entry.name.hasSuffix("_mean") ? String(entry.name.dropLast(5)) : entry.name
        figures.append(NamedFigure(name, value))
      }
      let seconds = manifest["seconds"]?.table
      if let value = seconds?["training"]?.number ?? seconds?["total"]?.number {
        figures.append(NamedFigure("seconds", value))
      }
      if let count = manifest["parameters"]?.integer {
        figures.append(NamedFigure("parameters", Double(count)))
      }
    } else if let last = record.history.epochs.last {
      for figure in last.validation {
        figures.append(NamedFigure("val_" + figure.name, figure.value))
      }
      figures.append(
        NamedFigure("seconds", record.history.epochs.reduce(0) { $0 + $1.seconds }))
    }
    if let last = record.history.epochs.last {
      figures.append(NamedFigure("loss", last.loss))
      figures.append(NamedFigure("epochs", Double(record.history.epochs.count)))
    }
    return figures
  }

  /// Settings by name, those within others behind a point.
  private static func flat(_ settings: Settings, _ prefix: String) -> [(
    name: String, value: String
  )] {
    settings.entries.flatMap { entry -> [(name: String, value: String)] in
      if let table = entry.value.table, !table.entries.isEmpty {
        return flat(table, prefix + entry.name + ".")
      }
      // `loss: {kind: huber}` is the same as `loss: huber`.
      let name = entry.name == "kind" ? String(prefix.dropLast()) : prefix + entry.name
      return [(name, text(entry.value))]
    }
  }

  private static func text(_ value: Value) -> String {
    if let text = value.text { return text }
    return ((try? JSONWriter(.compact).text(value)) ?? "?").trimmedEnd
  }

  /// Where the page of a run is, as a page in another file sees it; nil where there is none.
  static func page(of path: String, from file: String) -> String? {
    let page = joined(path, RunFolder.reportName)
    guard fileKind(page) == .file else { return nil }
    if page.hasPrefix("/") { return address(page) }
    let folder = splitPath(file).folder
    guard !file.hasPrefix("/"), !folder.split(separator: "/").contains("..") else {
      return currentFolder.map { address(joined($0, page)) }
    }
    let depth = folder.split(separator: "/").count { $0 != "." }
    return address(String(repeating: "../", count: depth) + page)
  }

  /// A path as an address: what has a meaning there is written as its bytes.
  private static func address(_ path: String) -> String {
    let plain = Set("/-_.~".utf8)
    let digits = Array("0123456789ABCDEF")
    var text = ""
    for byte in path.utf8 {
      let isLetter =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte)
      if isLetter || plain.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return text
  }

  /// The document that `--json` prints.
  static func document(_ comparison: RunComparison) -> Value {
    .table([
      "settings": .list(comparison.differing.map { .text($0) }),
      "runs": .list(
        comparison.runs.map { run in
          .table([
            "name": .text(run.name), "folder": .text(run.folder),
            "state": .text(run.state.rawValue), "data": .text(run.dataset.name),
            "settings": .table(
              Settings(
                comparison.differing.compactMap { name in
                  run.settings.contains { $0.name == name }
                    ? Settings.Entry(name, .text(comparison.setting(name, run))) : nil
                })),
            "figures": .table(
              Settings(
                run.figures.map { Settings.Entry($0.name, figureValue($0.value)) })),
            "best": .list(
              run.figures.filter { comparison.isBest($0.name, run) }.map { .text($0.name) }),
          ])
        }),
    ])
  }
}

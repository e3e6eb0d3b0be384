import Descent

/// What the folds came to, read from their manifests, so that a cross-validation that was interrupted
/// comes to the same bytes.
struct CrossValidationSummary {
  /// One fold.
  private struct Fold {
    var manifest: Settings
    /// The figures of the test rows by name; null where one isn't defined.
    var figures: [Settings.Entry]
    var rows: Settings
  }

  private let folder: RunFolder
  private let folds: [Fold]
  private let settings: TrainSettings
  private let dataset: Dataset

  /// Throws `DescentError` (bad data) where a manifest isn't one.
  init(_ folder: RunFolder, _ settings: TrainSettings, _ dataset: Dataset) throws {
    self.folder = folder
    self.settings = settings
    self.dataset = dataset
    folds = try (1...max(1, settings.folds ?? 1)).map { number in
      let file = folder.path(of: "folds/\(number)/\(RunFolder.manifestName)")
      let manifest = try JSONReader().read(try readFile(file, limit: 1 << 24), file: file).table
      guard let manifest, let figures = manifest["figures"]?.table,
        let rows = manifest["data"]?.table?["rows"]?.table
      else {
        throw DescentError(.badData, "this is no manifest of a training", at: Position(file: file))
      }
      return Fold(
        manifest: manifest,
        figures: figures.entries.filter { $0.name.hasPrefix("test_") }.map {
          Settings.Entry(String($0.name.dropFirst(5)), $0.value)
        }, rows: rows)
    }
  }

  /// The names of the figures that every fold has.
  private var names: [String] {
    (folds.first?.figures ?? []).map(\.name).filter { name in
      folds.allSatisfy { Self.number(name, of: $0) != nil }
    }
  }

  private static func number(_ name: String, of fold: Fold) -> Double? {
    fold.figures.first { $0.name == name }?.value.number
  }

  private func mean(_ name: String) -> Double {
    folds.reduce(0) { $0 + (Self.number(name, of: $1) ?? 0) } / Double(folds.count)
  }

  /// Of a sample: the root of the sum of squared deviations over k - 1.
  private func deviation(_ name: String) -> Double {
    let mean = mean(name)
    let squares = folds.map { fold in
      let difference = (Self.number(name, of: fold) ?? 0) - mean
      return difference * difference
    }
    return (squares.reduce(0, +) / Double(max(1, folds.count - 1))).squareRoot()
  }

  /// Seconds that all folds took, however often they were stopped.
  var seconds: Double {
    folds.reduce(0) { $0 + ($1.manifest["seconds"]?.table?["total"]?.number ?? 0) }
  }

  /// The document of `cross-validation.json`. It has no times and no names of machines: the same training
  /// comes to the same bytes.
  var document: Value {
    func table(_ figure: (String) -> Double) -> Value {
      .table(Settings(names.map { Settings.Entry($0, figureValue(figure($0))) }))
    }
    var document: Settings = [
      "data": .text(dataset.name), "rows": .integer(dataset.rows),
      "folds": .integer(folds.count), "seed": .integer(Int(clamping: settings.seed)),
    ]
    if let column = settings.splitBy { document["split_by"] = .text(column.text) }
    document["mean"] = table(mean)
    document["standard_deviation"] = table(deviation)
    document["results"] = .list(
      folds.enumerated().map { index, fold in
        .table([
          "run": .text("folds/\(index + 1)"), "rows": .table(fold.rows),
          "test": .table(Settings(fold.figures)),
        ])
      })
    return .table(document)
  }

  /// The manifest of the whole.
  func manifest(_ remarks: Settings, _ settings: TrainSettings) throws -> Settings {
    let arguments = remarks["arguments"]?.list?.compactMap(\.text) ?? []
    var document: Settings = [
      "descent": .text(Program.version),
      "command": .text((["descent"] + arguments.map(Manifest.quoted)).joined(separator: " ")),
    ]
    if let recipe = remarks["recipe"] { document["recipe"] = recipe }
    document["folder"] = remarks["folder"] ?? .null
    let summary = folder.path(of: CrossValidation.summaryName)
    var files = Settings()
    files[CrossValidation.summaryName] = .text(SHA256.hexadecimal(of: try readFile(summary)))
    for (index, fold) in folds.enumerated() {
      for entry in fold.manifest["files"]?.table?.entries ?? [] {
        files["folds/\(index + 1)/\(entry.name)"] = entry.value
      }
    }
    document["files"] = .table(files)
    document["started"] = .text(Manifest.utc(remarks["started"]?.integer ?? 0))
    if let resumed = remarks["resumed"] { document["resumed"] = resumed }
    document["seed"] = .integer(Int(clamping: settings.seed))
    document["folds"] = .integer(folds.count)
    document["host"] = folds.first?.manifest["host"]
    document["seconds"] = .table(["total": rounded(seconds)])
    document["figures"] = .table(
      Settings(
        names.map { Settings.Entry("test_\($0)_mean", figureValue(mean($0))) }
          + names.map {
            Settings.Entry("test_\($0)_standard_deviation", figureValue(deviation($0)))
          }))
    return document
  }

  // MARK: For people

  /// The table of folds, their mean and deviation, and where everything is.
  func write(_ surroundings: Surroundings, quiet: Bool) throws {
    let output = surroundings.output
    let style = Style(isOn: surroundings.hasColor(output))
    let shown = names.filter {
      dataset.task.classes.isEmpty || ["loss", "accuracy", "f1_macro"].contains($0)
    }
    if !quiet {
      var table = TextTable(
        [(title: "Fold", alignment: .left), (title: "Rows", alignment: .right)]
          + shown.map { (title: $0, alignment: .right) })
      for (index, fold) in folds.enumerated() {
        table.add(
          [String(index + 1), grouped(fold.rows["test"]?.integer ?? 0)]
            + shown.map { figure($0, Self.number($0, of: fold) ?? .nan) })
      }
      table.addRule()
      table.add(["mean", ""] + shown.map { figure($0, mean($0)) })
      table.add(["deviation", ""] + shown.map { figure($0, deviation($0)) })
      for line in table.lines(width: output.width ?? 80, bold: { style.bold($0) }) {
        try output.line(line)
      }
      try output.line()
    }
    let means = shown.map { "\($0) \(figure($0, mean($0))) ± \(figure($0, deviation($0)))" }
    try output.line(style.bold("test  " + means.joined(separator: "  ")))
    if quiet {
      try output.line("saved  \(folder.path(of: CrossValidation.summaryName))")
      return
    }
    try output.line()
    try output.line("saved in \(folder.path):")
    let files = [
      "folds/1 … folds/\(folds.count)", CrossValidation.summaryName, RunFolder.configName,
      RunFolder.manifestName,
    ]
    try output.paragraph("  " + files.joined(separator: ", "))
    try output.line("next: descent evaluate \(Manifest.quoted(folder.path(of: "folds/1")))")
  }
}

import Descent

/// A run as it lies in its folder: what was measured, and what its model and its rows are looked up with.
struct RunSource {
  /// What the folder tells.
  let record: RunRecord
  /// The settings of the training.
  let settings: TrainSettings
  /// The trained model, or that of the last checkpoint; nil where there is neither.
  let model: Model?
  /// The epoch whose weights these are.
  let keptEpoch: Int?
  /// Where the training stood when the checkpoint was saved; nil where it is finished.
  let checkpoint: Checkpoint?

  /// Reads a run folder; nothing in it is touched.
  ///
  /// Throws `DescentError`: no input where there is no such folder, bad data where a file is damaged.
  init(_ path: String) throws {
    record = try RunRecord(reading: path)
    settings = try Self.settings(record)
    guard record.state != .finished else {
      checkpoint = nil
      model = try Model(contentsOf: try modelPath(record.folder))
      keptEpoch = record.manifest?["kept_epoch"]?.integer
      return
    }
    var files = CheckpointFolder(record.folder)
    checkpoint = try files.load()?.checkpoint
    var model = checkpoint?.model
    let training = checkpoint?.training
    if let kept = training?.best?.parameters ?? training?.trainer.average {
      model?.parameters = kept
    }
    self.model = model
    keptEpoch = training?.best?.epoch
  }

  /// The settings that a run's `config.yaml` has.
  static func settings(_ record: RunRecord) throws -> TrainSettings {
    var levels = SettingsLevels()
    levels.add(try said(record), .config)
    return try levels.read()
  }

  /// The same as they are written.
  static func said(_ record: RunRecord) throws -> Settings {
    let file = joined(record.folder, RunFolder.configName)
    return try SettingsLevels.checked(
      try YAMLReader().read(record.configuration, file: file), file: file)
  }

  /// Where the training was begun.
  private var began: String? {
    record.manifest?["folder"]?.text ?? checkpoint?.remarks["folder"]?.text
  }

  /// The SHA-256 of everything that was loaded.
  private var fingerprint: String? {
    if let text = record.manifest?["data"]?.table?["sha256"]?.text { return text }
    return checkpoint.map { PreparedData.fingerprint($0.data.map(\.sha256)) }
  }

  /// Loads the data and divides it as the training did.
  ///
  /// - Parameter data: where it is now; nil looks where it was.
  ///
  /// Throws `DescentError` where it is gone, or no longer the same.
  func data(_ data: String?, _ surroundings: Surroundings) throws -> PreparedData {
    var place = settings
    place.data = data ?? Beginning.place(of: settings.data, began: began)
    let without = "name it where it is now with --data, or leave the rows out: --without-data"
    let prepared: PreparedData
    do {
      let loaded = try DatasetCatalog(environment: surroundings.environment).load(
        place, model?.encoding, model?.pictures)
      prepared = try PreparedData(loaded, settings, known: model?.encoding)
    } catch var error as DescentError {
      if error.kind == .noInput {
        error.message += " (it is what \(record.name) was trained on)"
        let fix = error.fix.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        error.fix = "\(fix ?? "Bring it back"); or \(without)"
      }
      throw error
    }
    if let fingerprint, prepared.fingerprint != fingerprint {
      throw DescentError(
        .badData,
        "\(place.data): the data has changed since \(record.name) was trained: expected SHA-256 "
          + "\(fingerprint.prefix(12))…, found \(prepared.fingerprint.prefix(12))…",
        fix: "Bring it back as it was, \(without)")
    }
    return prepared
  }

  /// What the model says of the rows that the training held out, those of the test first.
  func judged(_ data: PreparedData, threads: Int) throws -> [RunReport.Judged] {
    guard let model else { return [] }
    let evaluator = Evaluator(model.network, loss: model.loss, threads: threads)
    func judged(_ name: String, _ dataset: Dataset, _ rows: [Int]) throws -> RunReport.Judged {
      let training = try TrainingData(
        dataset, rows: rows, scaling: model.scaling, targetScaling: model.targetScaling,
        network: model.network, loss: model.loss)
      return RunReport.Judged(
        name, evaluator.predictions(training, parameters: model.parameters), dataset: dataset,
        rows: rows)
    }
    var parts: [RunReport.Judged] = []
    if let test = data.testData {
      let name = data.testsOnTraining ? "training rows (nothing is held out)" : "test rows"
      var part = try judged(name, test, data.split.test)
      part.wereTrainedOn = data.testsOnTraining
      parts.append(part)
    }
    if !data.split.validation.isEmpty {
      parts.append(try judged("validation rows", data.main, data.split.validation))
    }
    return parts
  }

  /// The report of the run; nil where there is no model.
  ///
  /// - Parameter data: with rows that are judged; nil leaves them out.
  func report(_ data: PreparedData?, threads: Int) throws -> RunReport? {
    guard let model else { return nil }
    var page = RunPage(
      folder: record.folder, model: model, history: history,
      keptEpoch: keptEpoch, judged: try data.map { try judged($0, threads: threads) } ?? [],
      data: data, command: command, timings: timings,
      threads: record.manifest?["threads"]?.integer ?? settings.threads ?? threads,
      seed: settings.seed,
      configuration: record.configuration)
    // What was decided then stands in the settings now, and would not be noted again.
    if let notes = record.manifest?["data"]?.table?["notes"]?.list {
      page.notes = notes.compactMap(\.text)
    }
    page.fingerprint = fingerprint ?? ""
    page.histograms = try histograms
    page.host = record.manifest?["host"]?.table ?? [:]
    var report = page.report
    report.maps.threads = threads
    report.warning = warning
    return report
  }

  /// How the numbers of the network were distributed on the way; empty where nobody looked.
  private var histograms: [LayerHistograms] {
    get throws {
      let file = joined(record.folder, RunFolder.histogramsName)
      guard fileKind(file) == .file else { return [] }
      return try LayerHistograms.read(try readFile(file, limit: 1 << 28), file: file)
    }
  }

  /// All epochs that are known: the newest may not be in the checkpoint yet, or not in the file any more.
  private var history: History {
    guard let saved = checkpoint?.training.history,
      saved.epochs.count > record.history.epochs.count
    else { return record.history }
    return saved
  }

  /// What a page of a run says first that has not come to its end.
  var warning: String? {
    let epochs = checkpoint?.training.history.epochs.count ?? record.history.epochs.count
    let after = "after \(counted(epochs, "epoch"))"
    let model = model == nil ? " There is no checkpoint yet, so only its curves are shown." : ""
    switch record.state {
    case .finished: return nil
    case .running: return "The training goes on; this is how it stood \(after).\(model)"
    case .stopped:
      return "The training was stopped \(after).\(model) Go on with: descent train --resume "
        + Manifest.quoted(record.folder)
    }
  }

  private var command: String {
    if let command = record.manifest?["command"]?.text { return command }
    let arguments = checkpoint?.remarks["arguments"]?.list?.compactMap(\.text) ?? ["train"]
    return (["descent"] + arguments.map(Manifest.quoted)).joined(separator: " ")
  }

  private var timings: [NamedFigure] {
    let entries = record.manifest?["seconds"]?.table?.entries ?? []
    if entries.isEmpty, let seconds = checkpoint?.remarks["seconds"]?.number {
      return [NamedFigure("so far", seconds)]
    }
    return entries.compactMap { entry in entry.value.number.map { NamedFigure(entry.name, $0) } }
  }
}

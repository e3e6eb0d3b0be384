import Descent

/// What a cross-validation began with, as `cross-validation-begun.json` has it until the last fold is
/// finished.
struct CrossValidationBeginning {
  /// The folder, claimed for this process.
  let folder: RunFolder
  let beginning: Beginning

  /// Looks into the folder of a cross-validation.
  ///
  /// Throws `DescentError`: usage where it is finished, can't write where another process has it, bad data
  /// where the file is damaged or of another version.
  init(_ path: String) throws {
    folder = try .resumed(path)
    AtomicFile.removeLeftovers(in: path)
    let file = folder.path(of: CrossValidation.begunName)
    if folder.isFinished {
      // One that was killed while it was tidying up.
      AtomicFile.remove(file)
      let summary = Manifest.quoted(folder.path(of: CrossValidation.summaryName))
      throw DescentError(
        .usage, "the cross-validation is finished; its figures are in \(summary)",
        at: Position(file: path))
    }
    let value = try JSONReader().read(try readFile(file, limit: 1 << 24), file: file)
    guard let table = value.table, let program = table["program"]?.text,
      let configuration = table["configuration"]?.table, let remarks = table["remarks"]?.table,
      let data = table["data"]?.list?.map(\.table)
    else {
      throw DescentError(
        .badData, "this is not what a cross-validation began with", at: Position(file: file),
        fix: "Begin again with: \(Beginning.again(folder))")
    }
    try Beginning.check(program: program, file, folder)
    beginning = Beginning(
      folder: folder, configuration: configuration,
      data: data.map {
        Checkpoint.Data(name: $0?["name"]?.text ?? "", sha256: $0?["sha256"]?.text ?? "")
      }, remarks: remarks)
  }

  /// The text of the file.
  static func text(
    _ configuration: Settings, _ data: [Checkpoint.Data], _ remarks: Settings
  ) throws -> String {
    try JSONWriter(.pretty).text(
      .table([
        "program": .text(Program.version), "configuration": .table(configuration),
        "data": .list(
          data.map { .table(["name": .text($0.name), "sha256": .text($0.sha256)]) }),
        "remarks": .table(remarks),
      ]))
  }
}

extension SettingsResolver {
  /// What a cross-validation goes on with: its own settings and the same data.
  func resolve(
    _ settings: TrainSettings, _ beginning: Beginning, _ surroundings: Surroundings
  ) throws -> ResolvedTraining {
    var place = settings
    place.data = beginning.place(of: settings.data)
    let model = try settings.from.map {
      try Model(contentsOf: try modelPath(beginning.place(of: $0)))
    }
    let data = try DatasetCatalog(environment: surroundings.environment).load(
      place, model?.encoding)
    return ResolvedTraining(
      settings: settings, data: data, model: model, recipe: beginning.remarks["recipe"]?.text)
  }
}

extension RunFolder {
  /// Removes what a training that was killed before its first checkpoint has left, and nothing else.
  static func clear(_ path: String) {
    AtomicFile.removeLeftovers(in: path)
    for name in results {
      AtomicFile.remove(joined(path, name))
    }
  }
}

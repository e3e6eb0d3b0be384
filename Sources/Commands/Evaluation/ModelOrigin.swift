import Descent

/// What the run folder around a model says about its training.
struct ModelOrigin {
  /// The settings of the training.
  var settings: TrainSettings
  /// The SHA-256 of the data as it was then.
  let fingerprint: String
  /// The folder in which the training ran; relative paths start there.
  let folder: String?

  /// Looks beside a model; nil where no manifest there names this very file.
  ///
  /// A model may be moved anywhere, also among the files of others, so that only its SHA-256 in the
  /// manifest tells that manifest and settings are its own.
  ///
  /// - Parameter isNeeded: whether settings that can't be read are an error.
  init?(of path: String, isNeeded: Bool) throws {
    let around = splitPath(path).folder
    guard let manifest = Self.manifest(joined(around, RunFolder.manifestName)),
      let files = manifest["files"]?.table,
      let fingerprint = manifest["data"]?.table?["sha256"]?.text
    else { return nil }
    let hash = SHA256.hexadecimal(of: try readFile(path))
    guard files.entries.contains(where: { $0.value.text == hash }) else { return nil }
    self.fingerprint = fingerprint
    folder = manifest["folder"]?.text
    do {
      guard let settings = try Self.settings(joined(around, RunFolder.configName)) else {
        return nil
      }
      self.settings = settings
    } catch {
      if isNeeded { throw error }
      return nil
    }
  }

  /// Loads and splits the data again; nil where it is no longer the same. `loaded` is the data before
  /// cells were filled.
  ///
  /// Throws `DescentError` that says where it was read from if it isn't there.
  func data(
    _ catalog: DatasetCatalog, _ encoding: TableEncoding?
  ) throws -> (prepared: PreparedData, loaded: LoadedData)? {
    let loaded = try load(catalog, encoding)
    guard let prepared = try? PreparedData(loaded, settings, known: encoding),
      prepared.fingerprint == fingerprint
    else { return nil }
    return (prepared, loaded)
  }

  private func load(
    _ catalog: DatasetCatalog, _ encoding: TableEncoding?
  ) throws -> LoadedData {
    do {
      return try catalog.load(settings, encoding)
    } catch var error as DescentError {
      let isNamed = DatasetCatalog.entries.contains { $0.name == settings.data }
      if error.kind == .noInput, !isNamed, !settings.data.hasPrefix("/"), let folder {
        error.fix = "The training read it from \(folder); name it with --data."
      }
      throw error
    }
  }

  /// The manifest; nil where there is none of Descent.
  private static func manifest(_ file: String) -> Settings? {
    guard fileKind(file) == .file, let bytes = try? readFile(file, limit: 1 << 24) else {
      return nil
    }
    return try? JSONReader(valueLimit: 1_000_000).read(bytes).table
  }

  private static func settings(_ file: String) throws -> TrainSettings? {
    guard fileKind(file) == .file else { return nil }
    let text = String(decoding: try readFile(file, limit: 1 << 24), as: UTF8.self)
    var levels = SettingsLevels()
    levels.add(
      try SettingsLevels.checked(try YAMLReader().read(text, file: file), file: file), .config)
    return try levels.read()
  }
}

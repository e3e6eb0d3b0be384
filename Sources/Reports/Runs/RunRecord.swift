import Basics
import Training

/// A training as its run folder tells of it, while it runs and afterwards. Nothing in the folder is
/// touched.
public struct RunRecord: Sendable {
  /// Whether a training goes on.
  public enum State: String, Sendable {
    /// A process is at work on it.
    case running
    /// It came to its end; everything is there.
    case finished
    /// It was stopped or killed on its way.
    case stopped
  }

  /// The files of a run that are read here, as the command names them.
  package static let (linesName, manifestName, configName) = (
    "metrics.jsonl", "manifest.json", "config.yaml"
  )

  /// The path of the folder.
  public let folder: String
  /// Its last part: `digits-1`.
  public let name: String
  /// What was measured epoch by epoch; empty before the first one has ended.
  public let history: History
  /// Where the run came from, once it is finished.
  public let manifest: Settings?
  /// The settings as YAML; empty where that file is gone.
  public let configuration: String
  /// Whether it goes on.
  public let state: State

  /// Reads a run folder.
  ///
  /// Throws `DescentError`: no input where there is no such folder, bad data where it is none of a run, or
  /// where a file in it is damaged.
  public init(reading folder: String) throws {
    var folder = folder
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    let names = try Self.names(in: folder)
    self.folder = folder
    name = splitPath(folder).name
    // The state first: what is read later can only be newer.
    let isRunning = AppendedFile.isLocked(joined(folder, Self.linesName))
    manifest = try Self.manifest(joined(folder, Self.manifestName), names)
    state = manifest != nil ? .finished : isRunning ? .running : .stopped
    let lines = joined(folder, Self.linesName)
    history =
      names.contains(Self.linesName)
      ? try History(lines: try readFile(lines, limit: 1 << 30), file: lines) : History()
    let config = joined(folder, Self.configName)
    configuration =
      names.contains(Self.configName)
      ? String(decoding: try readFile(config, limit: 1 << 24), as: UTF8.self) : ""
  }

  /// The names in a folder of a run.
  private static func names(in folder: String) throws -> Set<String> {
    let place = Position(file: folder)
    switch fileKind(folder) {
    case .missing:
      let (parent, name) = splitPath(folder)
      let near = nearestName(to: name, in: fileNames(in: parent))
      throw DescentError(
        .noInput, "no such run folder", at: place,
        fix: near.map { "Did you mean \"\(joined(parent, $0))\"?" })
    case .file: throw DescentError(.badData, "expected a run folder, found a file", at: place)
    case .folder: break
    }
    let names = Set(fileNames(in: folder))
    guard names.contains(configName) || names.contains(linesName) else {
      throw DescentError(
        .badData, "no run folder: it has neither \(configName) nor \(linesName)", at: place,
        fix: "Run folders are runs/<name>-<n> or what --output named.")
    }
    return names
  }

  private static func manifest(_ file: String, _ names: Set<String>) throws -> Settings? {
    guard names.contains(manifestName) else { return nil }
    let bytes = try readFile(file, limit: 1 << 24)
    let value = try JSONReader(valueLimit: 1_000_000).read(bytes, file: file)
    guard let table = value.table else {
      throw DescentError(
        .badData, "expected a table, found \(value.found)", at: Position(file: file))
    }
    return table
  }
}

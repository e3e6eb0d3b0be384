import Descent

/// The runs that people name: each by its folder, or all those in a folder of runs.
struct RunFolders {
  /// The folders, each once, in the order named; those within a folder by name and number.
  private(set) var paths: [String] = []
  /// What was passed over.
  private(set) var notes: [String] = []

  /// Throws `DescentError`: no input where there is no such folder, bad data where there is no run in it.
  init(_ named: [String]) throws {
    for path in named {
      let path = Self.trimmed(path)
      if fileKind(path) == .folder, !Self.isRun(path) {
        try add(within: path)
      } else {
        try Self.check(path)
        add(path)
      }
    }
  }

  private mutating func add(_ path: String) { if !paths.contains(path) { paths.append(path) } }

  private mutating func add(within folder: String) throws {
    let names = (namesInFolder(folder) ?? []).filter { fileKind(joined(folder, $0)) == .folder }
    let runs = names.filter { Self.isRun(joined(folder, $0)) }.sorted(by: Self.isBefore)
    guard !runs.isEmpty else {
      throw DescentError(
        .badData, "no run folder, and none in it", at: Position(file: folder),
        fix: "Run folders are runs/<name>-<n> or what --output named.")
    }
    if runs.count < names.count {
      let others = counted(names.count - runs.count, "folder")
      notes.append("\(folder): \(others) without a run passed over")
    }
    for run in runs { add(joined(folder, run)) }
  }

  /// Whether a folder is that of a run: of a training or a cross-validation.
  static func isRun(_ path: String) -> Bool {
    let known = [
      RunFolder.configName, RunFolder.linesName, RunFolder.manifestName, CheckpointFolder.name,
    ]
    return (namesInFolder(path) ?? []).contains(where: known.contains)
  }

  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  private static func check(_ path: String) throws {
    switch fileKind(path) {
    case .folder: return
    case .file:
      let parent = splitPath(path).folder
      throw DescentError(
        .badData, "expected a run folder, found a file", at: Position(file: path),
        fix: isRun(parent) ? "Give the folder: \(Manifest.quoted(parent))" : nil)
    case .missing:
      let (parent, name) = splitPath(path)
      // Those of the same folder, and those in runs/, which may have been meant.
      let here = (namesInFolder(parent) ?? []).filter { isRun(joined(parent, $0)) }
        .map { parent == "." ? $0 : joined(parent, $0) }
      let usual = (namesInFolder("runs") ?? []).map { joined("runs", $0) }
      let near =
        usual.first { $0 == joined("runs", path) }
        ?? nearestName(to: path, in: here)
        ?? nearestName(to: joined("runs", name), in: usual)
      throw DescentError(
        .noInput, "no such run folder", at: Position(file: path),
        fix: near.map { "Did you mean \"\($0)\"?" })
    }
  }

  /// By letters, and by number where they end in one: digits-2 before digits-10.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    func parts(_ name: String) -> (String, Int, String) {
      let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }
      let number = Int(String(digits.reversed())) ?? -1
      return (String(name.dropLast(digits.count)), number, name)
    }
    return parts(a) < parts(b)
  }
}

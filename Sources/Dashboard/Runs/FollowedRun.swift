#if Dashboard
  import Descent

  /// One run folder, looked at again and again.
  struct FollowedRun: Sendable {
    /// What becomes of a training.
    enum State: String, Sendable {
      case running, finished, stopped, died
    }

    /// The path as the page names it.
    let name: String
    /// The path of the folder.
    let path: String
    private(set) var tail = MetricsTail()
    private(set) var state = State.died
    /// What the page's table shows.
    private(set) var summary: Settings = [:]
    /// The settings as YAML.
    private(set) var configuration = ""
    private(set) var manifest: Settings = [:]
    private(set) var hasReport = false
    /// What is wrong with its files.
    private(set) var faults: [String] = []
    private var configState: FileState?
    private var manifestState: FileState?
    private var manifestFault: String?
    private var started = 0

    init(name: String, path: String) {
      self.name = name
      self.path = path
    }

    /// Looks whether anything has changed.
    ///
    /// - Parameters:
    ///   - parts: the states of the runs that it is made of, for a cross-validation.
    ///   - now: seconds since 1970.
    /// - Returns: whether the summary is another one, and the first new epoch, counted from 0.
    mutating func refresh(parts: [State], now: Int) -> (isChanged: Bool, from: Int?) {
      let lines = file("metrics.jsonl")
      // The state first: what is read later can only be newer.
      let isLocked = manifestState == nil && RunFiles.isLocked(lines)
      let from = tail.read(lines)
      readConfiguration()
      readManifest()
      hasReport = FileState(file("report.html"))?.isFile ?? false
      state = currentState(isLocked: isLocked, parts: parts, now: now)
      faults = [tail.fault, manifestFault].compactMap { $0 }
      let new = describe(isCrossValidation: !parts.isEmpty)
      defer { summary = new }
      return (new != summary, from)
    }

    /// The path of a file in the folder.
    func file(_ name: String) -> String { joined(path, name) }

    private mutating func readConfiguration() {
      let state = FileState(file("config.yaml"))
      guard state != configState || (configuration.isEmpty && state != nil) else { return }
      configState = state
      if let state, started == 0 { started = state.modified / 1_000_000_000 }
      let bytes = RunFiles.bytes(file("config.yaml"), limit: 1 << 20) ?? []
      configuration = String(decoding: bytes, as: UTF8.self)
    }

    private mutating func readManifest() {
      let state = FileState(file("manifest.json")).flatMap { $0.isFile && $0.size > 0 ? $0 : nil }
      guard state != manifestState else { return }
      manifestState = state
      (manifest, manifestFault) = ([:], nil)
      guard state != nil, let bytes = RunFiles.bytes(file("manifest.json"), limit: 1 << 24) else {
        return
      }
      do {
        manifest = try JSONReader(valueLimit: 100_000).read(bytes).table ?? [:]
      } catch {
        let text = (error as? DescentError).map { DescentError($0.kind, $0.message).description }
        manifestFault = "manifest.json: \(text ?? "can't be read")"
      }
    }

    private func currentState(isLocked: Bool, parts: [State], now: Int) -> State {
      if manifestState != nil { return .finished }
      if isLocked || parts.contains(.running) { return .running }
      if parts.contains(.died) { return .died }
      if !parts.isEmpty { return .stopped }
      let lines = FileState(file("metrics.jsonl"))
      if lines == nil, let config = configState, now - config.modified / 1_000_000_000 < 10 {
        // It has made its folder and is about to begin.
        return .running
      }
      return CheckpointMark(path).saysStopped(after: lines) ? .stopped : .died
    }

    private func describe(isCrossValidation: Bool) -> Settings {
      var figures = Settings()
      for column in tail.names where !Self.isDetail(column) {
        if let last = tail.last(column) { figures[column] = .figure(last) }
      }
      for entry in manifest["figures"]?.table?.entries ?? [] {
        let isNew = entry.name.hasPrefix("test_") || tail.epochs == 0
        if isNew, let number = entry.value.number { figures[entry.name] = .figure(number) }
      }
      let settings = Self.topLevel(configuration)
      let total = manifest["seconds"]?.table?["total"]?.number
      var table: Settings = [
        "path": .text(name), "name": .text(splitPath(name).name), "state": .text(state.rawValue),
        "data": .text(manifest["data"]?.table?["name"]?.text ?? settings["data"] ?? ""),
        "epochs": .integer(tail.epochs), "figures": .table(figures), "started": .integer(started),
        "seconds": .figure(total ?? tail.seconds), "report": .flag(hasReport),
        "faults": .list(faults.map { .text($0) }),
      ]
      if let planned = settings["epochs"].flatMap({ Int($0) }) {
        table["planned"] = .integer(planned)
      }
      if isCrossValidation { table["folds"] = true }
      if state == .running, FileState(file("stop")) != nil { table["stopping"] = true }
      return table
    }

    /// Figures that stand for curves, not for the run.
    private static func isDetail(_ column: String) -> Bool {
      column.hasPrefix("change_")
        || ["steps", "seconds", "validation_seconds", "penalty", "gradient_norm"].contains(column)
    }

    /// Keys with their texts where both stand on one line that is not indented.
    static func topLevel(_ yaml: String) -> [String: String] {
      var values: [String: String] = [:]
      for line in yaml.split(separator: "\n") {
        guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") else {
          continue
        }
        var text = line[line.index(after: colon)...].drop { $0 == " " }
        if text.count > 1, let quote = text.first, "\"'".contains(quote), text.last == quote {
          text = text.dropFirst().dropLast()
        }
        values[String(line[..<colon])] = String(text)
      }
      return values
    }
  }

  /// What the head of a checkpoint says of how its training ended.
  struct CheckpointMark {
    private let path: String

    init(_ folder: String) { path = joined(folder, CheckpointFolder.name) }

    /// Whether the training was stopped in good order, and has not gone on since.
    func saysStopped(after lines: FileState?) -> Bool {
      guard let state = FileState(path), state.modified >= lines?.modified ?? 0,
        let head = RunFiles.bytes(path, limit: 8), head.count == 8
      else { return false }
      let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length > 0, length < 1 << 22,
        let bytes = RunFiles.bytes(path, from: 8, limit: length),
        let header = try? JSONReader(valueLimit: 200_000).read(bytes),
        let text = header.table?["__metadata__"]?.table?[Checkpoint.metadataKey]?.text,
        let remarks = try? JSONReader(valueLimit: 200_000).read(text).table?["remarks"]?.table
      else { return false }
      return remarks["stopped"]?.flag ?? false
    }
  }
#endif

import Descent

/// Where settings were said. A later case wins over an earlier one.
enum Origin: Sendable, Equatable {
  /// What suits the data.
  case dataset
  /// A recipe that is part of Descent.
  case recipe
  /// A config file.
  case config
  /// The command line.
  case flag
}

/// Settings as they were said, level by level, not yet read.
struct SettingsLevels: Sendable {
  /// One value with the place it comes from.
  struct Assignment: Sendable {
    var value: Value
    var origin: Int
    var kind: Origin
  }

  private var levels: [(origin: Origin, settings: Settings)] = []

  /// Adds a level above all others.
  mutating func add(_ settings: Settings, _ origin: Origin) { levels.append((origin, settings)) }

  /// Puts a level below all others.
  mutating func addBelow(_ settings: Settings, _ origin: Origin) {
    levels.insert((origin, settings), at: 0)
  }

  /// The settings of a table of a file, with unknown keys refused.
  static func checked(_ value: Value, file: String) throws -> Settings {
    if value.content == .null { return Settings() }
    guard let table = value.table else {
      throw DescentError(
        .badData, "expected a table of settings, found \(value.found)",
        at: value.position ?? Position(file: file))
    }
    for entry in table.entries where !SettingsTable.remarks.contains(entry.name) {
      guard SettingsTable.setting(entry.name) != nil || entry.name == "recipe" else {
        throw DescentError(
          .badData, "unknown setting \"\(entry.name)\"",
          at: entry.position ?? entry.value.position ?? Position(file: file),
          fix: near(entry.name))
      }
    }
    return Settings(table.entries.filter { !SettingsTable.remarks.contains($0.name) })
  }

  private static func near(_ name: String) -> String {
    guard let near = nearestName(to: name, in: SettingsTable.names + ["recipe"]) else {
      return "descent help train lists all settings."
    }
    return "Did you mean \"\(near)\"?"
  }

  /// The value that wins for each name.
  func winners() throws -> [String: Assignment] {
    var result: [String: Assignment] = [:]
    for (index, level) in levels.enumerated() {
      for entry in level.settings.entries {
        result[entry.name] = Assignment(value: entry.value, origin: index, kind: level.origin)
      }
    }
    try settle(&result)
    dropForeignRate(&result)
    return result
  }

  /// Reads all settings, lowest level first.
  ///
  /// Throws `DescentError`: usage for what stands on the command line, bad data for what stands in
  /// a file.
  func read() throws -> TrainSettings {
    var settings = TrainSettings()
    let winners = try winners()
    for setting in SettingsTable.all {
      guard let winner = winners[setting.name] else { continue }
      let path = winner.kind == .flag ? "--\(setting.name)" : setting.name
      do {
        try setting.read(winner.value, path, &settings)
      } catch var error as DescentError {
        if winner.kind == .flag { error.kind = .usage }
        throw error
      }
    }
    return settings
  }

  // MARK: Settings that exclude each other

  /// A learning rate suits one kind of optimizer: another one of a higher level has its own.
  private func dropForeignRate(_ winners: inout [String: Assignment]) {
    guard let rate = winners["learning-rate"], let optimizer = winners["optimizer"],
      optimizer.origin > rate.origin
    else { return }
    let lower = levels[...rate.origin].last { $0.settings["optimizer"] != nil }
    guard kind(lower?.settings["optimizer"] ?? .text(Adam.kind)) != kind(optimizer.value) else {
      return
    }
    winners["learning-rate"] = nil
  }

  private func kind(_ value: Value) -> String? { value.text ?? value.table?["kind"]?.text }

  private func settle(_ winners: inout [String: Assignment]) throws {
    if let from = winners["from"] {
      let replaced = SettingsTable.network.map(\.name) + ["scale", "target-scale"]
      for name in replaced {
        guard let other = winners[name] else { continue }
        if other.origin >= from.origin { throw conflict(name, other, with: "from", from) }
        winners[name] = nil
      }
    }
    if let folds = winners["folds"], !folds.value.isNone, let test = winners["test"] {
      if test.origin >= folds.origin { throw conflict("test", test, with: "folds", folds) }
      winners["test"] = nil
    }
    guard let layers = winners["layers"] else { return }
    if let hidden = winners["hidden"], hidden.origin > layers.origin {
      winners["layers"] = nil
      return
    }
    for name in SettingsTable.replacedByLayers {
      guard let other = winners[name] else { continue }
      if other.origin >= layers.origin { throw conflict(name, other, with: "layers", layers) }
      winners[name] = nil
    }
  }

  private func conflict(
    _ name: String, _ value: Assignment, with other: String, _ otherValue: Assignment
  ) -> DescentError {
    func shown(_ name: String, _ value: Assignment) -> String {
      value.kind == .flag ? "--\(name)" : "\"\(name)\""
    }
    let reason =
      switch other {
      case "from": "the network and its scaling come from the model file"
      case "folds": "each fold is tested on rows of its own"
      default: "the layers say it themselves"
      }
    return DescentError(
      value.kind == .flag ? .usage : .badData,
      "\(shown(name, value)) can't be combined with \(shown(other, otherValue)): \(reason)",
      at: value.value.position, fix: "Leave one of them out.")
  }
}

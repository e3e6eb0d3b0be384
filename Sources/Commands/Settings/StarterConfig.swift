import Descent

/// The config file that `init` writes: every setting, with what a newcomer must know to change it.
enum StarterConfig {
  private static let lineWidth = 96

  /// Empty cells in columns that a training would use.
  static func missingCells(_ data: DataDescription) -> Int {
    data.columns.reduce(0) { sum, column in
      guard case .used = column.kind, !data.targetNames.contains(column.name) else { return sum }
      return sum + column.missing
    }
  }

  /// The text of the file.
  ///
  /// Throws `DescentError` (bad data) where YAML can't say a setting.
  static func text(
    _ settings: TrainSettings, _ data: DataDescription, path: String
  ) throws -> String {
    let resolved = ResolvedConfig.settings(settings)
    var comments: [String: String] = [:]
    var section: Setting.Section?
    for setting in SettingsTable.all where resolved[setting.name] != nil {
      let title = setting.section == section ? "" : "---- \(setting.section.rawValue) ----\n\n"
      section = setting.section
      let text = comment(setting, data)
      comments[setting.name] = title + text.folded(lineWidth).joined(separator: "\n")
    }
    return try YAMLWriter(header: header(data, path), comments: comments).text(.table(resolved))
  }

  /// What a setting does, what it may be, and what it is like in this data.
  private static func comment(_ setting: Setting, _ data: DataDescription) -> String {
    let missing = missingCells(data)
    guard setting.name == "missing", missing > 0 else { return setting.help }
    return setting.help + " \(counted(missing, "cell")) \(missing == 1 ? "is" : "are") empty here."
  }

  private static func header(_ data: DataDescription, _ path: String) -> String {
    var lines = [
      "Settings to train on \(data.sources.joined(separator: ", ")), made by Descent "
        + "\(Program.version). Change what you like, then:",
      "  descent train --config \(Manifest.quoted(path))",
      "Paths start in the folder where the command runs. A line that is deleted has its default;",
      "flags of the command win over this file.",
    ]
    guard data.isTable else { return lines.joined(separator: "\n") }
    lines += ["", "The columns, as they were found in \(counted(data.rows, "row")):"]
    let shown = data.columns.prefix(100)
    let width = min(30, shown.map(\.name.displayWidth).max() ?? 0)
    for column in shown {
      let name = column.name.shortened(to: width)
      let gap = String(repeating: " ", count: width - name.displayWidth + 2)
      lines.append("  " + name + gap + summary(column, data))
    }
    if data.columns.count > shown.count {
      lines.append("  and \(grouped(data.columns.count - shown.count)) more")
    }
    return lines.joined(separator: "\n")
  }

  /// `number, 3 missing`, `category of 3: Oslo, Paris, Rome`, `the target: number`.
  private static func summary(_ column: ColumnDescription, _ data: DataDescription) -> String {
    let isTarget = data.targetNames.contains(column.name)
    var text = (isTarget ? "the target: " : "") + column.summary
    if isTarget, !data.classes.isEmpty {
      text = "the target: " + counted(data.classes.count, "class", plural: "classes")
    }
    if case .used(.category(let levels)) = column.kind {
      text += ": " + levels.prefix(6).joined(separator: ", ") + (levels.count > 6 ? ", ..." : "")
    }
    return text + (column.missing > 0 ? ", \(grouped(column.missing)) missing" : "")
  }
}

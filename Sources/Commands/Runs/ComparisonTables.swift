import Descent

/// A comparison for people: a table of figures, and one of the settings that differ.
struct ComparisonTables {
  private let comparison: RunComparison
  private let width: Int
  private let style: Style

  init(_ comparison: RunComparison, _ surroundings: Surroundings) {
    self.comparison = comparison
    width = surroundings.output.width ?? 100
    style = Style(isOn: surroundings.hasColor(surroundings.output))
  }

  /// The lines of both.
  var lines: [String] {
    var lines = figures
    lines.append("")
    guard !comparison.differing.isEmpty else { return lines + ["The settings are the same."] }
    lines += settings
    return lines
  }

  private var figures: [String] {
    let runs = comparison.runs
    let hasSets = !comparison.isOfOneDataset
    let hasStates = runs.contains { $0.state != .finished }
    let columns = fitting(comparison.mainFigures, hasSets: hasSets, hasStates: hasStates)
    var rows = [["Run"] + (hasSets ? ["Data"] : []) + (hasStates ? ["State"] : []) + columns]
    for run in runs {
      rows.append(
        [run.name.printable] + (hasSets ? [run.dataset.name.printable] : [])
          + (hasStates ? [run.state.rawValue] : []) + columns.map { comparison.text($0, run) })
    }
    let texts = 1 + (hasSets ? 1 : 0) + (hasStates ? 1 : 0)
    var lines = table(rows, texts: texts) { row, column in
      row > 0 && column >= texts && comparison.isBest(columns[column - texts], runs[row - 1])
    }
    let left = comparison.mainFigures.count - columns.count
    if left > 0 {
      lines.append("\(counted(left, "figure")) more with --json, --html, or a wider terminal.")
    }
    if hasSets { lines.append("The best are marked among runs on the same data.") }
    return lines
  }

  /// As many figures as there is room for.
  private func fitting(_ names: [String], hasSets: Bool, hasStates: Bool) -> [String] {
    let runs = comparison.runs
    var used = min(runs.map { $0.name.displayWidth }.max() ?? 3, 28)
    if hasSets { used += 2 + min(runs.map { $0.dataset.name.displayWidth }.max() ?? 4, 16) }
    if hasStates { used += 10 }
    return Array(
      names.prefix { name in
        used += 3 + max(name.count, runs.map { comparison.text(name, $0).count }.max() ?? 0)
        return used <= width
      })
  }

  private var settings: [String] {
    let (runs, names) = (comparison.runs, comparison.differing)
    // The longer of both goes down.
    let isByRun = runs.count > names.count
    let head = isByRun ? ["Run"] + names : ["Setting"] + runs.map(\.name)
    let rows =
      isByRun
      ? runs.map { run in [run.name] + names.map { comparison.setting($0, run) } }
      : names.map { name in [name] + runs.map { comparison.setting(name, $0) } }
    let all = ([head] + rows).map { $0.map(\.printable) }
    return table(all, texts: head.count) { _, _ in false }
  }

  // MARK: Tables

  /// Columns as wide as their widest cell; where they don't fit, the widest are cut, and where even that
  /// doesn't help, the last are put below each other.
  private func table(
    _ rows: [[String]], texts: Int, isBest: (Int, Int) -> Bool
  ) -> [String] {
    var widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].displayWidth }.max() ?? 0
    }
    // A best figure has a star where there is no bold.
    let star = style.isOn ? 0 : 1
    func total(_ widths: some Collection<Int>) -> Int {
      widths.reduce(0) { $0 + $1 + 2 + star } - 2
    }
    while total(widths) > width, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 12
    { widths[widest] -= 1 }
    var blocks: [[Int]] = []
    var block: [Int] = []
    for column in widths.indices.dropFirst() {
      if !block.isEmpty, total(([0] + block + [column]).map { widths[$0] }) > width {
        blocks.append(block)
        block = []
      }
      block.append(column)
    }
    blocks.append(block)
    var lines: [String] = []
    for (index, block) in blocks.enumerated() {
      if index > 0 { lines.append("") }
      for (row, cells) in rows.enumerated() {
        let line = ([0] + block).map { column in
          cell(
            cells[column], widths[column], isText: column < texts,
            isBest: isBest(row, column))
        }.joined(separator: "  ")
        var text = line
        while text.hasSuffix(" ") { text.removeLast() }
        lines.append(row == 0 ? style.bold(text) : text)
      }
    }
    return lines
  }

  private func cell(_ text: String, _ width: Int, isText: Bool, isBest: Bool) -> String {
    let shown = text.shortened(to: width)
    let gap = String(repeating: " ", count: max(0, width - shown.displayWidth))
    let mark = style.isOn ? "" : isBest ? "*" : " "
    if isText { return shown + gap + (style.isOn ? "" : " ") }
    return gap + (isBest && style.isOn ? style.bold(style.good(shown)) : shown) + mark
  }
}

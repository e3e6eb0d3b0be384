import Basics

/// A column of a table as one or a few lines: what it holds, how it is spread, what is missing.
public struct ColumnDrawing: Sendable {
  /// What is drawn of it.
  public enum Content: Sendable {
    /// Numbers: how many lie in each of equal parts between the least and the greatest.
    case histogram([Int], from: String, to: String)
    /// The most frequent texts with their rows, and how many others there are.
    case levels([(text: String, rows: Int)], more: Int)
    /// Something to say.
    case words(String)
  }

  /// Its name.
  public var name: String
  /// What it holds: `number`, `category of 3`.
  public var holds: String
  /// How many different ones there are, in words; empty where it needs no saying.
  public var unique: String
  /// Cells that hold nothing.
  public var missing: Int
  /// All cells.
  public var rows: Int
  /// What is drawn.
  public var content: Content

  /// A column.
  public init(
    name: String, holds: String, unique: String, missing: Int, rows: Int, content: Content
  ) {
    self.name = name
    self.holds = holds
    self.unique = unique
    self.missing = missing
    self.rows = rows
    self.content = content
  }

  /// Lines with the name in front.
  ///
  /// - Parameters:
  ///   - names: the columns for the name.
  ///   - columns: how wide they may be.
  public func lines(names: Int, columns: Int, look: TerminalLook) -> [TerminalLine] {
    let room = max(12, columns - names - 2)
    var facts = [holds.printable]
    if !unique.isEmpty { facts.append(unique) }
    if missing > 0 {
      let share = Double(missing) / Double(max(1, rows)) * 100
      facts.append("\(grouped(missing)) missing (\(fixed(share, 1)) %)")
    }
    var body: [TerminalLine] = []
    switch content {
    case .histogram(let counts, let from, let to):
      var line = TerminalLine(
        Bars.histogram(counts, isUnicode: look.isUnicode), .training, look)
      let text = "  \(from) to \(to)"
      let rest = facts.joined(separator: ", ")
      if line.columns + text.displayWidth <= room { line.add(text, .plain, look) }
      if line.columns + 2 + rest.displayWidth <= room {
        line.add("  " + rest, .quiet, look)
        facts = []
      }
      body = [line]
    case .levels(let levels, let more):
      body = bars(levels, more, room, look)
    case .words(let text):
      if !text.isEmpty { body = [TerminalLine(text.printable.shortened(to: room), .plain, look)] }
    }
    let above = facts.isEmpty ? [] : facts.joined(separator: ", ").folded(room)
    body = above.map { TerminalLine($0.shortened(to: room), .quiet, look) } + body
    return body.enumerated().map { index, content in
      var line = TerminalLine()
      if index == 0 { line.add(name.printable.shortened(to: names), .bold, look) }
      line.pad(to: names + 2)
      line.add(content)
      return line
    }
  }

  private func bars(
    _ levels: [(text: String, rows: Int)], _ more: Int, _ room: Int, _ look: TerminalLook
  ) -> [TerminalLine] {
    var lines = ClassBars(
      levels.map { ($0.text, $0.rows) }, of: rows - missing, ink: .training
    ).lines(columns: room, look: look)
    if more > 0 { lines.append(TerminalLine("and \(grouped(more)) more", .quiet, look)) }
    return lines
  }
}

/// Names with a bar for each, as long as it has rows.
public struct ClassBars: Sendable {
  private let levels: [(name: String, rows: Int)]
  private let total: Int
  private let ink: Ink

  /// Bars for names with so many rows of all.
  public init(_ levels: [(name: String, rows: Int)], of total: Int, ink: Ink = .training) {
    self.levels = levels
    self.total = total
    self.ink = ink
  }

  /// A line for each: `Oslo   ██████████▌   18  45.0 %`
  public func lines(columns: Int, look: TerminalLook) -> [TerminalLine] {
    let names = levels.map { $0.name.isEmpty ? "(empty)" : $0.name.printable }
    let counts = levels.map { grouped($0.rows) }
    let numbers = (counts.map(\.count).max() ?? 1) + 9
    let widest = names.map(\.displayWidth).max() ?? 1
    let nameWidth = max(4, min(widest, 24, columns - numbers - 8))
    let length = max(1, min(30, columns - nameWidth - numbers - 3))
    let most = Double(max(1, levels.map(\.rows).max() ?? 1))
    return levels.indices.map { index in
      var line = TerminalLine()
      line.add(names[index].shortened(to: nameWidth), .plain, look)
      line.pad(to: nameWidth + 1)
      line.add(
        Bars.bar(Double(levels[index].rows) / most, columns: length, isUnicode: look.isUnicode),
        ink, look)
      let share = Double(levels[index].rows) / Double(max(1, total)) * 100
      line.add(
        " " + padded(counts[index], numbers - 9) + "  " + padded(fixed(share, 1), 5) + " %", .plain,
        look)
      return line
    }
  }
}

/// How numbers are spread, over several lines.
public struct TallHistogram: Sendable {
  private let counts: @Sendable (Int) -> [Int]
  private let ends: (from: String, to: String)

  /// A histogram.
  ///
  /// - Parameter counts: gives how many numbers lie in each of so many equal parts.
  public init(from: String, to: String, counts: @escaping @Sendable (Int) -> [Int]) {
    ends = (from, to)
    self.counts = counts
  }

  /// Bars, and the ends of the axis below.
  public func lines(columns: Int, rows: Int, look: TerminalLook) -> [TerminalLine] {
    let width = max(8, min(60, columns))
    var lines = Bars.histogram(counts(width), rows: rows, isUnicode: look.isUnicode).map {
      TerminalLine($0, .training, look)
    }
    let gap = max(1, width - ends.from.displayWidth - ends.to.displayWidth)
    lines.append(
      TerminalLine(ends.from + String(repeating: " ", count: gap) + ends.to, .quiet, look))
    return lines
  }
}

import Basics
import Datasets
import Training

/// How well each class is told from the others, worked out of predictions in one walk.
public struct ClassFigures: Sendable {
  /// One class.
  public struct Line: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// 2 right / (rows of the class + rows given it).
    public var f1: Double
    /// The mean loss of its rows; nil where it wasn't measured.
    public var loss: Double?
  }

  /// The classes that have rows, the lowest F1 first.
  public let lines: [Line]
  /// How many classes have none.
  public let absent: Int

  /// The figures of some rows, weighted; nil where numbers are predicted.
  public init?(_ predictions: Predictions) {
    let classes = predictions.task.classes
    guard !classes.isEmpty else { return nil }
    var right = [Double](repeating: 0, count: classes.count)
    var (support, given, loss) = (right, right, right)
    for row in 0..<predictions.rows {
      let weight = predictions.weight(row)
      let (target, guess) = (predictions.target(row), predictions.predictedClass(row))
      support[target] += weight
      given[guess] += weight
      if target == guess { right[target] += weight }
      if weight != 0, let losses = predictions.rowLosses {
        loss[target] += weight * Double(losses[row])
      }
    }
    let present = classes.indices.filter { support[$0] > 0 }
    absent = classes.count - present.count
    lines = present.map { index in
      Line(
        name: classes[index], f1: 2 * right[index] / (support[index] + given[index]),
        loss: predictions.rowLosses == nil ? nil : loss[index] / support[index])
    }.enumerated().sorted { ($0.element.f1, $0.offset) < ($1.element.f1, $1.offset) }
      .map(\.element)
  }

  /// How the classes are laid out.
  private struct Layout {
    var nameWidth: Int
    var across: Int
    /// The columns of a class.
    var width: Int
    /// Those behind its bar: ` 93.1 %  0.2143`.
    var figures: Int
  }

  private static let gap = 3

  private func layout(_ columns: Int) -> Layout {
    let longest = lines.map { $0.name.printable.displayWidth }.max() ?? 1
    let nameWidth = min(longest, columns < 100 ? 12 : 16)
    let figures = lines.contains { $0.loss != nil } ? 17 : 8
    let smallest = nameWidth + 1 + 6 + figures + Self.gap
    let across = max(1, min((columns + Self.gap) / smallest, 4))
    return Layout(
      nameWidth: nameWidth, across: across, width: (columns + Self.gap) / across - Self.gap,
      figures: figures)
  }

  /// The lines that all classes take.
  func rows(columns: Int) -> Int {
    let across = layout(columns).across
    return 1 + (lines.count + across - 1) / across
  }

  /// The worst classes in columns below a title, on so many lines at most; none where there is no room.
  package func lines(columns: Int, rows: Int, look: TerminalLook) -> [TerminalLine] {
    guard rows >= 2, !lines.isEmpty else { return [] }
    let layout = layout(columns)
    let down = min(rows, self.rows(columns: columns)) - 1
    let shown = min(lines.count, layout.across * down)
    let hasLoss = lines.contains { $0.loss != nil }
    var title = TerminalLine(hasLoss ? "F1 and loss by class" : "F1 by class", .bold, look)
    var words = shown < lines.count ? "the lowest \(shown) of \(lines.count)" : "the lowest first"
    if absent > 0 { words += ", \(absent) without validation rows" }
    title.add("  " + words.shortened(to: max(0, columns - title.columns - 2)), .quiet, look)
    var result = [title]
    for row in 0..<down {
      var line = TerminalLine()
      for column in 0..<layout.across where column * down + row < shown {
        line.pad(to: column * (layout.width + Self.gap))
        add(lines[column * down + row], layout, look, &line)
      }
      result.append(line)
    }
    return result
  }

  /// `ankle boot   ██████▎  93.1 %  0.2143`
  private func add(
    _ one: Line, _ layout: Layout, _ look: TerminalLook, _ line: inout TerminalLine
  ) {
    let start = line.columns
    line.add(one.name.printable.shortened(to: layout.nameWidth), .plain, look)
    line.pad(to: start + layout.nameWidth + 1)
    let length = max(1, min(layout.width - layout.nameWidth - layout.figures - 1, 20))
    line.add(
      Bars.bar(one.f1, columns: length, isUnicode: look.isUnicode), .validation, look)
    line.add(" " + padded(fixed(one.f1 * 100, 1), 5) + " %", .plain, look)
    if let loss = one.loss { line.add("  " + padded(readable(loss), 7), .quiet, look) }
  }
}

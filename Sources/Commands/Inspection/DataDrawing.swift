import Descent
import Terminal

/// What `data show` draws.
struct DataDrawing {
  private let data: DataDescription
  private let look: TerminalLook
  private let columns: Int
  private let points: ScatterDots?
  private let source: String
  /// More columns are counted only.
  private let mostColumns = 30
  /// Levels of a category that get a bar.
  private let mostLevels = 6

  /// A drawing of columns and rows.
  init(
    _ data: DataDescription, look: TerminalLook, columns: Int, points: ScatterDots?,
    source: String
  ) {
    self.data = data
    self.look = look
    self.columns = columns
    self.points = points
    self.source = source
  }

  /// Pictures with their classes below.
  static func pictures(
    _ loaded: LoadedData, _ choice: ExampleChoice, columns: Int, across: Int?, look: TerminalLook
  ) throws -> [TerminalLine] {
    let data = loaded.train
    let rows = try choice.rows(of: data)
    let counts = rowCounts(
      "picture", data.rows, validation: loaded.validation?.rows, test: loaded.test?.rows)
    let title =
      "\(data.name.printable): \(counts) of \(data.shape), "
      + outcome(data.task)
    let items = zip(rows, data.pictures(ofRows: rows)).map { row, picture in
      PictureSheet.Item(
        picture, caption: data.targetTexts(row).joined(separator: ", "),
        note: data.called(row))
    }
    return texts([title] + loaded.notes, columns, look) + [TerminalLine()]
      + PictureSheet(items, look: look).lines(columns: columns, across: across)
  }

  /// All lines: what it is, points, columns, what is predicted, rows.
  var lines: [TerminalLine] {
    var lines = Self.texts([title] + data.notes, columns, look)
    if let points {
      lines += [TerminalLine()] + points.lines(columns: columns, rows: 16, look: look)
    }
    let features = data.columns.filter { !data.targetNames.contains($0.name) }
    let names = min(20, data.columns.map(\.name.printable.displayWidth).max() ?? 1)
    if !features.isEmpty { lines.append(TerminalLine()) }
    for column in features.prefix(mostColumns) {
      lines += drawing(column).lines(names: names, columns: columns, look: look)
    }
    let more = features.count - mostColumns
    if more > 0 { lines.append(TerminalLine("and \(counted(more, "more column"))", .quiet, look)) }
    lines += targetLines + exampleLines
    guard data.isTable, !data.findings.isEmpty, source != "-" else { return lines }
    let target =
      data.targetNames.count == 1 ? " --target \(Manifest.quoted(data.targetNames[0]))" : ""
    return lines + [
      TerminalLine(),
      TerminalLine(
        "\(counted(data.findings.count, "finding")): descent data describe "
          + Manifest.quoted(source) + target, .plain, look),
    ]
  }

  private static func texts(
    _ texts: [String], _ columns: Int, _ look: TerminalLook
  ) -> [TerminalLine] {
    texts.enumerated().flatMap { index, text in
      text.printable.folded(columns).map {
        TerminalLine($0.shortened(to: columns), index == 0 ? .bold : .quiet, look)
      }
    }
  }

  private var title: String {
    let head = "\(data.name.printable): \(data.rowsText)"
    guard data.isTable else { return "\(head) of \(data.shape)" }
    return "\(head), \(counted(data.columns.count, "column"))"
  }

  private func drawing(_ column: ColumnDescription) -> ColumnDrawing {
    let isCounted = column.isNumber || column.levels.isEmpty || column.kind == .texts
    return ColumnDrawing(
      name: column.name, holds: column.summary,
      unique: isCounted
        ? (column.hasMoreUnique ? "more than " : "") + "\(grouped(column.unique)) different" : "",
      missing: column.missing, rows: column.rows, content: content(column))
  }

  private func content(_ column: ColumnDescription) -> ColumnDrawing.Content {
    if column.isNumber, let least = column.least?.value, let most = column.most?.value {
      guard most > least else { return .words("\(shortNumber(least)) everywhere") }
      return .histogram(
        column.histogram(bins: max(8, min(32, columns / 4))), from: shortNumber(least),
        to: shortNumber(most))
    }
    if let first = column.firstDate, let last = column.lastDate {
      return .words("\(first) to \(last)")
    }
    guard !column.levels.isEmpty, column.kind != .empty else { return .words("") }
    if column.kind == .texts || column.kind == .unclearDates {
      let some = column.levels.prefix(3).map { $0.text.printable.shortened(to: 24) }
      return .words("such as " + some.joined(separator: ", "))
    }
    return .levels(
      column.levels.prefix(mostLevels).map { ($0.text, $0.rows) },
      more: max(0, column.levels.count - mostLevels))
  }

  /// The classes with their rows, or how the numbers are spread.
  private var targetLines: [TerminalLine] {
    let name = data.targetNames.count == 1 ? data.targetNames[0].printable : "target"
    if !data.classes.isEmpty {
      let most = 30
      let more = data.classes.count - most
      return [
        TerminalLine(),
        TerminalLine(
          "\(name): \(counted(data.classes.count, "class", plural: "classes"))"
            .shortened(to: columns), .bold, look),
      ]
        + ClassBars(
          data.classes.prefix(most).map { ($0.text, $0.rows) }, of: data.rows, ink: .validation
        ).lines(columns: columns, look: look)
        + (more > 0 ? [TerminalLine("and \(grouped(more)) more", .quiet, look)] : [])
    }
    return data.columns.filter { data.targetNames.contains($0.name) }.flatMap { column in
      var title = TerminalLine(
        "\(column.name.printable) (target)".shortened(to: columns), .bold, look)
      var facts = "  \(column.summary), \(grouped(column.unique)) different"
      if column.missing > 0 { facts += ", \(grouped(column.missing)) missing" }
      title.add(facts.shortened(to: max(0, columns - title.columns)), .quiet, look)
      guard let least = column.least?.value, let most = column.most?.value, most > least else {
        return [TerminalLine(), title]
      }
      return [TerminalLine(), title]
        + TallHistogram(from: shortNumber(least), to: shortNumber(most)) {
          column.histogram(bins: $0)
        }.lines(columns: columns, rows: 5, look: look)
    }
  }

  /// Rows as they are written, as many columns as there is room for, the targets among them.
  private var exampleLines: [TerminalLine] {
    guard let first = data.examples.first else { return [] }
    let names = (data.columns.map(\.name) + ["target"]).prefix(first.cells.count).map(\.printable)
    let cells = data.examples.map { $0.cells.map { $0.printable.shortened(to: 20) } }
    let numbers = data.examples.map { grouped($0.number) }
    let widths = names.indices.map { column in
      max(names[column].displayWidth, cells.map { $0[column].displayWidth }.max() ?? 0)
    }
    let targets = names.indices.filter {
      data.isTable ? data.targetNames.contains(data.columns[$0].name) : $0 >= data.columns.count
    }
    var left = columns - 2 - max(3, numbers.map(\.count).max() ?? 0)
    var chosen: [Int] = []
    for column in targets + names.indices.filter({ !targets.contains($0) }) {
      left -= widths[column] + 2
      if left < 0 { break }
      chosen.append(column)
    }
    chosen.sort()
    var table = TextTable(
      [(title: "Row", alignment: .right)]
        + chosen.map { column in
          let isText = data.columns.indices.contains(column) && !data.columns[column].isNumber
          return (title: names[column], alignment: isText ? .left : .right)
        })
    for (number, row) in zip(numbers, cells) { table.add([number] + chosen.map { row[$0] }) }
    let style = Style(isOn: look.colors > .none)
    var lines = [TerminalLine()]
    for line in table.lines(width: columns, bold: { style.bold($0) }) {
      var drawn = TerminalLine()
      drawn.add(line, .plain, look)
      lines.append(drawn)
    }
    let more = names.count - chosen.count
    if more > 0 { lines.append(TerminalLine("and \(counted(more, "more column"))", .quiet, look)) }
    return lines
  }
}

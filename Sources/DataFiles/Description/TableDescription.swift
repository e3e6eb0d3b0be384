import Basics
import Datasets

extension DataDescription {
  /// Describes a CSV text that comes piece by piece.
  ///
  /// - Parameters:
  ///   - more: gives the next bytes, not compressed, as many as there are right now; none at the end.
  ///   - layout: what shall not be found out of its layout.
  ///   - targets: the target columns, by name or by number from 1; the last column where empty.
  ///   - types: what columns hold, where it shall not be found out.
  ///   - examples: which rows are kept as they are written.
  ///
  /// Throws `DescentError` as `CSVData` does for what is no table and for targets that don't exist. What
  /// the cells hold is described, never refused.
  public init(
    csv more: @escaping () throws -> ContiguousArray<UInt8>, name: String, file: String,
    layout: CSVLayout = CSVLayout(), targets: [String] = [], types: [ColumnChoice] = [],
    examples: ExampleChoice = ExampleChoice(count: 0)
  ) throws {
    let chosen = layout.hasHeader
    var layout = layout
    if chosen == nil, (targets + types.map(\.column)).contains(where: { Int($0) == nil }) {
      layout.hasHeader = true
    }
    let numbers = Set(targets.compactMap { Int($0).map { $0 &- 1 } })
    layout.namedColumns = targets
    let pieces = CSVPieces(more, name: file, layout: layout) { columns in
      targets.isEmpty ? [columns - 1] : numbers
    }
    var counter: TableCounter?
    while let table = try pieces.next() {
      if counter == nil { counter = try TableCounter(table, targets, types, examples) }
      counter?.add(table)
    }
    guard let counter else {
      throw DescentError(.badData, "the file is empty", at: Position(file: file))
    }
    self = try counter.description(name: name, file: file, hasHeader: layout.hasHeader)
  }

  /// Describes rows of JSON, whose columns are known when all of them have been seen; lines are those of
  /// JSON Lines then.
  ///
  /// Throws as for a CSV text.
  public init(
    json bytes: ContiguousArray<UInt8>, name: String, file: String, targets: [String] = [],
    types: [ColumnChoice] = [], examples: ExampleChoice = ExampleChoice(count: 0)
  ) throws {
    let table = try CSVTable(bytes, name: file)
    var counter = try TableCounter(table, targets, types, examples)
    counter.add(table)
    self = try counter.description(name: name, file: file, hasHeader: true)
  }
}

/// Takes note of the rows of a table.
private struct TableCounter {
  private let names: [String]
  private let header: [String]?
  private let targets: [Int]
  private let types: [Int: ColumnType]
  private var columns: [ColumnCounter]
  private var sample: RowSample
  private var seen = HashCounts(limit: DataDescription.comparedRows)
  private var repeated = (rows: 0, line: 0)
  private var rows = 0
  private let choice: ExampleChoice
  private var examples: ExampleCollector

  /// For the columns of a table.
  init(
    _ table: CSVTable, _ wanted: [String], _ choices: [ColumnChoice], _ choice: ExampleChoice
  ) throws {
    self.choice = choice
    examples = ExampleCollector(choice)
    guard table.columns > 1 else {
      throw DescentError(
        .badData, "there is one column only; expected features and a target",
        at: Position(file: table.name), fix: "Columns are separated by commas, semicolons or tabs.")
    }
    guard table.columns <= DataDescription.mostColumns else {
      throw DescentError(
        .badData,
        "\(grouped(table.columns)) columns are more than the "
          + "\(grouped(DataDescription.mostColumns)) that are described",
        at: Position(file: table.name))
    }
    header = table.header
    names = (0..<table.columns).map { table.header?[$0] ?? String($0 + 1) }
    targets =
      wanted.isEmpty ? [table.columns - 1] : try wanted.map { try table.column($0, "target") }
    let targets = targets
    types = try CSVChoices.types(
      table.sheet, choices, among: (0..<table.columns).filter { !targets.contains($0) })
    columns = Array(
      repeating: ColumnCounter(limit: DataDescription.uniqueLimit(columns: table.columns)),
      count: table.columns)
    sample = RowSample(capacity: DataDescription.sampleSize(columns: table.columns))
  }

  /// Takes note of the rows of a piece.
  mutating func add(_ table: CSVTable) {
    var cells: [CSVCell] = []
    var offset = table.offset(of: 0)
    let scanner = table.sheet.scanner
    var line = scanner.line(of: offset)
    for _ in 0..<table.rows {
      let start = offset
      table.readCells(fromOffset: &offset, into: &cells)
      add(cells, of: table, line)
      line += scanner.bytes.withSpan { CSVScanner.lineEnds($0.bytes.extracting(start..<offset)) }
    }
  }

  private mutating func add(_ cells: [CSVCell], of table: CSVTable, _ line: Int) {
    let target = targets.count == 1 ? self.target(cells[targets[0]], of: table) : nil
    let isSampled = sample.takes(rows)
    var row = ContentHash()
    for (index, cell) in cells.enumerated() {
      let hash = table.hash(of: cell)
      row.add(hash)
      let isTarget = targets.contains(index)
      let number = add(cell, of: table, hash, to: index, line, isTarget ? nil : target)
      if isSampled { columns[index].keep(number ?? .nan) }
    }
    rows += 1
    if examples.takes(rows, className: { className(cells, of: table) }) {
      examples.keep(rows, cells.map { table.text($0) })
    }
    if isSampled, let kept = sample.thinned() {
      for index in columns.indices { columns[index].thin(kept) }
    }
    let before = seen.count
    if let place = seen.add(row.value), place < before {
      if repeated.rows == 0 { repeated.line = line }
      repeated.rows += 1
    }
  }

  /// The class of a row; 01 and 1.0 are 1.
  private func className(_ cells: [CSVCell], of table: CSVTable) -> String {
    guard targets.count == 1 else { return "" }
    let cell = cells[targets[0]]
    guard case .number(let value) = table.number(cell) else { return table.text(cell) }
    return shortestWhole(value)
  }

  private func target(_ cell: CSVCell, of table: CSVTable) -> ColumnCounter.Target? {
    let hash = table.hash(of: cell)
    guard case .number(let value) = table.number(cell) else {
      return TableColumn.isMissing(table.text(cell))
        ? nil : ColumnCounter.Target(hash: hash, number: nil)
    }
    return ColumnCounter.Target(hash: hash, number: value)
  }

  /// Takes note of a cell; gives its number, nil where it holds none.
  private mutating func add(
    _ cell: CSVCell, of table: CSVTable, _ hash: UInt64, to index: Int, _ line: Int,
    _ target: ColumnCounter.Target?
  ) -> Double? {
    let number = table.number(cell)
    if case .number(let value) = number, Scalar(value).isFinite {
      columns[index].add(value, hash: hash, line: line, target) { table.text(cell) }
      return value
    }
    let text = table.text(cell)
    if TableColumn.isMissing(text) {
      columns[index].addMissing(line: line)
    } else {
      columns[index].add(
        text: text, hash: hash, line: line, number, target)
    }
    return nil
  }

  /// The classes of the target, by the rules of `CSVColumnSurvey`; empty where it holds numbers.
  private var classes: [ColumnDescription.Level] {
    guard targets.count == 1 else { return [] }
    let column = columns[targets[0]]
    let isWhole = column.wholeNumbers == column.numbers
    let isFew = column.values.count <= max(20, rows / 20)
    guard column.numbers == 0 || isWhole && isFew else { return [] }
    // Numbers with commas are refused, not learned as classes.
    guard column.texts > 0 || column.commas == 0 else { return [] }
    let levels = column.levels
    guard column.texts + column.commas == 0 else {
      return levels.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }
    // 01 and 1.0 are 1.
    var merged: [Double: Int] = [:]
    for level in levels { merged[Double(level.text) ?? 0, default: 0] += level.rows }
    return merged.sorted { $0.key < $1.key }
      .map { ColumnDescription.Level(text: shortestWhole($0.key), rows: $0.value) }
  }

  /// What was found.
  ///
  /// Throws `DescentError` (usage) where a column can't be what it is said to be.
  func description(name: String, file: String, hasHeader: Bool?) throws -> DataDescription {
    let described = try names.indices.map { index in
      let (name, column) = (names[index], columns[index])
      guard let type = types[index] else {
        return (column.description(name, rows: rows), column)
      }
      do {
        return (try column.description(name, rows: rows, type: type), column)
      } catch var error as DescentError {
        error.position = Position(file: file)
        throw error
      }
    }
    let classes = self.classes
    let findings = DataFindings(
      columns: described.map { (description: $0.0, counter: $0.1) }, targets: targets, rows: rows,
      isTable: true, classes: classes,
      target: targets.count == 1 ? (names[targets[0]], columns[targets[0]].values.count) : nil)
    var notes: [String] = []
    if header != nil, hasHeader == nil {
      notes.append("The first row was taken for the names of the columns.")
    }
    var all = findings.all
    if repeated.rows > 0 {
      let among = seen.isFull ? " of the first \(grouped(DataDescription.comparedRows))" : ""
      all.append(
        DataFinding(
          .duplicates, [],
          "\(counted(repeated.rows, "row"))\(among) \(repeated.rows == 1 ? "comes" : "come") a second "
            + "time, the first in line \(repeated.line)",
          fix: "The same row in training and in test makes figures too good; delete them."))
    }
    if let wanted = choice.className, !classes.contains(where: { $0.text == wanted }) {
      throw ExampleChoice.noClass(wanted, in: classes.map(\.text), name)
    }
    var description = DataDescription(
      name: name, sources: [file], rows: rows, testRows: nil,
      shape: Shape([names.count - targets.count]), columns: described.map(\.0), isTable: true,
      targetNames: targets.map { names[$0] }, classes: classes, findings: all, notes: notes)
    description.examples = try examples.rows(name, of: rows)
    return description
  }
}

/// A whole number without a point.
private func shortestWhole(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}

extension CSVTable {
  /// A hash of the content of a cell.
  fileprivate func hash(of cell: CSVCell) -> UInt64 {
    sheet.scanner.bytes.withSpan { ContentHash.of($0.bytes.extracting(cell.range)) }
  }
}

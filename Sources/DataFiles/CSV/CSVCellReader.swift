import Basics
import Datasets

/// Reads the cells of typed columns, row by row: see `TableColumn`.
struct CSVCellReader {
  private struct Column {
    let place: Int
    let column: TableColumn
    let mayBeEmpty: Bool
    /// What texts mean.
    var levels: SeenTexts
    /// Texts that aren't among them.
    var unknown = UnknownTexts()
  }

  private var columns: [Column]
  /// The date that was read last, and where its cell begins: its time is read from the same cell.
  private var date: (start: Int, date: WrittenDate?) = (-1, nil)

  /// - Parameter mayBeEmpty: for each column, whether empty cells are let through.
  init(_ columns: [(place: Int, column: TableColumn)], mayBeEmpty: [Bool]) {
    self.columns = zip(columns, mayBeEmpty).map {
      Column(
        place: $0.place, column: $0.column, mayBeEmpty: $1, levels: SeenTexts($0.column.levels))
    }
  }

  /// Writes the values of a row from `first` on; tells in which column there is a cell that doesn't fit, nil
  /// where all do.
  mutating func read(
    _ bytes: RawSpan, _ cells: Span<CSVCell>, into values: inout MutableSpan<Scalar>, _ first: Int
  ) -> Int? {
    date.start = -1
    for index in columns.indices {
      let cell = cells[columns[index].place]
      let value =
        cell.isDoubled
        ? self.value(index, cell, cell.undoubled(bytes).span.bytes)
        : self.value(index, cell, bytes.extracting(cell.range))
      guard let value else { return index }
      values[first &+ index] = value
    }
    return nil
  }

  @inline(__always) private mutating func value(
    _ index: Int, _ cell: CSVCell, _ text: RawSpan
  ) -> Scalar? {
    switch columns[index].column.kind {
    case .number:
      if case .number(let value) = parseNumber(text), Scalar(value).isFinite {
        return Scalar(value)
      }
      return empty(index, text)
    case .category:
      let level = columns[index].levels.find(text)
      if level >= 0 { return Scalar(level) }
      return unknown(index, text)
    case .yesNo:
      let level = columns[index].levels.find(text)
      return level >= 0 ? Scalar(level) : otherYesNo(index, text)
    case .date(let order):
      guard let date = written(cell, text)?.date(order) else { return empty(index, text) }
      return Scalar(date.day)
    case .timeOfDay(let order):
      guard let date = written(cell, text)?.date(order) else { return empty(index, text) }
      return Scalar(date.seconds ?? 0)
    }
  }

  /// A text that is none of the levels.
  @inline(never) private mutating func unknown(_ index: Int, _ text: RawSpan) -> Scalar? {
    if TableColumn.isMissing(text) { return empty(index, text) }
    columns[index].unknown.add(text.text)
    return -1
  }

  /// A text that is neither of the two, but may mean the same as one of them.
  @inline(never) private func otherYesNo(_ index: Int, _ text: RawSpan) -> Scalar? {
    guard case .yesNo(let no, let yes) = columns[index].column.kind,
      let level = TableColumn.yesNo(text.text, no: no, yes: yes)
    else { return empty(index, text) }
    return Scalar(level)
  }

  /// NaN for an empty cell that may be one.
  private func empty(_ index: Int, _ text: RawSpan) -> Scalar? {
    columns[index].mayBeEmpty && TableColumn.isMissing(text) ? .nan : nil
  }

  private mutating func written(_ cell: CSVCell, _ text: RawSpan) -> WrittenDate? {
    if date.start != cell.range.lowerBound { date = (cell.range.lowerBound, WrittenDate(text)) }
    return date.date
  }

  /// The texts of each column that aren't among its levels.
  var unknown: [UnknownTexts] { columns.map(\.unknown) }

  /// What is wrong with a cell that doesn't fit its column.
  func fault(_ index: Int, _ cell: CSVCell, _ sheet: CSVSheet) -> DescentError {
    let place = columns[index].place
    let name = sheet.describe(column: place)
    let text = sheet.text(cell)
    let fix = "Correct it, or delete the row."
    func error(_ what: String, fix: String? = nil) -> DescentError {
      DescentError(.badData, "\(name): \(what)", at: sheet.position(of: cell), fix: fix)
    }
    if TableColumn.isMissing(text) {
      return error("the cell is empty", fix: "Fill it in, or delete the row.")
    }
    switch columns[index].column.kind {
    case .date(let order), .timeOfDay(let order):
      return error(Self.wrongDate(text, order), fix: fix)
    case .yesNo(let no, let yes):
      return error("expected \(yes) or \(no), found \(shown(text))", fix: fix)
    case .number, .category:
      switch sheet.number(cell) {
      case .notFinite: return error("\(shown(text)) is not a finite number", fix: fix)
      case .tooLarge, .number:
        return error("\(shown(text)) is out of the range of \(Scalar.self)", fix: fix)
      default: return error("\(shown(text)) is not a number", fix: fix)
      }
    }
  }

  private static func wrongDate(_ text: String, _ order: DateOrder) -> String {
    let example =
      switch order {
      case .yearFirst: "2024-12-31"
      case .dayFirst: "31.12.2024"
      case .monthFirst: "12/31/2024"
      }
    return WrittenDate(text) == nil
      ? "expected a date such as \(example), found \(shown(text))"
      : "there is no such date as \(text), read like \(example)"
  }
}

extension TableColumn {
  /// The texts that have a number.
  fileprivate var levels: [String] {
    switch kind {
    case .number, .date, .timeOfDay: []
    case .yesNo(let no, let yes): [no, yes]
    case .category(let levels): levels
    }
  }
}

extension CSVTable {
  /// The cells of typed columns, [rows][columns.count].
  ///
  /// - Parameters:
  ///   - mayBeEmpty: for each column, whether empty cells are let through.
  ///   - some: these rows only.
  ///   - counts: gets the texts that aren't among the levels of their columns.
  ///
  /// Throws `DescentError` (bad data) for the first cell that doesn't fit its column.
  func cells(
    of columns: [(place: Int, column: TableColumn)], mayBeEmpty: [Bool],
    rows some: Range<Int>? = nil, counts: inout TableEncoding.Counts
  ) throws -> ContiguousArray<Scalar> {
    let chosen = some ?? 0..<rows
    var values = ContiguousArray<Scalar>(repeating: 0, count: chosen.count * columns.count)
    var reader = CSVCellReader(columns, mayBeEmpty: mayBeEmpty)
    var cells: [CSVCell] = []
    var offset = offset(of: chosen.lowerBound)
    let wrong =
      sheet.scanner.bytes.withSpan { span in
        var target = values.mutableSpan
        for row in 0..<chosen.count {
          readCells(fromOffset: &offset, into: &cells)
          let wrong = reader.read(span.bytes, cells.span, into: &target, row * columns.count)
          if let wrong { return wrong }
        }
        return nil
      } as Int?
    counts.add(reader.unknown)
    if let wrong { throw reader.fault(wrong, cells[columns[wrong].place], sheet) }
    return values
  }
}

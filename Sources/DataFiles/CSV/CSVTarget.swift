import Basics
import Datasets

/// The targets of a CSV file, taken row by row.
struct CSVTarget {
  private let columns: [Int]
  private let options: CSVOptions
  /// Whether it holds numbers, whatever the cells look like; found out otherwise.
  private let isNumber: Bool
  private var numbers = CSVNumberColumns()
  private var survey = CSVColumnSurvey()
  /// The first empty cell of a target that may be a class, and how many there are.
  private var empty: CSVCell?
  private var emptyCount = 0

  /// - Parameter columns: the target columns.
  init(_ columns: [Int], _ options: CSVOptions) {
    self.columns = columns
    self.options = options
    isNumber = columns.count > 1 || options.task == .regression
  }

  /// Takes the cells of the target columns of a row, which are the first of these.
  @inline(__always) mutating func take(_ bytes: RawSpan, _ cells: ContiguousArray<CSVCell>) {
    if isNumber {
      for index in columns.indices { numbers.take(bytes, cells[index]) }
    } else if empty != nil {
      // The survey is of no use any more: what is left is to count.
      if parseNumber(bytes.extracting(cells[0].range)) == .empty { emptyCount += 1 }
    } else {
      let cell = cells[0]
      let isFilled =
        cell.isDoubled
        ? survey.add(cell.undoubled(bytes).span.bytes)
        : survey.add(bytes.extracting(cell.range))
      if !isFilled { (empty, emptyCount) = (cell, 1) }
    }
  }

  /// The targets of all rows, and what they are.
  ///
  /// Throws `DescentError`: usage for several classes in a row, bad data for cells that are neither classes
  /// nor numbers.
  func read(_ sheet: CSVSheet) throws -> (values: ContiguousArray<Scalar>, task: Task) {
    guard columns.count == 1 || options.task != .classification else {
      throw DescentError(
        .usage, "a classification has one target column; \(columns.count) are named")
    }
    let column = columns[0]
    if let empty {
      let more = emptyCount > 1 ? " (the first of \(grouped(emptyCount)) such cells)" : ""
      throw DescentError(
        .badData, "\(sheet.describe(column: column)): the target is empty\(more)",
        at: sheet.position(of: empty),
        fix: emptyCount > 1
          ? "Fill them in, or delete their rows." : "Fill it in, or delete the row.")
    }
    var values = numbers
    if !isNumber {
      let isAsked = options.task == .classification || !options.classes.isEmpty
      if !isAsked, survey.decimalCommas > 0, survey.decimalCommas + survey.numbers == survey.rows,
        let fault = try sheet.numbersFault(in: columns, "")
      {
        throw fault
      }
      if isAsked || survey.looksLikeClasses {
        let labels =
          options.classes.isEmpty
          ? try survey.labels(sheet, column: column)
          : try survey.labels(sheet, column: column, known: options.classes)
        return (labels.indices, .classification(classes: labels.classes))
      }
      values = CSVNumberColumns(survey.scalars)
    }
    let names = columns.map { sheet.header?[$0] ?? "column \($0 + 1)" }
    return (
      try values.checked(sheet, columns, "A target of numbers must hold numbers only."),
      .regression(targets: names)
    )
  }
}

/// The numbers of some columns, taken cell by cell.
struct CSVNumberColumns {
  private(set) var values: ContiguousArray<Scalar> = []
  /// Whether there is a cell that holds none; the others don't matter then.
  private var hasFault = false

  init() {}

  /// Numbers that were read already; any that isn't finite is a fault.
  init(_ values: ContiguousArray<Scalar>) {
    self.values = values
    hasFault = !values.span.allFinite
  }

  /// Takes the next cell; gives its number, nil where it is none.
  @discardableResult
  @inline(__always) mutating func take(_ bytes: RawSpan, _ cell: CSVCell) -> Scalar? {
    guard !hasFault, let value = finiteNumber(bytes, cell) else {
      hasFault = true
      return nil
    }
    values.append(value)
    return value
  }

  /// All numbers.
  ///
  /// Throws `DescentError` (bad data) where a cell holds none, and counts those.
  func checked(
    _ sheet: CSVSheet, _ columns: [Int], _ purpose: String
  ) throws -> ContiguousArray<Scalar> {
    if hasFault, let fault = try sheet.numbersFault(in: columns, purpose) { throw fault }
    return values
  }
}

import Basics
import Datasets

/// The rows of a CSV file, read and interpreted.
struct CSVReading {
  /// The columns of the features, and their cells.
  var places: [Int]
  var values: Numbers<Scalar>
  /// What the columns are where not all are numbers.
  var columns: [TableColumn]?
  /// Columns that nothing can be learned from.
  var ignored: [CSVSurvey.Ignored] = []
  /// Targets, weights and keys.
  var others: CSVRowData
  /// All rows, the blank lines around them, and the rows that were left out.
  var extent: CSVSheet.Extent
  var dropped: [Int] = []
}

extension CSVSheet {
  /// Walks through the rows once where all features are numbers or what they are is known, otherwise twice: to
  /// find out what they are, and to read them.
  ///
  /// Throws `DescentError` for what is wrong with the text or with the features.
  func read(
    _ choices: CSVChoices, _ options: CSVOptions, _ memory: MemoryLimit
  ) throws -> CSVReading {
    let others = CSVRowData(self, targets: choices.targets, choices.rowColumns, options)
    guard options.columns.isEmpty else {
      let known = options.columns
      var reading = try typed(
        zip(choices.features, known).map { ($0, $1.source) },
        mayBeEmpty: known.map { $0.fill != nil }, others: others, takesOthers: true, memory)
      (reading.places, reading.columns) = (choices.features, known.map(\.source))
      return reading
    }
    if choices.types.isEmpty {
      var rows = CSVNumberRows(self, choices.features, others: others, memory)
      if let extent = try walk(&rows) {
        let others = rows.others
        return CSVReading(
          places: choices.features, values: try rows.finish(), others: others, extent: extent)
      }
    }
    return try surveyed(choices, options, others: others, memory)
  }

  /// Finds out what the columns are, then reads them.
  private func surveyed(
    _ choices: CSVChoices, _ options: CSVOptions, others: CSVRowData, _ memory: MemoryLimit
  ) throws -> CSVReading {
    var rows = CSVSurveyRows(choices.features, others: others)
    guard let extent = try walk(&rows) else { throw DescentError(.bug, "a survey ended early") }
    let survey = try CSVSurvey(
      self, choices.features, rows.seen, rows: extent.rows, types: choices.types)
    try check(survey, choices, options)
    var reading = try typed(
      survey.columns, mayBeEmpty: survey.columns.map { _ in options.missing != .error },
      dropsRows: options.missing == .drop, others: rows.others, takesOthers: false, memory)
    reading.ignored = survey.ignored
    return reading
  }

  /// Refuses columns that don't hold what most of their cells do, and gaps that nothing was said about.
  private func check(
    _ survey: CSVSurvey, _ choices: CSVChoices, _ options: CSVOptions
  ) throws {
    let isNumeric = choices.types.isEmpty && survey.isNumeric && options.missing == .error
    var wrong = survey.faulty
    var purpose = "Most cells of this column are numbers; correct it."
    if isNumeric {
      // Of a table that is all numbers, empty cells are said before others.
      wrong = survey.hasEmpty ? [] : choices.features
      purpose = "Features must be numbers; if the column is the target, name it."
    }
    if !wrong.isEmpty, let fault = try numbersFault(in: wrong, purpose, passesEmpty: true) {
      throw fault
    }
    if options.missing == .error, survey.hasEmpty { throw try survey.emptyFault(self) }
    guard !survey.columns.isEmpty else {
      throw DescentError(
        .badData, "no column can be learned from: \(list(survey.ignored.map(\.reason)))",
        at: Position(file: name))
    }
  }

  /// Reads columns of which is known what they are.
  private func typed(
    _ columns: [(place: Int, column: TableColumn)], mayBeEmpty: [Bool], dropsRows: Bool = false,
    others: CSVRowData, takesOthers: Bool, _ memory: MemoryLimit
  ) throws -> CSVReading {
    var rows = CSVCellRows(
      columns, mayBeEmpty: mayBeEmpty, dropsRows: dropsRows, others: others,
      takesOthers: takesOthers, most: rowBytes, memory)
    guard let extent = try walk(&rows) else { throw DescentError(.bug, "a walk ended early") }
    try rows.check(self)
    let (dropped, others) = (rows.dropped, rows.others)
    return CSVReading(
      places: columns.map(\.place), values: try rows.finish(), columns: columns.map(\.column),
      others: others, extent: extent, dropped: dropped)
  }
}

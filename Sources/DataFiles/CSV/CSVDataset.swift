import Basics
import Datasets

/// A data set made of a CSV file, and what was decided on the way.
public struct CSVData: Sendable {
  /// The data set.
  public var dataset: Dataset
  /// The target columns: their names, or their numbers from 1 where there is no header.
  public var targetNames: [String]
  /// The columns that are not used at all.
  public var ignored: [String]
  /// What was found out and what was left out, for people to read.
  public var notes: [String]
}

extension CSVData {
  /// Reads a data set out of CSV text or rows of JSON, plain or gzip.
  ///
  /// All columns but the targets are features and must hold numbers. A single target column is a
  /// class if it holds text, or whole numbers of which there are few (at most 20, or a twentieth of
  /// the rows, and never above 1,000), and a number otherwise; `options.task` overrides that. Several
  /// targets are numbers. Classes are sorted as numbers if all are, byte-wise otherwise.
  ///
  /// Throws `DescentError`: usage for columns that don't exist or are feature and target at once,
  /// bad data with line and column for everything in the text that is wrong.
  public init(
    _ bytes: ContiguousArray<UInt8>, name: String, file: String, options: CSVOptions = CSVOptions()
  ) throws {
    try self.init(Numbers(bytes), name: name, file: file, options: options, memory: .none)
  }

  /// Reads a data set out of the bytes of a file, in pieces, so that it may be larger than the memory; its
  /// features go to a file of their own where they take more memory than they may.
  ///
  /// Throws as the initializer for an array does, and can't write where that file can't be made.
  init(
    _ bytes: Numbers<UInt8>, name: String, file: String, options: CSVOptions, memory: MemoryLimit
  ) throws {
    let text = try inflatedText(bytes, name: file, memory)
    var layout = options.layout
    layout.namedColumns = options.targets + options.rowColumns
    let named =
      !options.features.isEmpty
      || (options.targets + options.rowColumns).contains { Int($0) == nil }
    if named, layout.hasHeader == nil { layout.hasHeader = true }
    let origin =
      JSONLines.isLikely(text)
      ? try JSONLines(text, name: file, pieceSize: layout.pieceSize, memory) : nil
    let sheet = try CSVSheet.read(
      origin?.text ?? text, name: file, layout: layout, origin: origin
    ) { columns in
      let numbers = (options.targets + options.rowColumns).compactMap { Int($0).map { $0 &- 1 } }
      return Set(options.targets.isEmpty ? numbers + [columns - 1] : numbers)
    }
    let choices: CSVChoices
    do {
      choices = try CSVChoices(sheet, options)
    } catch {
      try sheet.checkTable()
      throw error
    }
    let reading = try sheet.read(choices, options, memory)
    let target = try reading.others.target.read(sheet)
    try text.checkUnchanged()
    let names = sheet.columnNames
    targetNames = choices.targets.map { names[$0] }
    let used = Set(reading.places + choices.targets).union(choices.rowColumns.withoutFeature)
    let unused = names.indices.filter { !used.contains($0) }
    ignored = unused.map { names[$0] }
    notes = Self.notes(sheet, reading, unused: unused, isHeaderFound: layout.hasHeader == nil)
    notes += choices.rowColumns.notes(sheet)
    let rest = Rest(
      targets: target.values, weights: try reading.others.keys.sampleWeights(),
      keys: try reading.others.keys.splitKeys())
    let kept = try Self.without(reading.dropped, rest, rows: reading.extent.rows, file: file)
    dataset = try Dataset(
      name: name, shape: Shape([reading.places.count]), features: .scalars(reading.values),
      featureNames: sheet.header == nil && reading.columns == nil
        ? [] : reading.places.map { names[$0] },
      targets: kept.targets, task: target.task, columns: reading.columns,
      sampleWeights: kept.weights, splitKeys: kept.keys)
    if !reading.dropped.isEmpty {
      notes.append("\(counted(reading.dropped.count, "row")) with missing values left out.")
    }
  }

  /// What was found out and what was left out.
  private static func notes(
    _ sheet: CSVSheet, _ reading: CSVReading, unused: [Int], isHeaderFound: Bool
  ) -> [String] {
    var notes: [String] = []
    if sheet.header != nil, isHeaderFound, sheet.origin == nil {
      notes.append("The first row was taken for the names of the columns.")
    }
    if sheet.header == nil, isHeaderFound, reading.columns != nil {
      notes.append("No names of columns were found: the first row was taken for values.")
    }
    if reading.extent.blankLines > 0 {
      notes.append(
        "\(counted(reading.extent.blankLines, "blank line")) around the rows left out.")
    }
    let names = sheet.columnNames
    let reasons = Dictionary(uniqueKeysWithValues: reading.ignored.map { ($0.place, $0.reason) })
    if !unused.isEmpty {
      notes.append("Columns not used: \(list(unused.map { reasons[$0] ?? names[$0] })).")
    }
    if let columns = reading.columns {
      notes.append(
        "Columns: \(list(columns.map { "\($0.name) (\($0.summary))" })).")
    }
    return notes
  }

  /// What rows have beside features.
  private struct Rest {
    var targets: ContiguousArray<Scalar>
    var weights: ContiguousArray<Scalar>?
    var keys: SplitKeys?
  }

  /// The rest of the rows that are not left out.
  private static func without(
    _ dropped: [Int], _ rest: Rest, rows: Int, file: String
  ) throws -> Rest {
    guard !dropped.isEmpty else { return rest }
    guard dropped.count < rows else {
      throw DescentError(
        .badData, "every row has a missing value; none is left", at: Position(file: file),
        fix: "Use --missing mean, median or constant=X.")
    }
    var isKept = ContiguousArray<Bool>(repeating: true, count: rows)
    for row in dropped { isKept[row] = false }
    let kept = (0..<rows).filter { isKept[$0] }
    let width = rest.targets.count / rows
    var targets = ContiguousArray<Scalar>()
    targets.reserveCapacity(kept.count * width)
    for row in kept { targets += rest.targets[(row * width)..<((row + 1) * width)] }
    return Rest(
      targets: targets,
      weights: rest.weights.map { weights in
        ContiguousArray(kept.map { weights[$0] })
      }, keys: rest.keys?.subset(kept))
  }
}

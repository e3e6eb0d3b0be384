import Basics

/// How the columns of a table become features, with all that was fitted on the training rows: part of
/// the model.
///
/// A number stays one feature; where its cells may be empty, a second one may say so (1 where it was
/// empty). A category becomes a feature for each of its levels in the training rows, 1 for the level of
/// the row and 0 for the others (one-hot); a level that was not there is 0 everywhere, and counted.
/// Yes/no becomes 0 or 1.
public struct TableEncoding: Sendable, Hashable {
  /// One column.
  public struct Column: Sendable, Hashable {
    /// The column as it is read.
    public var source: TableColumn
    /// What stands for an empty cell; nil where empty cells are refused.
    public var fill: Double?
    /// Whether a feature says where cells were empty.
    public var hasIndicator: Bool

    /// A column.
    public init(_ source: TableColumn, fill: Double? = nil, hasIndicator: Bool = false) {
      self.source = source
      self.fill = fill
      self.hasIndicator = hasIndicator
    }

    /// The features that it becomes, by name.
    public var featureNames: [String] {
      let names: [String] =
        switch source.kind {
        case .number, .yesNo: [source.name]
        case .category(let levels): levels.map { "\(source.name)=\($0)" }
        }
      return hasIndicator ? names + ["\(source.name) is missing"] : names
    }

    /// Whether its features are 0 and 1, which are not scaled.
    var isIndicator: Bool { source.kind != .number }
  }

  /// The columns in the order of the features.
  public var columns: [Column]

  /// An encoding of columns that are known.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Fits an encoding on the training rows of a table: levels, and what stands for empty cells.
  ///
  /// - Parameters:
  ///   - data: a data set with `columns`.
  ///   - missing: what is done about empty cells; columns without any in the training rows get a fill
  ///     too, unless it is `error` or `drop`.
  ///   - indicators: whether columns with empty cells get a feature that says so.
  public init(fitting data: Dataset, rows: [Int], missing: MissingPolicy, indicators: Bool) {
    guard let sources = data.columns, case .scalars(let values) = data.features else {
      columns = []
      return
    }
    let width = sources.count
    columns = sources.enumerated().map { index, source in
      var source = source
      var hasMissing = false
      var known: [Double] = []
      var seen: Set<Int> = []
      for row in rows {
        let value = values[row * width + index]
        if value.isNaN {
          hasMissing = true
        } else if case .category = source.kind {
          seen.insert(Int(value))
        } else {
          known.append(Double(value))
        }
      }
      if case .category(let levels) = source.kind {
        source.kind = .category(
          levels: levels.indices.filter { seen.contains($0) }.map { levels[$0] })
      }
      return Column(
        source, fill: Self.fill(missing, known), hasIndicator: indicators && hasMissing)
    }
  }

  private static func fill(_ missing: MissingPolicy, _ known: [Double]) -> Double? {
    switch missing {
    case .error, .drop: return nil
    case .constant(let value): return value
    case .mean: return known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    case .median:
      guard !known.isEmpty else { return 0 }
      let sorted = known.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }

  /// The names of all features.
  public var featureNames: [String] { columns.flatMap(\.featureNames) }

  /// The features that are 0 or 1 by themselves and are not scaled.
  public var indicators: Set<Int> {
    var places: Set<Int> = []
    var place = 0
    for column in columns {
      let count = column.featureNames.count
      let first = column.isIndicator ? 0 : 1
      places.formUnion((place + min(first, count))..<(place + count))
      place += count
    }
    return places
  }

  /// What was done to cells on the way, by column.
  public struct Counts: Sendable, Equatable {
    /// Empty cells that were filled.
    public var filled: [Int]
    /// Texts that the training rows didn't have.
    public var unknown: [Int]

    /// Nothing yet.
    public init(columns: Int) {
      filled = Array(repeating: 0, count: columns)
      unknown = filled
    }
  }

  /// The features of rows, [rows][featureNames.count].
  ///
  /// - Parameters:
  ///   - cells: as they were read, [rows][columns.count].
  ///   - sources: what the cells mean: the columns of this encoding, but levels may differ.
  public func features(
    of cells: ContiguousArray<Scalar>, sources: [TableColumn], counts: inout Counts
  ) -> ContiguousArray<Scalar> {
    let width = columns.count
    let rows = width > 0 ? cells.count / width : 0
    let places = zip(columns, sources).map(Self.levelPlaces)
    var features = ContiguousArray<Scalar>()
    features.reserveCapacity(rows * featureNames.count)
    for row in 0..<rows {
      for (index, column) in columns.enumerated() {
        let cell = cells[row * width + index]
        if cell.isNaN { counts.filled[index] += 1 }
        switch column.source.kind {
        case .number, .yesNo:
          features.append(cell.isNaN ? Scalar(column.fill ?? 0) : cell)
        case .category(let levels):
          let first = features.count
          for _ in levels { features.append(0) }
          if cell.isNaN { break }
          let place = cell >= 0 ? places[index][Int(cell)] : nil
          if let place { features[first + place] = 1 } else { counts.unknown[index] += 1 }
        }
        if column.hasIndicator { features.append(cell.isNaN ? 1 : 0) }
      }
    }
    return features
  }

  /// Where each level of a column as it was read is among those of the encoding.
  private static func levelPlaces(_ column: Column, _ source: TableColumn) -> [Int?] {
    guard case .category(let known) = column.source.kind, case .category(let levels) = source.kind
    else { return [] }
    var places: [String: Int] = [:]
    for (index, level) in known.enumerated() { places[level] = index }
    return levels.map { places[$0] }
  }

  /// A data set with features in place of the columns of a table.
  ///
  /// Throws `DescentError` (bad data) where no feature is left.
  public func encode(_ data: Dataset, counts: inout Counts) throws -> Dataset {
    guard let sources = data.columns, case .scalars(let cells) = data.features else { return data }
    let names = featureNames
    guard !names.isEmpty else {
      throw DescentError(.badData, "\(data.name): no column is left to learn from")
    }
    return try Dataset(
      name: data.name, shape: Shape([names.count]),
      features: .scalars(features(of: cells, sources: sources, counts: &counts)),
      featureNames: names, targets: data.targets, task: data.task,
      sampleWeights: data.sampleWeights)
  }

  /// What was filled and what was unknown, for people to read.
  public func notes(_ counts: Counts) -> [String] {
    columns.indices.flatMap { index -> [String] in
      let column = columns[index]
      let name = "Column \(shown(column.source.name)): "
      var notes: [String] = []
      if counts.filled[index] > 0 {
        let cells = counted(counts.filled[index], "missing value")
        notes.append(
          name + cells
            + (column.source.isCategory
              ? ", none of its levels." : " filled with \(rounded(column.fill ?? 0)).")
        )
      }
      if counts.unknown[index] > 0 {
        notes.append(
          name + counted(counts.unknown[index], "cell")
            + " with a text that the training rows don't have, none of its levels.")
      }
      return notes
    }
  }
}

/// A number with the digits of a Float.
private func rounded(_ value: Double) -> String {
  let text = "\(Float(value))"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension TableColumn {
  var isCategory: Bool {
    if case .category = kind { true } else { false }
  }
}

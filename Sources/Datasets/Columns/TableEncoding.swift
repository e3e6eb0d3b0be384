import Basics

/// How the columns of a table become features, with all that was fitted on the training rows: part of
/// the model.
///
/// A number stays one feature; where its cells may be empty, a second one may say so (1 where it was
/// empty). A category becomes a feature for each of its levels in the training rows, 1 for the level of
/// the row and 0 for the others (one-hot); a level that was not there is 0 everywhere, and counted. Where
/// there are many levels it may become one feature, the number of its level, for a layer that learns a
/// vector for each.
/// Yes/no becomes 0 or 1. A date stays one feature, in days, and gets four more: its place in the year and in
/// the week, each as sine and cosine, so that December is next to January; a time of day becomes two in
/// the same way. Where a date is missing these are 0, the middle of the circle.
public struct TableEncoding: Sendable, Hashable {
  /// One column.
  public struct Column: Sendable, Hashable {
    /// The column as it is read.
    public var source: TableColumn
    /// What stands for an empty cell; nil where empty cells are refused.
    public var fill: Double?
    /// Whether a feature says where cells were empty.
    public var hasIndicator: Bool
    /// Whether a category is one feature, the number of its level from 0 or else -1, which an `Embedding`
    /// takes, instead of one for each level.
    public var isEmbedded: Bool

    /// A column.
    public init(
      _ source: TableColumn, fill: Double? = nil, hasIndicator: Bool = false,
      isEmbedded: Bool = false
    ) {
      self.source = source
      self.fill = fill
      self.hasIndicator = hasIndicator
      self.isEmbedded = isEmbedded
    }

    /// The features that it becomes, by name.
    public var featureNames: [String] {
      let names: [String] =
        switch source.kind {
        case .number, .yesNo: [source.name]
        case .category(let levels):
          isEmbedded ? [source.name] : levels.map { "\(source.name)=\($0)" }
        case .date:
          [source.name] + ["year", "week"].flatMap { circleNames(of: $0) }
        case .timeOfDay: circleNames(of: "day")
        }
      return hasIndicator ? names + ["\(source.name) is missing"] : names
    }

    private func circleNames(of period: String) -> [String] {
      ["sine", "cosine"].map { "\(source.name) (\($0) of the \(period))" }
    }

    /// How many of its features are scaled: the first, unless it is 0 or 1 or on a circle.
    var scaledFeatures: Int {
      switch source.kind {
      case .number, .date: 1
      case .category, .yesNo, .timeOfDay: 0
      }
    }
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
  ///   - embeddingAbove: categories with more levels in the training rows are one feature, for an
  ///     `Embedding`; nil: none are.
  public init(
    fitting data: Dataset, rows: [Int], missing: MissingPolicy, indicators: Bool,
    embeddingAbove: Int? = nil
  ) {
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
      var isEmbedded = false
      if case .category(let levels) = source.kind {
        source.kind = .category(
          levels: levels.indices.filter { seen.contains($0) }.map { levels[$0] })
        if let embeddingAbove { isEmbedded = seen.subtracting([-1]).count > embeddingAbove }
      }
      return Column(
        source, fill: Self.fill(missing, known, source.kind),
        hasIndicator: indicators && hasMissing && !source.kind.isTimeOfDay,
        isEmbedded: isEmbedded)
    }
  }

  /// A number says nothing about a date: where a constant stands for numbers, dates get their mean.
  private static func fill(
    _ missing: MissingPolicy, _ known: [Double], _ kind: TableColumn.Kind
  ) -> Double? {
    var missing = missing
    if case .constant = missing, kind.isDate { missing = .mean }
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

  /// The columns that a table must have, by name.
  public var columnNames: [String] {
    columns.filter { !$0.source.kind.isTimeOfDay }.map(\.source.name)
  }

  /// The names of all features.
  public var featureNames: [String] { columns.flatMap(\.featureNames) }

  /// The features that are 0 or 1 by themselves and are not scaled.
  public var indicators: Set<Int> {
    var places: Set<Int> = []
    var place = 0
    for column in columns {
      let count = column.featureNames.count
      places.formUnion((place + column.scaledFeatures)..<(place + count))
      place += count
    }
    return places
  }

  /// The categories that an `Embedding` takes: where their feature is, and how many levels they have.
  public var embedded: [(feature: Int, levels: Int)] {
    var found: [(feature: Int, levels: Int)] = []
    var place = 0
    for column in columns {
      if column.isEmbedded, case .category(let levels) = column.source.kind {
        found.append((place, levels.count))
      }
      place += column.featureNames.count
    }
    return found
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
          let place = cell >= 0 ? places[index][Int(cell)] : nil
          if place == nil, !cell.isNaN { counts.unknown[index] += 1 }
          if column.isEmbedded {
            features.append(Scalar(place ?? -1))
          } else {
            for level in levels.indices { features.append(level == place ? 1 : 0) }
          }
        case .date:
          features.append(cell.isNaN ? Scalar(column.fill ?? 0) : cell)
          let date = cell.isNaN ? nil : CalendarDate(day: Int(cell))
          features += circle(date.map { Double($0.parts.dayOfYear) / Double($0.lengthOfYear) })
          features += circle(date.map { Double($0.weekday) / 7 })
        case .timeOfDay: features += circle(cell.isNaN ? nil : Double(cell) / 86_400)
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
      features: .scalars(features(of: cells.array, sources: sources, counts: &counts)),
      featureNames: names, targets: data.targets, task: data.task,
      sampleWeights: data.sampleWeights, splitKeys: data.splitKeys)
  }

  /// What was filled and what was unknown, for people to read.
  public func notes(_ counts: Counts) -> [String] {
    columns.indices.flatMap { index -> [String] in
      let column = columns[index]
      // Its days were counted already.
      if column.source.kind.isTimeOfDay { return [] }
      let name = "Column \(shown(column.source.name)): "
      var notes: [String] = []
      if counts.filled[index] > 0 {
        let cells = counted(counts.filled[index], "missing value")
        notes.append(
          name + cells
            + (column.source.isCategory
              ? ", none of its levels."
              : " filled with \(filling(column)).")
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

/// What stands for the empty cells of a column, for people to read.
private func filling(_ column: TableEncoding.Column) -> String {
  guard case .date = column.source.kind else { return rounded(column.fill ?? 0) }
  let date = CalendarDate(day: Int((column.fill ?? 0).rounded()))
  return "the date \(date)"
}

/// A place on a circle, from 0 to 1, as sine and cosine; the middle where it isn't known.
private func circle(_ place: Double?) -> [Scalar] {
  guard let place else { return [0, 0] }
  let angle = 2 * Double.pi * place
  return [Scalar(Portable.sin(angle)), Scalar(Portable.cos(angle))]
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

extension TableColumn.Kind {
  /// Whether it is one of the halves of a date.
  var isDate: Bool {
    switch self {
    case .date, .timeOfDay: true
    case .number, .category, .yesNo: false
    }
  }

  /// Whether it is the second half of one.
  var isTimeOfDay: Bool {
    if case .timeOfDay = self { true } else { false }
  }
}

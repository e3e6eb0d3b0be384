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
  package var isTimeOfDay: Bool {
    if case .timeOfDay = self { true } else { false }
  }
}

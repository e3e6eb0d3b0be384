import Basics
import Datasets

/// The columns of a CSV file that say something about its rows instead of being learned from: the one
/// that divides them and the one that weighs them.
struct CSVRowColumns {
  let split: (place: Int, column: SplitColumn)?
  let weight: Int?
  private let splitIsFeature: Bool

  /// Finds the columns.
  ///
  /// Throws `DescentError` (usage) where there is no such column, and where it is the target.
  init(_ sheet: CSVSheet, _ options: CSVOptions, targets: [Int]) throws {
    splitIsFeature = options.splitIsFeature
    func place(_ name: String, _ role: String, _ purpose: String) throws -> Int {
      let place = try sheet.column(name, role)
      guard !targets.contains(place) else {
        throw DescentError(
          .usage, "\(sheet.describe(column: place)) is the target; it can't \(purpose), too",
          at: Position(file: sheet.name))
      }
      return place
    }
    split = try options.splitBy.map {
      (try place($0.column, "splitting", "divide the rows"), $0)
    }
    weight = try options.sampleWeight.map { try place($0, "weight", "weigh the rows") }
    if splitIsFeature, let split, weight == split.place {
      throw DescentError(
        .usage,
        "\(sheet.describe(column: split.place)) weighs the rows; it can't be a feature, too",
        at: Position(file: sheet.name))
    }
    if splitIsFeature, let split,
      try options.ignore.contains(where: { try sheet.column($0, "ignored") == split.place })
    {
      throw DescentError(
        .usage, "\(sheet.describe(column: split.place)) is ignored; it can't be a feature, too",
        at: Position(file: sheet.name))
    }
  }

  /// The columns that are no features because of what they are.
  var withoutFeature: Set<Int> {
    var places: Set<Int> = []
    if let split, !splitIsFeature { places.insert(split.place) }
    if let weight { places.insert(weight) }
    return places
  }

  /// What the columns were taken for, for people to read.
  ///
  /// - Parameter areFeatures: whether other columns are features, so that it is said of these.
  func notes(_ sheet: CSVSheet, areFeatures: Bool = true) -> [String] {
    func text(_ place: Int, _ purpose: String) -> String {
      let name = sheet.describe(column: place)
      return name.prefix(1).uppercased() + name.dropFirst() + " \(purpose)."
    }
    let noFeature = areFeatures ? " and is no feature" : ""
    var notes: [String] = []
    if let split {
      notes.append(
        text(split.place, "divides the rows" + (splitIsFeature ? "" : noFeature)))
    }
    if let weight { notes.append(text(weight, "weighs the rows" + noFeature)) }
    return notes
  }

  /// The columns, each once.
  var columns: [Int] {
    let places = [split?.place, weight].compactMap { $0 }
    return places.count == 2 && places[0] == places[1] ? [places[0]] : places
  }
}

extension CSVOptions {
  /// The columns that say something about the rows, as they are named.
  var rowColumns: [String] { [splitBy?.column, sampleWeight].compactMap { $0 } }
}

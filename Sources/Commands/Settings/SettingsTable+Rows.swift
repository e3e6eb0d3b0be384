import Descent

extension SettingsTable {
  /// Which rows train, which validate and which test, and what they count.
  static let rows: [Setting] = [
    Setting(
      "split-by", .rows, .text, "how=column",
      "The column of a CSV file that divides the rows: group keeps rows of a group together, time "
        + "tests on the latest, column names train, validation or test, hash goes by an id.",
      default: "at random, each class by its share",
      kinds: SplitKeys.Rule.allCases.map { "\($0.rawValue)=COLUMN" }, read: readSplit
    ) {
      $0.splitBy.map { .text($0.text) }
    },
    Setting(
      "split-feature", .rows, .flag, "", "The column that divides the rows is a feature, too.",
      default: "no"
    ) { value, place, settings in
      guard let flag = value.flag else { throw wrong(place, value, "true or false") }
      settings.splitFeature = flag
    } write: {
      $0.splitBy == nil ? nil : .flag($0.splitFeature)
    },
    .optionalInteger(
      "folds", .rows,
      "Cross-validation: trains so many networks, each tested on another part of the rows.",
      default: "none", \.folds, expected: "a whole number from 2 to 1,000", none: "none",
      writesNone: false, where: { (2...1000).contains($0) }),
    .optionalInteger(
      "fold", .rows, "Trains the network of this fold only, from 1.", default: "all of them",
      \.fold, expected: "a whole number of 1 or more", none: "none", writesNone: false),
    .text(
      "sample-weight", .rows, "column",
      "The column of a CSV file that says what each row counts; no feature.",
      default: "every row counts 1", \.sampleWeight),
    .choice(
      "sampling", .rows,
      "Draws training rows so that all classes have as many as the largest or the smallest.",
      default: "none: every row once in an epoch", \.sampling, noun: "way to draw rows"),
  ]
}

private func readSplit(
  _ value: Value, _ place: String, _ settings: inout TrainSettings
) throws {
  if value.isNone {
    settings.splitBy = nil
    return
  }
  let names = SplitKeys.Rule.allCases.map(\.rawValue)
  let parts = value.plainText?.split(separator: "=", maxSplits: 1).map(String.init) ?? []
  guard let name = parts.first else {
    throw wrong(place, value, "\(names[0])=COLUMN, for instance")
  }
  guard let rule = SplitKeys.Rule(rawValue: name) else {
    throw DescentError(
      .badData, "\(place): unknown way to divide the rows \"\(name)\"", at: value.position,
      fix: suggestion(for: name, in: names))
  }
  guard parts.count == 2 else { throw wrong(place, value, "\(name)=COLUMN") }
  settings.splitBy = SplitColumn(rule, parts[1])
}

/// `0.1` or `given`.
func readValidation(_ value: Value, _ place: String, _ settings: inout TrainSettings) throws {
  settings.validationIsGiven = value.text == "given"
  if settings.validationIsGiven { return }
  guard let share = value.number, share >= 0, share < 1 else {
    throw wrong(place, value, "a share of at least 0 and less than 1, or given")
  }
  settings.validation = share
}

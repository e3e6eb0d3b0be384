import Descent

extension Dataset {
  /// The rows with the validation rows that come with the data behind them, and the parts.
  ///
  /// - Parameters:
  ///   - share: of the other rows, held out to test.
  ///
  /// Throws `DescentError` where they are too few to split.
  func validated(
    by validation: Dataset, test share: Double, seed: UInt64
  ) throws -> (data: Dataset, split: Split) {
    var split = try split(test: share, seed: seed)
    split.validation = Array(rows..<(rows + validation.rows))
    return (try followed(by: validation), split)
  }
}

extension TrainSettings {
  /// The validation rows that are used of those that come with the data; nil where others are, or none.
  ///
  /// Throws `DescentError` (usage) where they are asked for and there are none, or others are.
  func validation(of data: String, given: Dataset?) throws -> Dataset? {
    if validationIsGiven, given == nil {
      throw DescentError(
        .usage, "validation: \(data) comes without validation rows of its own",
        fix: "Give the share of rows to hold out, such as 0.1.")
    }
    if !validationIsGiven, validation > 0, given != nil {
      throw DescentError(
        .usage, "validation: \(data) comes with validation rows of its own; no others are held out",
        fix: "Leave validation out, or say 0 to do without.")
    }
    return validationIsGiven ? given : nil
  }
}

import Descent

extension TrainSettings {
  /// The validation rows that are used of those that come with the data; nil where others are, or none.
  ///
  /// Throws `DescentError` (usage) where there are some and others are asked for.
  func validation(of data: String, given: Dataset?) throws -> Dataset? {
    if !validationIsGiven, validation > 0, given != nil {
      throw DescentError(
        .usage, "validation: \(data) comes with validation rows of its own; no others are held out",
        fix: "Leave validation out, or say 0 to do without.")
    }
    return validationIsGiven ? given : nil
  }
}

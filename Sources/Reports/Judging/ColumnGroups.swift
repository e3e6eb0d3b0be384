import Datasets
import ModelFiles

extension Model {
  /// The features of each column of a table; those of a date's two halves are one column. Empty where
  /// nothing has a name.
  var columnGroups: [(name: String, features: [Int])] {
    guard let encoding else { return featureNames.enumerated().map { ($1, [$0]) } }
    var groups: [(name: String, features: [Int])] = []
    var place = 0
    for column in encoding.columns {
      let features = Array(place..<(place + column.featureNames.count))
      if let same = groups.firstIndex(where: { $0.name == column.source.name }) {
        groups[same].features += features
      } else {
        groups.append((column.source.name, features))
      }
      place += features.count
    }
    return groups
  }
}

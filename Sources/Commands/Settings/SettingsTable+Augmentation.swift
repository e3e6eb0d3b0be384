import Descent

extension SettingsTable {
  /// How training pictures are changed: a table, or the same as a text.
  static let augment = Setting(
    "augment", .regularization, .described, "name=value,…",
    "Changes training pictures at random, anew in each epoch: shift=PIXELS, rotate=DEGREES, "
      + "zoom=SHARE, flip=horizontal, vertical or both, noise=SHARE, erase=PROBABILITY, mixup=ALPHA.",
    default: "none"
  ) { value, place, settings in
    settings.augmentation = try readAugmentation(value, place)
  } write: {
    $0.augmentation.described
  }
}

/// `shift=2,rotate=10`, `{shift: 2, rotate: 10}` or `none`.
private func readAugmentation(_ value: Value, _ place: String) throws -> Augmentation {
  if value.isNone { return .none }
  let table = try value.table ?? value.text.map { try readPairs($0, value, place) }
  guard let table else { throw wrongAugmentation(place, value) }
  var reader = SettingsReader(table, path: place, position: value.position)
  let augmentation = try Augmentation(from: &reader)
  try reader.finish()
  return augmentation
}

/// `name=value,name=value` as a table.
private func readPairs(_ text: String, _ value: Value, _ place: String) throws -> Settings {
  var settings = Settings()
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      .map { String($0).trimmed }
    guard pair.count == 2, !pair.contains("") else { throw wrongAugmentation(place, value) }
    guard settings[pair[0]] == nil else {
      throw DescentError(
        .badData, "\(place): \(pair[0]) is named twice", at: value.position, fix: "Name it once.")
    }
    var element = try flagValue(pair[1], .scalar)
    element.position = value.position
    settings[pair[0]] = element
  }
  return settings
}

private func wrongAugmentation(_ place: String, _ value: Value) -> DescentError {
  wrong(place, value, "settings such as shift=2,rotate=10, or none")
}

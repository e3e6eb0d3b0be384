import Descent

// What pictures bring into a training besides their rows.

extension TrainSettings {
  /// Refuses settings for pictures where there are none.
  func checkPictures(_ source: String, arePictures: Bool) throws {
    let given = [
      ("picture-size", pictureSize != nil), ("picture-color", pictureColor != nil),
      ("unreadable", unreadable != nil),
    ]
    if !arePictures, let stray = given.first(where: { $0.1 }) {
      throw DescentError(
        .usage, "\(stray.0): \(source) holds no picture files", fix: "Leave \(stray.0) out.")
    }
  }
}

extension PictureOptions {
  /// What settings say about pictures.
  init(_ settings: TrainSettings) {
    self.init(size: settings.pictureSize, color: settings.pictureColor)
    skipsUnreadable = settings.unreadable == .skip
  }
}

extension Model {
  /// Sees to it that a model that is trained on gets pictures of the kind that it takes, and says in its
  /// file how they are made.
  ///
  /// Throws `DescentError` (bad data) where they are of another size or color.
  mutating func take(
    _ new: PictureEncoding?, of data: String, _ settings: TrainSettings
  ) throws {
    guard let new else { return }
    guard new.shape == network.input, pictures == nil || pictures == new else {
      throw DescentError(
        .badData,
        "the model takes pictures of \(pictures?.summary ?? network.input.description), but those of "
          + "\(data) are read as \(new.summary)", at: settings.from.map { Position(file: $0) })
    }
    pictures = new
  }
}

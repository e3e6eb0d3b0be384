import ArgumentParser
import Descent

/// The flags that say what is made of pictures, for commands that don't train.
struct PictureFlags: ParsableArguments {
  @Option(parsing: .unconditional, help: help("picture-size")) var pictureSize: String?
  @Option(help: help("picture-color")) var pictureColor: String?
  @Option(help: help("unreadable")) var unreadable: String?

  /// The flags that are there, as those of `train`.
  var given: [(name: String, text: String)] {
    [("picture-size", pictureSize), ("picture-color", pictureColor), ("unreadable", unreadable)]
      .compactMap { name, text in text.map { (name, $0) } }
  }

  /// What they say.
  ///
  /// Throws `DescentError` (usage) for what is none of the values.
  func settings() throws -> TrainSettings {
    var levels = SettingsLevels()
    levels.add(try SettingsResolver(flags: given).flagSettings(), .flag)
    return try levels.read()
  }
}

/// What `--unreadable` says; nil where it isn't there.
///
/// Throws `DescentError` (usage) for what is none of the values.
func unreadableChoice(_ flag: String?) throws -> UnreadableChoice? {
  guard let flag else { return nil }
  var levels = SettingsLevels()
  levels.add(["unreadable": .text(flag)], .flag)
  return try levels.read().unreadable
}

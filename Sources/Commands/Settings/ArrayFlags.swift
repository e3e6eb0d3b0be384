import ArgumentParser
import Descent

/// The flags that say which arrays of a file are features and targets.
struct ArrayFlags: ParsableArguments {
  @Option(help: help("x")) var x: String?
  @Option(help: help("y")) var y: String?

  /// What they say besides other settings.
  func added(to others: TrainSettings) -> TrainSettings {
    var settings = others
    (settings.x, settings.y) = (x, y)
    return settings
  }
}

extension ArrayChoice {
  /// Throws `DescentError` (usage) where something is chosen though there are no arrays.
  func refuse(for source: String) throws {
    guard self != ArrayChoice() else { return }
    let name = x == nil ? "y" : "x"
    throw DescentError(
      .usage, "--\(name): \(source) has no arrays to choose from", fix: "Leave --\(name) out.")
  }
}

import Basics
import Datasets

extension NPZ {
  /// Reads the directory of an .npz file, plain or gzip; see `init(_:name:memory:)`.
  public init(path: String, memory: MemoryLimit = .none) throws {
    try self.init(
      inflated(dataFile(path, memory) { _ in }, name: path, memory), name: path, memory: memory)
  }

  /// The name of the array of features where no targets are asked for: the one that is chosen; or else
  /// `x_test`, `x_train`, `x`, `X`, `features`, `images` or `data`, the first of these that is there; or else
  /// the only one.
  ///
  /// Throws `DescentError`: usage for a name that no array has, bad data where several could be meant.
  public func features(_ choice: String?) throws -> String {
    if let choice {
      guard contains(choice) else {
        throw DescentError(
          .usage, "x: no array \(shown(choice))", at: Position(file: name),
          fix: suggestion(for: choice, in: arrays))
      }
      return choice
    }
    let known = ["x_test"] + LoadedData.knownNames.map { $0[0] }
    if let found = known.first(where: contains) { return found }
    if arrays.count == 1 { return arrays[0] }
    throw DescentError(
      .badData,
      arrays.isEmpty
        ? "there are no arrays in it; expected features"
        : "which array holds the features? There are: \(summary)", at: Position(file: name),
      fix: arrays.isEmpty ? nil : "Name it: --x NAME.")
  }
}

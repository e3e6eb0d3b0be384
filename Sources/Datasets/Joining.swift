import Basics

extension Dataset {
  /// The rows of this data set and, behind them, those of another one of the same kind.
  ///
  /// Throws `DescentError` (bad data) where shape, task, or the kind of storage differ.
  public func followed(by other: Dataset) throws -> Dataset {
    var joined = self
    switch (features, other.features) {
    case (.bytes(let first), .bytes(let second)) where shape == other.shape && task == other.task:
      joined.features = .bytes(first + second)
    case (.scalars(let first), .scalars(let second))
    where shape == other.shape && task == other.task:
      joined.features = .scalars(first + second)
    default:
      throw DescentError(
        .badData,
        "\(name): rows of \(shape) can't be followed by rows of \(other.shape) of another kind")
    }
    joined.targets += other.targets
    if sampleWeights != nil || other.sampleWeights != nil {
      func weights(_ data: Dataset) -> ContiguousArray<Scalar> {
        data.sampleWeights ?? ContiguousArray(repeating: 1, count: data.rows)
      }
      joined.sampleWeights = weights(self) + weights(other)
    }
    return joined
  }
}

import Basics

extension Dataset {
  /// The rows of this data set and, behind them, those of another one of the same kind.
  ///
  /// - Parameter memory: how much the features may take before they go to a file.
  ///
  /// Throws `DescentError` (bad data) where shape, task, or the kind of storage differ, (can't write)
  /// where a file is needed and can't be made.
  public func followed(by other: Dataset, memory: MemoryLimit = .none) throws -> Dataset {
    var joined = self
    switch (features, other.features) {
    case (.bytes(let first), .bytes(let second)) where shape == other.shape && task == other.task:
      joined.features = .bytes(try first.followed(by: second, memory))
    case (.scalars(let first), .scalars(let second))
    where shape == other.shape && task == other.task:
      joined.features = .scalars(try first.followed(by: second, memory))
    default:
      throw DescentError(
        .badData,
        "\(name): rows of \(shape) can't be followed by rows of \(other.shape) of another kind")
    }
    joined.targets += other.targets
    joined.rowNames = rowNames.isEmpty || other.rowNames.isEmpty ? [] : rowNames + other.rowNames
    if sampleWeights != nil || other.sampleWeights != nil {
      func weights(_ data: Dataset) -> ContiguousArray<Scalar> {
        data.sampleWeights ?? ContiguousArray(repeating: 1, count: data.rows)
      }
      joined.sampleWeights = weights(self) + weights(other)
    }
    return joined
  }
}

extension Numbers {
  /// These numbers and, behind them, others.
  fileprivate func followed(by other: Numbers, _ memory: MemoryLimit) throws -> Numbers {
    var spool = NumberSpool<Element>(memory, expected: count + other.count)
    for numbers in [self, other] {
      try numbers.forEachPiece { try spool.append($0) }
    }
    return try spool.finish()
  }
}

import Basics
import Datasets
import Networks

/// What a row of a batch becomes with mixup: share times itself and 1 - share times another one.
public struct Mix: Sendable, Hashable {
  /// The place of the other row in the batch.
  public var other: Int
  /// The share of the row's own, from one half to 1.
  public var share: Scalar

  /// A mix.
  public init(other: Int, share: Scalar) {
    self.other = other
    self.share = share
  }

  /// share · own + (1 - share) · other
  func of(_ own: Scalar, _ other: Scalar) -> Scalar { share * own + (1 - share) * other }

  /// The same for each number of a picture.
  func apply(to picture: inout MutableSpan<Scalar>, with other: Span<Scalar>) {
    precondition(picture.count <= other.count, "pictures of two sizes")
    for i in 0..<picture.count {
      picture[unchecked: i] = of(picture[unchecked: i], other[unchecked: i])
    }
  }
}

extension Augmenter {
  /// What the rows of a batch become with mixup, a mix for each; empty where nothing is mixed.
  ///
  /// The other row is any but the row itself, each equally probable. A batch of one row stays as it is.
  public func mixes(rows: Int, step: Int) -> [Mix] {
    guard augmentation.mixup > 0 else { return [] }
    guard rows > 1 else { return [Mix](repeating: Mix(other: 0, share: 1), count: rows) }
    return (0..<rows).map { place in
      var random = RandomSource(seed: seed, .augmentation, step, place, 2)
      let other = random.below(rows - 1)
      let share = random.beta(augmentation.mixup)
      return Mix(other: other < place ? other : other + 1, share: Scalar(max(share, 1 - share)))
    }
  }

  /// Refuses to mix rows that are alone.
  func check(batchSize: Int) throws {
    guard augmentation.mixup > 0, batchSize < 2 else { return }
    throw DescentError(
      .usage, "augment.mixup: batches of a single row have nothing to mix",
      fix: "Use a batch size of 2 or more, or leave mixup out.")
  }

  /// Refuses targets and losses for which a mix of two rows means nothing.
  static func checkMixing(_ data: TrainingData, _ loss: any Loss) throws {
    guard !data.dataset.task.classes.isEmpty else {
      throw DescentError(
        .usage,
        "augment.mixup: \(data.dataset.name) has numbers as targets, and only classes are mixed",
        fix: "Leave mixup out.")
    }
    // A loss of one's own that takes class indices knows no shares; of two classes the mean absolute
    // error takes the larger.
    guard data.encoding != .classIndex || loss is CategoricalCrossEntropy,
      !(loss is MeanAbsoluteError)
    else {
      throw DescentError(
        .usage,
        "augment.mixup: the loss \(type(of: loss).kind) can't learn that a row is of two classes",
        fix: "Use cross-entropy, or leave mixup out.")
    }
  }
}

extension TrainingData {
  /// Scalars per row of a mixed target: a share for each class, or that of the second of two.
  var mixedTargetWidth: Int { encoding == .binary ? 1 : dataset.task.classes.count }

  /// Writes mixed targets for the loss.
  ///
  /// - Parameters:
  ///   - classes: class indices, [rows].
  ///   - mixes: [rows].
  ///   - encoded: written, [rows][mixedTargetWidth].
  func encode(_ classes: Span<Scalar>, _ mixes: [Mix], into encoded: inout MutableSpan<Scalar>) {
    let width = mixedTargetWidth
    for (row, mix) in mixes.enumerated() {
      let (own, other) = (classes[row], classes[mix.other])
      guard width > 1 else {
        encoded[row] = mix.of(own, other)
        continue
      }
      for i in (row * width)..<((row + 1) * width) { encoded[i] = 0 }
      encoded[row * width + Int(own)] = mix.share
      encoded[row * width + Int(other)] += 1 - mix.share
    }
  }

  /// Writes the weight of each row of a mixed batch, [rows].
  func weights(
    _ batch: ArraySlice<Int>, _ mixes: [Mix], into weights: inout MutableSpan<Scalar>
  ) {
    let first = batch.startIndex
    for (place, mix) in mixes.enumerated() {
      weights[place] = mix.of(
        weight(ofRow: batch[first + place]), weight(ofRow: batch[first + mix.other]))
    }
  }
}

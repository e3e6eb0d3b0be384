import Basics
import Datasets

/// How the rows of an epoch are drawn from the training rows where classes have very different numbers of
/// them. Validation and test rows stay as they are.
public enum Sampling: String, CaseIterable, Sendable {
  /// Every training row comes once in an epoch.
  case none
  /// Every class has as many rows as the largest one: each of its rows comes as often as that goes without
  /// a rest, and the rest is drawn at random, each row once at most.
  case oversample
  /// Every class has as many rows as the smallest one, drawn at random, each once at most. Each epoch draws
  /// others, so that all rows are seen in time.
  case undersample

  /// How many rows of each class an epoch has, of so many training rows of each class; a class without
  /// rows has none.
  public func counts(of training: [Int]) -> [Int] {
    let present = training.filter { $0 > 0 }
    switch self {
    case .none: return training
    case .oversample: return training.map { $0 > 0 ? present.max() ?? 0 : 0 }
    case .undersample: return training.map { $0 > 0 ? present.min() ?? 0 : 0 }
    }
  }
}

/// Draws the rows of each epoch: a pure function of seed and epoch, so that a training that goes on draws
/// the same ones.
package struct RowSampler {
  /// Rows in an epoch.
  package let count: Int
  private let rows: [Int]
  /// The training rows of each class; empty where all rows come once.
  private let classes: [[Int]]
  private let counts: [Int]

  /// Throws `DescentError` (usage) for data without classes.
  package init(_ data: TrainingData, _ sampling: Sampling) throws {
    rows = data.rows
    guard sampling != .none else {
      (count, classes, counts) = (data.rows.count, [], [])
      return
    }
    let names = data.dataset.task.classes
    guard !names.isEmpty else {
      throw DescentError(
        .usage,
        "sampling: \(sampling.rawValue) needs classes, but \(data.dataset.name) has numbers as targets"
      )
    }
    var classes = [[Int]](repeating: [], count: names.count)
    for row in data.rows { classes[Int(data.dataset.targets[row])].append(row) }
    self.classes = classes
    counts = sampling.counts(of: classes.map(\.count))
    count = counts.reduce(0, +)
  }

  /// The rows of an epoch, which is counted from 0; in ascending order where they are sampled.
  package func rows(ofEpoch epoch: Int, seed: UInt64) -> [Int] {
    guard !classes.isEmpty else { return rows }
    var result: [Int] = []
    result.reserveCapacity(count)
    for (number, candidates) in classes.enumerated() where !candidates.isEmpty {
      var random = RandomSource(seed: seed, .sampling, epoch, number)
      for _ in 0..<(counts[number] / candidates.count) { result += candidates }
      var candidates = candidates
      for place in 0..<(counts[number] % candidates.count) {
        candidates.swapAt(place, place + random.below(candidates.count - place))
        result.append(candidates[place])
      }
    }
    return result.sorted()
  }
}

import Basics
import Charts
import Datasets
import ModelFiles
import Networks
import Training

/// How much a model needs each column: by how much its loss rises when the column's cells are shuffled
/// among the rows, so that they say nothing any more.
///
/// Breiman, "Random forests", Machine Learning 2001; Fisher, Rudin and Dominici, JMLR 2019. Columns that say
/// the same stand in for each other: both seem unimportant then.
public struct PermutationImportance: Sendable, Equatable {
  /// One column.
  public struct Column: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// The mean rise of the loss.
    public var rise: Double
    /// The least and the greatest rise of the rounds.
    public var range: ClosedRange<Double>
  }

  /// The columns, the most important first.
  public let columns: [Column]
  /// How many rows were measured.
  public let rows: Int

  /// Measures all columns; nil where they have no names, there are fewer than two rows, or more than
  /// `mostColumns` columns.
  ///
  /// - Parameters:
  ///   - dataset: encoded as the model takes it, not scaled.
  ///   - rows: which of its rows; of more than `mostRows`, so many are evenly chosen.
  ///   - rounds: how often each column is shuffled.
  public init?(
    _ model: Model, _ dataset: Dataset, rows: [Int], rounds: Int = 3, mostRows: Int = 1000,
    mostColumns: Int = 200, seed: UInt64 = 1, threads: Int = 1
  ) {
    let groups = model.columnGroups
    let chosen = evenly(rows.count, most: mostRows).map { rows[$0] }
    guard !groups.isEmpty, groups.count <= mostColumns, chosen.count > 1, rounds > 0,
      dataset.shape.count == model.network.input.count, dataset.columns == nil
    else { return nil }
    let plain = dataset.subset(chosen)
    let numbers = Self.numbers(plain)
    let evaluator = Evaluator(model.network, loss: model.loss, threads: threads)
    guard let base = Self.loss(plain, numbers, model, evaluator) else { return nil }
    var columns: [Column] = []
    for (index, group) in groups.enumerated() {
      var rises: [Double] = []
      for round in 0..<rounds {
        var random = RandomSource(seed: seed, .other, 4, index, round)
        let order = random.permutation(chosen.count)
        var shuffled = numbers
        for (row, other) in order.enumerated() {
          for feature in group.features {
            shuffled[row * plain.shape.count + feature] =
              numbers[other * plain.shape.count + feature]
          }
        }
        guard let loss = Self.loss(plain, shuffled, model, evaluator) else { return nil }
        rises.append(loss - base)
      }
      let range = (rises.min() ?? 0)...(rises.max() ?? 0)
      columns.append(
        Column(name: group.name, rise: rises.reduce(0, +) / Double(rounds), range: range))
    }
    self.columns = columns.sorted { $0.rise > $1.rise }
    self.rows = chosen.count
  }

  private static func numbers(_ dataset: Dataset) -> ContiguousArray<Scalar> {
    switch dataset.features {
    case .bytes(let bytes): ContiguousArray(bytes.array.map { Scalar($0) })
    case .scalars(let numbers): numbers.array
    }
  }

  private static func loss(
    _ plain: Dataset, _ numbers: ContiguousArray<Scalar>, _ model: Model, _ evaluator: Evaluator
  ) -> Double? {
    var data = plain
    data.features = .scalars(numbers)
    let training = try? TrainingData(
      data, scaling: model.scaling, targetScaling: model.targetScaling, network: model.network,
      loss: model.loss)
    guard let training else { return nil }
    let predictions = evaluator.predictions(training, parameters: model.parameters)
    guard let loss = LossMetric().value(predictions), loss.isFinite else { return nil }
    return loss
  }
}

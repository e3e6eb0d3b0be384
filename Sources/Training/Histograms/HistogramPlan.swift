import Basics
import Networks

/// At which epochs of a training histograms are taken, and of how much: so few and of so little that they
/// take less than a hundredth of its time.
///
/// It follows from sizes alone, never from a clock, so that the same training leaves the same histograms
/// on every machine. A training of less than a tenth of a second gets two all the same, which take half
/// a millisecond.
public struct HistogramPlan: Sendable, Equatable {
  /// The epochs after which they are taken, from 1: evenly spread, the first and the last among them.
  public var epochs: [Int]
  /// Training rows that are run for each, evenly chosen.
  public var rows: Int
  /// Numbers of a parameter or of a layer's outputs that are looked at, about, at most.
  public var numbers: Int

  /// Epochs of a training at most.
  public static let mostEpochs = 20

  /// A plan of one's own.
  public init(epochs: [Int], rows: Int, numbers: Int) {
    self.epochs = epochs
    self.rows = rows
    self.numbers = numbers
  }

  /// The plan for a training of a network.
  public init(_ plan: TrainingPlan, _ network: Network) {
    let costs = Costs(network)
    let steps = Double(plan.epochs) * Double(plan.stepsPerEpoch)
    let passes = steps * Double(min(plan.batchSize, plan.trainingRows))
    let budget = Self.share * (steps * costs.step + passes * costs.row)
    let most = min(Self.mostEpochs, plan.epochs)
    (epochs, rows, numbers) = ([], 0, 0)
    for choice in Self.choices {
      let least = min(choice.rows, plan.trainingRows)
      let fixed = costs.histograms(numbers: choice.numbers)
      let looks = min(
        Double(most), budget / (fixed + Double(least) * costs.row),
        Self.share * passes / Double(least))
      guard looks >= Double(min(choice.looks, most)) || choice.looks == 0 else { continue }
      let count = max(min(2, most), Int(looks))
      let room = (budget / Double(count) - fixed) / costs.row
      let share = Self.share * passes / Double(count)
      rows = min(
        plan.trainingRows, max(least, Int(min(room, share, Double(Self.mostRows)))))
      numbers = choice.numbers
      epochs = Self.spread(count, over: plan.epochs)
      return
    }
  }

  /// The share of the training's time, as far as it can be told, and of the rows that pass through it.
  private static let share = 0.005
  private static let mostRows = 256
  /// How much is looked at, at how many epochs at least: the more at once, the fewer looks there can be.
  private static let choices: [(numbers: Int, rows: Int, looks: Int)] = [
    (4096, 32, 12), (2048, 32, 10), (1024, 32, 8), (512, 32, 4), (512, 8, 0),
  ]

  private static func spread(_ count: Int, over epochs: Int) -> [Int] {
    guard count > 1 else { return epochs > 0 ? [epochs] : [] }
    let (whole, rest) = (epochs - 1).quotientAndRemainder(dividingBy: count - 1)
    return (0..<count).map { 1 + $0 * whole + ($0 * rest + (count - 1) / 2) / (count - 1) }
  }

  /// About how many nanoseconds things take on a processor of today.
  private struct Costs {
    let row: Double
    let step: Double
    private let parameters: [Int]
    private let outputs: [Int]

    init(_ network: Network) {
      var (multiplied, all) = (0.0, 0.0)
      for entry in network.layout.entries {
        all += Double(entry.spec.count)
        // Of an embedding a row takes one vector.
        if !(network.layers[entry.layer] is Embedding) { multiplied += Double(entry.spec.count) }
      }
      row = 10 + 0.1 * multiplied
      step = 3000 + 0.5 * all
      parameters = network.layout.entries.map(\.spec.count)
      outputs = network.plans.map(\.output.count)
    }

    /// Of one look at everything besides running the rows.
    func histograms(numbers: Int) -> Double {
      let looked =
        parameters.reduce(0) { $0 + 2 * min($1, numbers) }
        + outputs.reduce(0) { $0 + min($1 * 32, numbers) }
      let tensors = 2 * parameters.count + outputs.count
      return 20_000 + 5000 * Double(tensors) + 4 * Double(looked) + step
    }
  }
}

import Basics
import Kernels
import Networks

/// Takes training steps: forward, loss, backward, update. Holds everything that a step changes.
///
/// This is the machine under `TrainingRun`; use it directly to write a training loop of your own:
///
///     let trainer = Trainer(network, loss: CategoricalCrossEntropy(), optimizer: Adam())
///     for epoch in 1...20 {
///       let result = trainer.step(features: batch, targets: labels, learningRate: 0.001)
///     }
///
/// The numbers are the same for any count of threads.
public final class Trainer {
  /// The network that is trained.
  public let network: Network
  /// What is made small.
  public let loss: any Loss
  /// The rule that moves the parameters.
  public let optimizer: any Optimizer
  /// Penalties, clipping, decay and averaging.
  public let regularization: Regularization
  /// The seed of dropout masks.
  public let seed: UInt64
  /// Where the network works.
  public let workspace: Workspace
  /// The parameters as they are now.
  public internal(set) var parameters: Parameters
  /// Steps taken.
  public internal(set) var stepCount = 0
  /// The optimizer's state, tile by tile: tile t has [stateSlots][tile's count].
  var state: ContiguousArray<Scalar>
  /// The sums of squares of each tile's gradient in the last step.
  var squares: [Squares]
  /// Whether `gradientNorm` is worked out although no clipping needs it; it costs a little.
  var measuresNorm = true
  /// How many threads share a step at the moment.
  private var tuner: ThreadTuner
  /// The moving average of the parameters; nil unless it is asked for.
  var average: ContiguousArray<Scalar>?

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - parameters: where to start; the initializers' values for `seed` unless given.
  ///   - batchSize: the most rows that a step may have.
  ///   - threads: how many threads share a step at most; fewer do while that is quicker.
  ///   - precision: what products of matrices are computed in; the processor must have it.
  public init(
    _ network: Network, loss: any Loss, optimizer: any Optimizer,
    regularization: Regularization = Regularization(), parameters: Parameters? = nil,
    seed: UInt64 = 0, batchSize: Int = 256, threads: Int = 1, precision: Precision = .full
  ) {
    self.network = network
    self.loss = loss
    self.optimizer = optimizer
    self.regularization = regularization
    self.seed = seed
    let start = parameters ?? network.initialParameters(seed: seed)
    precondition(start.values.count == network.layout.count, "parameters of another network")
    self.parameters = start
    workspace = Workspace(
      for: network, capacity: batchSize, workers: Workers(threads), precision: precision)
    tuner = ThreadTuner(threads: workspace.workers.count)
    state = ContiguousArray(repeating: 0, count: network.layout.count * optimizer.stateSlots)
    squares = [Squares](repeating: Squares(), count: network.layout.tiles.count)
    average = regularization.averageDecay == nil ? nil : start.values
  }

  /// The parameters to use and to save: the moving average where there is one.
  public var finalParameters: Parameters { average.map(Parameters.init) ?? parameters }

  /// What a step found before it changed the parameters.
  public struct StepResult: Sendable, Equatable {
    /// The sum of the rows' losses, each times its weight.
    public var lossSum: Double
    /// The sum of the rows' weights.
    public var weightSum: Double
    /// The l2 norm of the gradient, penalties included, before clipping. A training run works it out
    /// in the last step of an epoch, or where gradients are clipped; 0 in other steps.
    public var gradientNorm: Double

    /// The weighted mean loss of the batch.
    public var loss: Double { weightSum > 0 ? lossSum / weightSum : 0 }
  }

  /// Takes one step on a batch of rows.
  ///
  /// - Parameters:
  ///   - features: [rows][inputs].
  ///   - targets: as the loss wants them, [rows][targetWidth].
  ///   - weights: [rows]; nil where all rows count the same.
  ///
  /// A loss that isn't finite leaves everything as it was: look at `loss` before going on.
  ///
  /// Throws `DescentError` (bad data) where the sizes don't fit the network or the loss.
  public func step(
    features: ContiguousArray<Scalar>, targets: ContiguousArray<Scalar>,
    weights: ContiguousArray<Scalar>? = nil, learningRate: Double
  ) throws -> StepResult {
    let width = network.input.count
    let rows = features.count / width
    guard rows > 0, rows <= workspace.capacity, features.count == rows * width else {
      throw DescentError(
        .badData,
        "a step takes 1 to \(grouped(workspace.capacity)) rows of \(counted(width, "feature")), "
          + "found \(counted(features.count, "number"))")
    }
    try checkTargets(targets.count, rows: rows)
    if let weights, weights.count != rows {
      throw DescentError(
        .badData, "\(counted(weights.count, "weight")) for \(counted(rows, "row"))")
    }
    let load = { (part: Range<Int>, span: inout MutableSpan<Scalar>) in
      let first = part.lowerBound * width
      for i in 0..<span.count { span[i] = features[first + i] }
    }
    if let weights {
      return step(
        rows: rows, targets: targets.span, weights: weights.span, learningRate: learningRate,
        load: load)
    }
    return step(
      rows: rows, targets: targets.span, weights: nil, learningRate: learningRate, load: load)
  }

  /// A target per output, or one class index for a loss that takes those.
  private func checkTargets(_ count: Int, rows: Int) throws {
    let outputs = network.output.count
    let byIndex = loss.targetEncoding(classes: outputs, outputs: outputs) == .classIndex
    guard count == rows * outputs || (byIndex && count == rows) else {
      throw DescentError(
        .badData,
        "\(counted(rows, "row")) of \(counted(outputs, "output")) take "
          + "\(grouped(rows * outputs))\(byIndex ? " or \(grouped(rows))" : "") targets, "
          + "found \(grouped(count))")
    }
  }

  /// Takes one step on a batch that `load` puts into the workspace; `look` is shown the outputs.
  func step(
    rows: Int, targets: Span<Scalar>, weights: Span<Scalar>?, learningRate: Double,
    load: (Range<Int>, inout MutableSpan<Scalar>) -> Void,
    look: (Range<Int>, Span<Scalar>) -> Void = { _, _ in }
  ) -> StepResult {
    // A step of fewer rows takes less time, whatever the threads.
    let isTimed = workspace.workers.count > 1 && rows == workspace.capacity
    let start = isTimed ? monotonicNanoseconds() : nil
    workspace.workers.active = tuner.threads
    defer {
      if let start { tuner.note(seconds: SystemStopWatch.seconds(since: start)) }
      workspace.workers.active = workspace.workers.count
    }
    let mode = Pass.Mode.training(seed: seed, step: stepCount)
    let (lossSum, weightSum) = network.takeStep(
      rows: rows, loss: loss, targets: targets, weights: weights, parameters: parameters,
      in: workspace, mode: mode, load: load, look: look)
    guard lossSum.isFinite else {
      // The parameters that led here are worth more than what would become of them.
      return StepResult(lossSum: lossSum, weightSum: weightSum, gradientNorm: .nan)
    }
    stepCount += 1
    let norm = update(rows: rows, mode: mode, learningRate: learningRate)
    return StepResult(lossSum: lossSum, weightSum: weightSum, gradientNorm: norm)
  }

  /// Measures where the time of steps goes from now on, or no longer.
  public func measureParts(_ isMeasured: Bool) { workspace.clock = isMeasured ? PartClock() : nil }

  /// Where the time of steps went since `measureParts(true)`.
  public var partTimes: PartTimes? { workspace.clock?.times(threads: workspace.workers.count) }
}

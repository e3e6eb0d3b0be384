import Basics
import Datasets
import Kernels
import Networks

/// Runs a network over rows without training it.
public struct Evaluator {
  private let network: Network
  private let loss: any Loss
  private let workspace: Workspace

  /// An evaluator with its own memory.
  ///
  /// - Parameters:
  ///   - batchSize: rows computed at once; the results don't depend on it.
  public init(_ network: Network, loss: any Loss, batchSize: Int = 256, workers: Workers) {
    self.network = network
    self.loss = loss
    workspace = Workspace(for: network, capacity: batchSize, workers: workers, training: false)
  }

  /// The predictions for all rows of some data, with the loss of each.
  public func predictions(_ data: TrainingData, parameters: Parameters) -> Predictions {
    let width = network.output.count
    var outputs = ContiguousArray<Scalar>()
    outputs.reserveCapacity(data.rows.count * width)
    var losses = ContiguousArray<Scalar>()
    losses.reserveCapacity(data.rows.count)
    var targets = ContiguousArray<Scalar>()
    var weights = ContiguousArray<Scalar>()
    let readAhead = data.dataset.features.isOnDisk ? ReadAhead(data) : nil
    for start in stride(from: 0, to: data.rows.count, by: workspace.capacity) {
      readAhead?.goOn(from: start, of: data.rows, batch: workspace.capacity)
      let batch = data.rows[start..<min(start + workspace.capacity, data.rows.count)]
      targets += run(batch, of: data, parameters, &losses)
      outputs += workspace.outputs(rows: batch.count)
      if data.isWeighted { weights += batch.map { data.weight(ofRow: $0) } }
    }
    var span = outputs.mutableSpan
    loss.outputActivation.apply(&span, width: width)
    data.targetScaling.undo(on: &span)
    return Predictions(
      task: data.dataset.task, outputs: outputs, targets: targets,
      weights: data.isWeighted ? weights : nil, rowLosses: losses)
  }

  /// Runs one batch; returns its targets as they are in the data.
  private func run(
    _ batch: ArraySlice<Int>, of data: TrainingData, _ parameters: Parameters,
    _ losses: inout ContiguousArray<Scalar>
  ) -> ContiguousArray<Scalar> {
    let rows = batch.count
    var plain = ContiguousArray<Scalar>(
      repeating: 0, count: rows * data.dataset.task.targetWidth)
    var encoded = ContiguousArray<Scalar>(repeating: 0, count: rows * data.targetWidth)
    network.load(rows: rows, into: workspace) { data.load($0, of: batch, into: &$1) }
    var plainSpan = plain.mutableSpan
    data.dataset.gatherTargets(of: batch, into: &plainSpan)
    var span = encoded.mutableSpan
    data.encode(plain.span, count: rows, into: &span)
    network.forward(rows: rows, parameters: parameters, in: workspace, mode: .inference)
    losses += network.rowLosses(loss, targets: encoded.span, rows: rows, in: workspace)
    return plain
  }
}

extension Evaluator {
  /// An evaluator with threads of its own; the results don't depend on how many.
  public init(_ network: Network, loss: any Loss, batchSize: Int = 256, threads: Int) {
    self.init(network, loss: loss, batchSize: batchSize, workers: Workers(threads))
  }
}

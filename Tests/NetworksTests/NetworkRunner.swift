import Basics
import Kernels
import Networks
import TestSupport

/// Takes a network through a step on arrays.
struct NetworkRunner: Sendable {
  let network: Network
  var parameters: Parameters
  var mode = Pass.Mode.training(seed: 5, step: 3)
  var loss: any Loss = MeanSquaredError()

  /// Everything that a step computes.
  struct Step {
    /// [rows][output width]
    var outputs: ContiguousArray<Scalar>
    var lossSum: Double
    var weightSum: Double
    /// [rows]
    var rowLosses: ContiguousArray<Scalar>
    /// As laid out.
    var gradient: ContiguousArray<Scalar>
    /// [rows][input width]; empty unless wanted.
    var inputGradient: ContiguousArray<Scalar>

    /// The weighted mean.
    var loss: Double { lossSum / weightSum }
    /// Every number as it lies in memory: equal numbers may differ as 0 and -0 do.
    var bits: [UInt64] {
      [outputs, rowLosses, gradient, inputGradient].flatMap { $0.map { UInt64($0.bitPattern) } }
        + [lossSum.bitPattern, weightSum.bitPattern]
    }
  }

  /// A network with normal numbers for all parameters; statistics are positive, since a variance is
  /// among them.
  init(_ input: Shape, _ layers: [any Layer], scale: Scalar = 0.5) throws {
    network = try Network(input: input, layers: layers)
    parameters = Parameters(points(network.layout.count, seed: 8))
    for entry in network.layout.entries {
      for i in entry.range {
        parameters.values[i] *= scale
        if case .statistic = entry.spec.role {
          parameters.values[i] = parameters.values[i].magnitude
        }
      }
    }
  }

  /// Normal numbers, [rows][input width].
  func batch(_ rows: Int) -> ContiguousArray<Scalar> { points(rows * network.input.count, seed: 2) }

  /// Loads a batch, [rows][input width], and runs it to the outputs.
  func forward(_ batch: ContiguousArray<Scalar>, in workspace: Workspace) {
    let width = network.input.count
    let rows = batch.count / width
    network.load(rows: rows, into: workspace) { part, span in
      for i in 0..<span.count { span[i] = batch[part.lowerBound * width + i] }
    }
    network.forward(rows: rows, parameters: parameters, in: workspace, mode: mode)
  }

  /// A whole step in a workspace.
  func step(
    _ batch: ContiguousArray<Scalar>, targets: ContiguousArray<Scalar>,
    weights: ContiguousArray<Scalar>? = nil, in workspace: Workspace
  ) -> Step {
    let rows = batch.count / network.input.count
    forward(batch, in: workspace)
    let (lossSum, weightSum) = network.evaluateLoss(
      loss, targets: targets.span, weights: weights?.span, rows: rows, in: workspace)
    network.backward(rows: rows, parameters: parameters, in: workspace, mode: mode)
    network.parameterGradients(rows: rows, in: workspace, mode: mode)
    return Step(
      outputs: workspace.outputs(rows: rows), lossSum: lossSum, weightSum: weightSum,
      rowLosses: workspace.rowLosses(rows: rows), gradient: workspace.gradient,
      inputGradient: workspace.inputGradient(rows: rows))
  }

  /// A whole step in a workspace of its own.
  func step(
    _ batch: ContiguousArray<Scalar>, targets: ContiguousArray<Scalar>,
    weights: ContiguousArray<Scalar>? = nil, threads: Int = 1
  ) -> Step {
    let workspace = Workspace(
      for: network, capacity: batch.count / network.input.count, workers: Workers(threads),
      inputGradient: true)
    return step(batch, targets: targets, weights: weights, in: workspace)
  }
}

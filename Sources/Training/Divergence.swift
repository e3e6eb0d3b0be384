import Basics
import Networks

/// Finds out where numbers stopped being finite, and says what can be done.
enum Divergence {
  /// The error for a batch whose loss or gradient isn't finite, or after which a parameter isn't.
  static func error(
    epoch: Int, batch: Int, result: Trainer.StepResult, trainer: Trainer, rows: Int
  ) -> DescentError {
    let place =
      result.loss.isFinite && !result.gradientNorm.isFinite
      ? gradientPlace(trainer, rows: rows) : forwardPlace(trainer, rows: rows)
    // Not a number has no sign.
    let loss = result.loss.isNaN ? "nan" : "\(result.loss)"
    return DescentError(
      .badData,
      "training diverged in epoch \(epoch), batch \(batch): the loss is \(loss); "
        + "the first value that is not finite is in \(place)",
      fix: "Lower the learning rate, scale the features (--scale standardize), "
        + "or clip the gradient (--clip-norm 1).")
  }

  /// The first place on the way forward.
  private static func forwardPlace(_ trainer: Trainer, rows: Int) -> String {
    let network = trainer.network
    if !allFinite(trainer.workspace.activation(ofLayer: -1, rows: rows)) { return "the features" }
    for index in network.layers.indices {
      for entry in network.layout.entries where entry.layer == index {
        if !trainer.parameters.values[entry.range].allSatisfy(\.isFinite) {
          return name(entry, network)
        }
      }
      if !allFinite(trainer.workspace.activation(ofLayer: index, rows: rows)) {
        return "the output of \(name(ofLayer: index, network))"
      }
    }
    return "the loss"
  }

  /// The first place on the way back. Parameters say nothing any more: they have been moved.
  private static func gradientPlace(_ trainer: Trainer, rows: Int) -> String {
    let network = trainer.network
    // Steps don't keep their gradient; what it was computed from is still there.
    network.parameterGradients(
      rows: rows, in: trainer.workspace,
      mode: .training(seed: trainer.seed, step: max(0, trainer.stepCount - 1)))
    let gradient = trainer.workspace.gradient
    for entry in network.layout.entries.reversed() {
      if case .statistic = entry.spec.role { continue }
      if !gradient[entry.range].allSatisfy(\.isFinite) {
        return "the gradient of \(name(entry, network))"
      }
    }
    return "the norm of the gradient"
  }

  private static func name(_ entry: ParameterLayout.Entry, _ network: Network) -> String {
    "the \(entry.spec.name) of \(name(ofLayer: entry.layer, network))"
  }

  private static func name(ofLayer index: Int, _ network: Network) -> String {
    network.names[index]
  }

  private static func allFinite(_ values: ContiguousArray<Scalar>) -> Bool {
    values.allSatisfy(\.isFinite)
  }
}

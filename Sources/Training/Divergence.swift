import Basics
import Networks

/// Finds out where numbers stopped being finite, and says what can be done.
enum Divergence {
  /// The error for a batch whose loss or gradient isn't finite.
  static func error(
    epoch: Int, batch: Int, loss: Double, trainer: Trainer, rows: Int
  ) -> DescentError {
    let place = firstNonFinite(trainer, rows: rows)
    return DescentError(
      .badData,
      "training diverged in epoch \(epoch), batch \(batch): the loss is \(loss); "
        + "the first value that is not finite is in \(place)",
      fix: "Lower the learning rate, scale the features (--scale standardize), "
        + "or clip the gradient (--clip-norm 1).")
  }

  private static func firstNonFinite(_ trainer: Trainer, rows: Int) -> String {
    let network = trainer.network
    if !allFinite(trainer.workspace.activation(ofLayer: -1, rows: rows)) { return "the features" }
    for (index, layer) in network.layers.enumerated() {
      let name = "layer \(index + 1) (\(type(of: layer).kind))"
      for entry in network.layout.entries where entry.layer == index {
        if !trainer.parameters.values[entry.range].allSatisfy(\.isFinite) {
          return "the \(entry.spec.name) of \(name)"
        }
      }
      if !allFinite(trainer.workspace.activation(ofLayer: index, rows: rows)) {
        return "the output of \(name)"
      }
    }
    return "the loss"
  }

  private static func allFinite(_ values: ContiguousArray<Scalar>) -> Bool {
    values.allSatisfy(\.isFinite)
  }
}

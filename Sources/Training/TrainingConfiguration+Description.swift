import Basics
import Networks

extension TrainingConfiguration {
  /// Everything that decides a training, as values; the threads don't.
  public var described: Settings {
    func optional(_ number: Double?) -> Value { number.map { .number($0) } ?? "none" }
    var settings: Settings = [
      "loss": loss.described, "optimizer": optimizer.described,
      "learning-rate": .number(learningRate), "schedule": schedule.described,
      "l1": .number(regularization.l1), "l2": .number(regularization.l2),
      "weight-decay": .number(regularization.weightDecay),
      "max-norm": optional(regularization.maxNorm),
      "clip-value": optional(regularization.clipValue),
      "clip-norm": optional(regularization.clipNorm),
      "average-decay": optional(regularization.averageDecay),
      "epochs": .integer(epochs), "batch-size": batchSize.map { .integer($0) } ?? "full",
      "metrics": .list(metrics.map { .text($0.name) }), "shuffle": .flag(shuffle),
      "sampling": .text(sampling.rawValue), "precision": .text(precision.rawValue),
      "augment": augmentation.described,
      // As a text: not every seed is an `Int`.
      "seed": .text(String(seed)),
    ]
    settings["early-stopping"] =
      earlyStopping.map { stopping in
        .table([
          "monitor": .text(stopping.monitor), "patience": .integer(stopping.patience),
          "minimum-delta": .number(stopping.minimumDelta),
        ])
      } ?? "none"
    return settings
  }
}

import Basics
import Networks

/// The optimizers that files can name.
public enum OptimizerCatalog {
  /// All optimizers of Descent.
  public static let standard = Catalog<any Optimizer>(noun: "optimizer")
    .adding(SGD.self)
    .adding(Momentum.self)
    .adding(Nesterov.self)
    .adding(RMSprop.self)
    .adding(Adagrad.self)
    .adding(Adadelta.self)
    .adding(Adam.self)
    .adding(Adamax.self)
    .adding(Nadam.self)
    .adding(AdamW.self)
    .adding(alias: "iterative", for: SGD.kind)
}

/// The schedules that files can name.
public enum ScheduleCatalog {
  /// All schedules of Descent.
  public static let standard = Catalog<any Schedule>(noun: "schedule")
    .adding(ConstantSchedule.self)
    .adding(StepSchedule.self)
    .adding(ExponentialSchedule.self)
    .adding(PolynomialSchedule.self)
    .adding(CosineSchedule.self)
    .adding(WarmUp.self)
    .adding(OneCycleSchedule.self)
    .adding(ReduceOnPlateau.self)
    .adding(Piecewise.self)
}

extension Catalog<any Optimizer> {
  /// The catalog with one more optimizer.
  public func adding<O: Optimizer>(_ type: O.Type) -> Self { adding(O.kind) { try O(from: &$0) } }
}

extension Catalog<any Schedule> {
  /// The catalog with one more schedule.
  public func adding<S: Schedule>(_ type: S.Type) -> Self { adding(S.kind) { try S(from: &$0) } }
}

/// The metrics that files can name.
public enum MetricCatalog {
  /// All metrics of Descent, by the names of their columns.
  public static let standard: [any Metric] =
    [
      LossMetric(), Accuracy(), TopK(3), TopK(5), LogLoss(), ROCAUC(),
    ]
    + [Average.macro, .weighted].flatMap { average in
      [Score.precision, .recall, .f1].map { ScoreMetric($0, average) as any Metric }
    }
    + [MeanSquaredErrorMetric(), MeanAbsoluteErrorMetric(), R2()]

  private static let aliases = [
    "mse": "mean_squared_error", "mae": "mean_absolute_error", "cse": "log_loss",
  ]

  /// A metric by its name; `-` and `_` are the same. `top-7-accuracy` works for any number; `mse`,
  /// `mae` and `cse` (the log loss) are other names.
  ///
  /// Throws `DescentError` (usage) with the nearest name.
  public static func metric(_ name: String) throws -> any Metric {
    let plain = String(name.map { $0 == "-" ? "_" : $0 })
    let wanted = aliases[plain] ?? plain
    if let metric = standard.first(where: { $0.name == wanted }) { return metric }
    if wanted.hasPrefix("top_"), wanted.hasSuffix("_accuracy"),
      let k = Int(wanted.dropFirst(4).dropLast(9)), k >= 1
    {
      return TopK(k)
    }
    throw DescentError(
      .usage, "unknown metric \"\(name)\"", fix: suggestion(for: name, in: standard.map(\.name)))
  }
}

import Descent

extension TrainSettings {
  /// Writes out what the data and the other settings decide, so that `config.yaml` says it and a
  /// later change of a default changes no run of today.
  ///
  /// Throws `DescentError` (usage) for a task or metrics that the data doesn't have.
  mutating func resolve(for data: LoadedData) throws {
    try checkTask(data.train)
    try checkRows(data.train)
    if target.isEmpty { target = data.targetNames }
    if task == .automatic {
      task = data.train.task.classes.isEmpty ? .regression : .classification
    }
    if let generator = Generator(rawValue: self.data) {
      let options = generator.resolved(LoadOptions(self).generation)
      (rows, noise, classCount) = (options.rows, options.noise, options.classes)
    }
    pictureSize = data.pictures?.size
    pictureColor = data.pictures?.color
    unreadable = data.pictures == nil ? nil : unreadable ?? .error
    try resolveTargetScale(data.train)
    resolveInitializers()
    resolveMetrics(classes: data.train.task.classes.count)
  }

  /// Refuses what would be ignored: another task than the data's, metrics of the other task, and
  /// metrics named twice.
  private func checkTask(_ data: Dataset) throws {
    let isClassified = !data.task.classes.isEmpty
    guard task == .automatic || (task == .classification) == isClassified else {
      throw DescentError(
        .usage, "task: \(task.rawValue), but \(data.name) has \(outcome(data.task))",
        fix: "Leave task out.")
    }
    var seen: Set<String> = []
    for metric in metrics {
      guard seen.insert(metric.name).inserted else {
        throw DescentError(
          .usage, "metrics: \(metric.name) is named twice", fix: "Name it once.")
      }
      let isForBoth =
        metric is LossMetric || metric is MeanSquaredErrorMetric
        || metric is MeanAbsoluteErrorMetric
      let isForNumbers = metric is R2
      guard isForBoth || isForNumbers != isClassified else {
        throw DescentError(
          .usage,
          "metrics: \(metric.name) is for \(isForNumbers ? "numbers" : "classes"), but "
            + "\(data.name) has \(outcome(data.task))")
      }
    }
  }

  /// Numbers are standardized for the loss, unless the output can't take every value: then they are
  /// meant as they are.
  private mutating func resolveTargetScale(_ data: Dataset) throws {
    guard data.task.classes.isEmpty else {
      guard targetScale == nil else {
        throw DescentError(
          .usage, "target-scale: \(data.name) has \(outcome(data.task)), which are not scaled",
          fix: "Leave target-scale out.")
      }
      return
    }
    guard !(loss is BinaryCrossEntropy || loss is CategoricalCrossEntropy) else {
      guard (targetScale ?? TargetScaleChoice.none) == TargetScaleChoice.none else {
        throw DescentError(
          .usage,
          "target-scale: the loss \(type(of: loss).kind) takes targets from 0 to 1 as they are",
          fix: "Leave target-scale out, or use another loss.")
      }
      targetScale = TargetScaleChoice.none
      return
    }
    targetScale = targetScale ?? (hasLinearOutput ? .standardize : TargetScaleChoice.none)
  }

  private var hasLinearOutput: Bool {
    guard let layers else { return outputActivation is Linear }
    guard let last = layers.list?.last?.table else { return false }
    return last["kind"]?.text == Dense.kind
      && (last["activation"]?.text ?? Linear.kind) == Linear.kind
  }

  /// An initializer that is given holds for all layers; otherwise each activation has its own.
  private mutating func resolveInitializers() {
    outputInitializer =
      outputInitializer ?? initializer ?? defaultInitializer(for: outputActivation)
    initializer = initializer ?? defaultInitializer(for: activation)
  }

  /// Classes always have their accuracy measured, and what is watched is measured, too.
  private mutating func resolveMetrics(classes: Int) {
    if classes > 0, !metrics.contains(where: { $0.name == "accuracy" }) {
      metrics.insert(Accuracy(), at: 0)
    }
    guard let monitor, monitor.hasPrefix("val_") || monitor.hasPrefix("val-"),
      let metric = try? MetricCatalog.metric(String(monitor.dropFirst(4)))
    else { return }
    self.monitor = "val_" + metric.name
    if metric.name != "loss", !metrics.contains(where: { $0.name == metric.name }) {
      metrics.append(metric)
    }
  }
}

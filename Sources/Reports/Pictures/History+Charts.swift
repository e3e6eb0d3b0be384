import Charts
import Training

extension History {
  /// What a chart of a training can show, epoch by epoch.
  public enum Curve: String, CaseIterable, Sendable {
    /// The loss on training and validation rows.
    case loss
    /// The share of rows classified right, on both.
    case accuracy
    /// The learning rate at the end of each epoch.
    case learningRate = "learning-rate"
    /// How much the weights of each layer changed in an epoch (l2 norm).
    case weightChanges = "weight-changes"
    /// The length of the gradient in the last step of each epoch, before clipping.
    case gradientNorm = "gradient-norm"
  }

  /// A chart of the training; nil where nothing of that kind was measured.
  ///
  ///     try run.history.chart(.loss)?.svg()
  ///
  /// - Parameter best: the epoch whose weights were kept, to be marked.
  public func chart(_ curve: Curve, best: Int? = nil) -> LineChart? {
    let series: [LineChart.Series]
    var (title, y) = ("", Axis())
    switch curve {
    case .loss:
      (title, y) = ("Loss", Axis("loss"))
      series = pair("loss")
    case .accuracy:
      (title, y) = ("Accuracy", Axis("accuracy", isShare: true))
      series = pair("accuracy")
    case .learningRate:
      (title, y) = ("Learning rate", Axis("learning rate"))
      series = line("learning rate", column("learning_rate")).map { [$0] } ?? []
    case .weightChanges:
      (title, y) = ("Weight changes per epoch", Axis("l2 norm"))
      series = weightChanges
    case .gradientNorm:
      (title, y) = ("Gradient", Axis("l2 norm"))
      series = line("gradient", column("gradient_norm")).map { [$0] } ?? []
    }
    guard !series.isEmpty else { return nil }
    let marks = best.map { [LineChart.Mark("best epoch \($0)", x: Double($0))] } ?? []
    return LineChart(
      title, series, x: Axis("epoch", isWhole: true), y: y,
      marks: curve == .loss || curve == .accuracy ? marks : [])
  }

  /// A figure of the training rows and the same of the validation rows.
  private func pair(_ name: String) -> [LineChart.Series] {
    [line("training", column(name)), line("validation", column("val_" + name), color: 1)]
      .compactMap { $0 }
  }

  private func line(_ name: String, _ values: [Double], color: Int? = nil) -> LineChart.Series? {
    values.isEmpty
      ? nil : LineChart.Series(name, x: epochs.map { Double($0.epoch) }, y: values, color: color)
  }

  /// Layers beyond these are left out of the legend's way.
  private static let mostLayers = 12

  private var weightChanges: [LineChart.Series] {
    let names = epochs.first?.weightChanges.map(\.name) ?? []
    return names.prefix(Self.mostLayers).compactMap { name in
      line(
        name,
        epochs.map { epoch in epoch.weightChanges.first { $0.name == name }?.value ?? .nan })
    }
  }
}

import Basics
import Charts
import Datasets
import EventFiles
import ModelFiles
import Networks
import Training

/// A training as TensorBoard shows it, written while it runs: curves, histograms, pictures, texts and
/// hyper-parameters.
///
/// Three folders, each with its event files: `train` and `validation`, whose curves have the same names and
/// so share a drawing, and the folder itself with settings, texts, final figures and pictures. The step of
/// every value is the number of training steps taken.
public final class TensorBoardLog {
  /// What is known of a training before it begins.
  public struct Opening: Sendable {
    /// The settings that others may want to compare trainings by.
    public var settings: Settings
    /// Texts in Markdown with their names.
    public var texts: [(name: String, markdown: String)]

    /// Settings and texts.
    public init(settings: Settings, texts: [(name: String, markdown: String)]) {
      self.settings = settings
      self.texts = texts
    }
  }

  /// The folders below that of the log.
  public static let parts = ["train", "validation"]

  private let main: EventFile
  private let train: EventFile
  /// Nil where nothing validates.
  private let validation: EventFile?
  private let clock: @Sendable () -> Double
  /// Every so many steps or epochs make a point.
  private let everySteps: Int
  private let everyEpochs: Int
  private let epochs: Int
  private let stepsPerEpoch: Int

  /// Points of a curve, about, at most: TensorBoard draws 1,000 unless it is told otherwise.
  private static let mostSteps = 1000
  private static let mostEpochs = 5000

  /// Begins the log of a training, or goes on with it: what is told of steps that are taken anew is
  /// dropped.
  ///
  /// - Parameters:
  ///   - folder: must be there, with `train` and, if the training is validated, `validation` in it.
  ///   - clock: seconds since 1970.
  ///
  /// Throws `DescentError` (can't write, or input/output).
  public init(
    _ folder: String, _ run: TrainingRun, _ opening: Opening,
    clock: @escaping @Sendable () -> Double = EventFile.now
  ) throws {
    let plan = run.plan
    let isBegun = (namesInFolder(folder) ?? []).contains { $0.hasPrefix("events.out.") }
    let step = isBegun ? run.trainer.stepCount + 1 : nil
    self.clock = clock
    main = try EventFile(in: folder, from: step, clock: clock)
    train = try EventFile(in: joined(folder, "train"), from: step, clock: clock)
    validation =
      plan.validationRows > 0
      ? try EventFile(in: joined(folder, "validation"), from: step, clock: clock) : nil
    (epochs, stepsPerEpoch) = (plan.epochs, plan.stepsPerEpoch)
    let steps = plan.epochs.multipliedReportingOverflow(by: plan.stepsPerEpoch)
    everySteps = max(1, (steps.overflow ? Int.max : steps.partialValue) / Self.mostSteps)
    everyEpochs = max(1, plan.epochs / Self.mostEpochs)
    if !isBegun { try begin(opening, run) }
  }

  /// Settings and texts; the settings as hyper-parameters with the figures that they are compared by.
  private func begin(_ opening: Opening, _ run: TrainingRun) throws {
    let isClassified = run.monitors.contains("accuracy")
    var metrics = (isClassified ? ["loss", "accuracy"] : ["loss"]).flatMap { name in
      [
        Hyperparameters.Metric(name, in: "train", name: "train \(name)"),
        validation == nil
          ? nil : Hyperparameters.Metric(name, in: "validation", name: "validation \(name)"),
      ].compactMap { $0 }
    }
    metrics += (isClassified ? ["loss", "accuracy"] : ["loss", "r2"]).map { name in
      Hyperparameters.Metric("final/test_\(name)", name: "test \(name)")
    }
    try main.write(
      Hyperparameters(opening.settings, metrics: metrics).begin(at: clock())
        + opening.texts.map { .text($0.name, $0.markdown) }, step: 0)
  }

  /// The names of the files that are written, from the folder on.
  public var files: [String] {
    [splitPath(main.path).name, joined("train", splitPath(train.path).name)]
      + (validation.map { [joined("validation", splitPath($0.path).name)] } ?? [])
  }

  // MARK: On the way

  /// Takes note of an event.
  ///
  /// Throws `DescentError` (input/output).
  public func note(_ event: TrainingEvent, _ run: TrainingRun) throws {
    switch event {
    case .stepEnded(let step) where run.trainer.stepCount % everySteps == 0:
      try train.write([.scalar("loss_by_step", step.loss)], step: run.trainer.stepCount)
    case .epochEnded(let epoch) where epoch.epoch % everyEpochs == 0 || epoch.epoch == epochs:
      try note(epoch, step: run.trainer.stepCount)
    case .started, .stepEnded, .epochEnded, .finished: break
    }
  }

  private func note(_ epoch: EpochSummary, step: Int) throws {
    var values: [Summary] = [.scalar("loss", epoch.loss)]
    if let accuracy = epoch.accuracy { values.append(.scalar("accuracy", accuracy)) }
    values += [
      .scalar("learning_rate", epoch.learningRate), .scalar("gradient_norm", epoch.gradientNorm),
      .scalar("epoch", Double(epoch.epoch)),
    ]
    if epoch.penalty != 0 { values.append(.scalar("penalty", epoch.penalty)) }
    values += epoch.weightChanges.map { .scalar("weight_change/\($0.name)", $0.value) }
    try train.write(values, step: step)
    try validation?.write(epoch.validation.map { .scalar($0.name, $0.value) }, step: step)
  }

  /// Takes note of histograms, and of the weights of the first layer, where they are pictures.
  ///
  /// Throws `DescentError` (input/output).
  public func note(_ histograms: LayerHistograms, _ run: TrainingRun) throws {
    var values: [Summary] = histograms.entries.map { entry in
      let histogram = entry.histogram
      return .histogram(
        "\(entry.kind.rawValue)/\(entry.name)",
        EventHistogram(
          edges: histogram.edges, counts: histogram.counts.map(Double.init), mean: histogram.mean,
          deviation: histogram.deviation))
    }
    values += histograms.entries.filter { $0.kind == .activations }.map { entry in
      .scalar("dead_units/\(entry.name)", Double(entry.dead))
    }
    if let grid = run.trainer.network.firstLayerChart(run.trainer.parameters) {
      values += Self.image("weights_of_the_first_layer", grid.pixels)
    }
    try train.write(values, step: histograms.steps)
  }

  // MARK: The end

  /// Writes the final figures and the pictures of the judged rows, and says that the training is over.
  ///
  /// Throws `DescentError` (input/output).
  public func finish(
    _ figures: [NamedFigure], judged: RunReport.Judged?, step: Int
  ) throws {
    var values: [Summary] = figures.map { .scalar("final/\($0.name)", $0.value) }
    if let judged {
      if let confusion = judged.predictions.chart(.confusion) as? HeatMap {
        values += Self.image("confusion_matrix", confusion.pixels)
        values.append(.text("confusion_matrix_counts", confusion.values.markdown))
      }
      for grid in Gallery(judged)?.charts ?? [] {
        let name = grid.title.lowercased().replacing(" ", with: "_")
        values += Self.image(name, grid.pixels)
      }
    }
    try main.write(values, step: step)
    try main.write([Hyperparameters.end(at: clock())], step: step)
    for file in [main, train] + (validation.map { [$0] } ?? []) { try file.finish() }
  }

  private static func image(_ tag: String, _ picture: Picture?) -> [Summary] {
    guard let picture else { return [] }
    return [
      .image(
        tag, png: picture.png(), height: picture.height, width: picture.width,
        channels: picture.channels)
    ]
  }
}

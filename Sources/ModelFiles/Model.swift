import Basics
import Datasets
import Networks
import Training

/// A trained network with all that is needed to use it: preprocessing, class names, the names of the
/// columns it expects, and how good it was.
///
/// A value without code: it is saved as one file, and loading it runs nothing.
public struct Model: Sendable {
  /// The layers and their memory plan.
  public var network: Network
  /// The numbers.
  public var parameters: Parameters
  /// The loss it was trained with; its output activation makes predictions of the outputs.
  public var loss: any Loss
  /// What it predicts: class names, or names of the target columns.
  public var task: Task
  /// How features are scaled before they reach the network, fitted on the training rows.
  public var scaling: FittedScaling
  /// How targets that are numbers were scaled for the loss; predictions are scaled back.
  public var targetScaling: FittedScaling
  /// The names of the features in order; empty where the data had none.
  public var featureNames: [String]
  /// How the columns of a table become the features; nil where they are the features.
  public var encoding: TableEncoding?
  /// How pictures become the features; nil where it was not trained on picture files.
  public var pictures: PictureEncoding?
  /// The name of the target column or columns; empty where the data had none.
  public var targetNames: [String]
  /// What the data was called.
  public var dataset: String
  /// What was measured at the end of the training: `val_accuracy`, `test_loss`, ….
  public var figures: [NamedFigure]

  /// A model.
  ///
  /// Throws `DescentError` (bad data) where the parts don't fit together.
  public init(
    network: Network, parameters: Parameters, loss: any Loss, task: Task,
    scaling: FittedScaling = .none, targetScaling: FittedScaling = .none,
    featureNames: [String] = [], encoding: TableEncoding? = nil, pictures: PictureEncoding? = nil,
    targetNames: [String] = [], dataset: String = "", figures: [NamedFigure] = []
  ) throws {
    self.network = network
    self.parameters = parameters
    self.loss = loss
    self.task = task
    self.scaling = scaling
    self.targetScaling = targetScaling
    self.featureNames = featureNames
    self.encoding = encoding
    self.pictures = pictures
    self.targetNames = targetNames
    self.dataset = dataset
    self.figures = figures
    try check()
  }

  /// The columns that a table must have to predict for it, by name; empty where there are no names.
  public var columnNames: [String] { encoding?.columnNames ?? featureNames }

  private func check() throws {
    guard parameters.values.count == network.layout.count else {
      throw DescentError(
        .badData,
        "\(counted(parameters.values.count, "parameter")) for a network with "
          + grouped(network.layout.count))
    }
    guard featureNames.isEmpty || featureNames.count == network.input.count else {
      throw DescentError(
        .badData,
        "\(counted(featureNames.count, "feature name")) for a network with "
          + counted(network.input.count, "feature"))
    }
    if let encoding, encoding.featureNames != featureNames {
      throw DescentError(
        .badData,
        "the columns make \(counted(encoding.featureNames.count, "feature")) that are not those of the "
          + "model")
    }
    if let pictures, pictures.shape != network.input {
      throw DescentError(
        .badData, "pictures of \(pictures.shape) for a network that takes \(network.input)")
    }
    let scaled = max(scaling.offsets.count, scaling.percentiles.count)
    guard !scaling.scaling.isPerFeature || scaled == network.input.count else {
      throw DescentError(
        .badData,
        "the scaling has \(counted(scaled, "feature")), the network "
          + grouped(network.input.count))
    }
    guard
      targetScaling.scaling == .none
        || targetScaling.scaling.isPerFeature && task.classes.isEmpty
          && targetScaling.offsets.count == task.targetWidth
    else {
      throw DescentError(
        .badData,
        "the scaling of the targets has \(counted(targetScaling.offsets.count, "number")) for "
          + (task.classes.isEmpty ? counted(task.targetWidth, "target") : "classes"))
    }
    for entry in network.layout.entries where entry.spec.name == "running_var" {
      guard let negative = parameters.values[entry.range].first(where: { $0 < 0 }) else { continue }
      throw DescentError(
        .badData, "\(entry.name): a variance can't be below 0, found \(negative)")
    }
    let classes = task.classes.count
    let outputs = network.output.count
    guard classes > 0 || task.targetWidth == outputs,
      loss.targetEncoding(classes: classes, outputs: outputs) != nil
    else {
      throw DescentError(
        .badData,
        "\(counted(outputs, "output")) and the loss \(type(of: loss).kind) don't fit "
          + (classes > 0 ? "\(classes) classes" : counted(task.targetWidth, "target")))
    }
  }
}

import Basics
import Datasets
import Networks
import Training

// The part of a model file that says what the numbers mean. It holds nothing that depends on the
// machine or the time: the same training gives the same file, byte for byte.

extension Model {
  /// The version of the description that this build writes; it reads this one and older ones.
  public static let formatVersion = 1

  /// Everything but the parameters, as it stands in files.
  public var description: Value {
    var task: Settings
    switch self.task {
    case .classification(let classes):
      task = ["kind": "classification", "classes": .list(classes.map { .text($0) })]
    case .regression(let targets):
      task = ["kind": "regression", "targets": .list(targets.map { .text($0) })]
      if targetScaling.scaling != .none { task["scaling"] = targetScaling.value }
    }
    if !targetNames.isEmpty { task["columns"] = .list(targetNames.map { .text($0) }) }
    var features: Settings = [
      "shape": .list(network.input.dimensions.map { .integer($0) }),
      "names": .list(featureNames.map { .text($0) }),
    ]
    if let encoding { features["columns"] = encoding.value }
    if let pictures { features["pictures"] = pictures.value }
    let figures = Settings(self.figures.map { Settings.Entry($0.name, .figure($0.value)) })
    return .table([
      "format": "descent", "format-version": .integer(Self.formatVersion),
      "dataset": .text(dataset), "task": .table(task), "features": .table(features),
      "scaling": scaling.value, "layers": .list(network.definition.map { $0.fullyDescribed }),
      "loss": loss.described, "figures": .table(figures),
    ])
  }

  /// Makes a model from a description and its parameters.
  ///
  /// - Parameters:
  ///   - available: more numbers than the file can hold; a network beyond it isn't even laid out.
  ///   - parameters: called with the network; returns its parameters.
  init(
    _ description: Value, catalogs: Catalogs, available: Int,
    parameters: (Network) throws -> Parameters
  ) throws {
    var reader = try SettingsReader(description, context: catalogs)
    try Self.checkVersion(&reader)
    let dataset = try reader.text("dataset", default: "")
    let (task, targetNames, targetScaling) = try Self.task(try reader.required("task"))
    var features = try SettingsReader(try reader.required("features"), path: "features")
    let shape = try features.shape("shape")
    let names = try features.texts("names")
    let hasColumns = description.table?["features"]?.table?["columns"] != nil
    let encoding = hasColumns ? try TableEncoding(try features.required("columns")) : nil
    let pictures = try features.optional("pictures").map { try PictureEncoding($0) }
    try features.finish()
    let scaling = try FittedScaling(try reader.required("scaling"), features: shape.count)
    let network = try Network(
      input: shape, describedLayers: try reader.required("layers"), catalogs: catalogs,
      available: available)
    let loss = try catalogs.losses.make(
      try reader.required("loss"), path: "loss", context: catalogs)
    let figures = try Self.figures(try reader.required("figures"))
    try reader.finish()
    try self.init(
      network: network, parameters: try parameters(network), loss: loss, task: task,
      scaling: scaling, targetScaling: targetScaling, featureNames: names, encoding: encoding,
      pictures: pictures, targetNames: targetNames, dataset: dataset, figures: figures)
  }

  private static func checkVersion(_ reader: inout SettingsReader) throws {
    guard try reader.text("format") == "descent" else {
      throw DescentError(.badData, "the description is not of a Descent model")
    }
    let version = try reader.integer("format-version", expected: "a version from 1") { $0 >= 1 }
    guard version <= formatVersion else {
      throw DescentError(
        .badData,
        "the model is of format version \(version); this build reads up to "
          + "\(formatVersion)", fix: "Update Descent.")
    }
  }

  private static func task(_ value: Value) throws -> (Task, [String], FittedScaling) {
    var reader = try SettingsReader(value, path: "task")
    let kind = try reader.text("kind")
    let columns = value.table?["columns"] == nil ? [] : try reader.texts("columns")
    let task: Task
    var scaling = FittedScaling.none
    switch kind {
    case "classification":
      let classes = try reader.texts("classes")
      guard classes.count >= 2, Set(classes).count == classes.count else {
        throw DescentError(
          .badData, "task.classes: expected two or more different names, found \(classes.count)")
      }
      task = .classification(classes: classes)
    case "regression":
      let targets = try reader.texts("targets")
      guard !targets.isEmpty else {
        throw DescentError(.badData, "task.targets: expected at least one name, found none")
      }
      task = .regression(targets: targets)
      if value.table?["scaling"] != nil {
        scaling = try FittedScaling(
          try reader.required("scaling"), features: targets.count, path: "task.scaling")
      }
    default:
      throw DescentError(
        .badData, "task.kind: unknown task \"\(kind)\"",
        fix: suggestion(for: kind, in: ["classification", "regression"]))
    }
    try reader.finish()
    return (task, columns, scaling)
  }

  private static func figures(_ value: Value) throws -> [NamedFigure] {
    guard let table = value.table else {
      throw DescentError(.badData, "figures: expected a table, found \(value.found)")
    }
    return try table.entries.map { entry in
      if entry.value.content == .null { return NamedFigure(entry.name, .nan) }
      guard let number = entry.value.number else {
        throw DescentError(
          .badData, "figures.\(entry.name): expected a number, found \(entry.value.found)")
      }
      return NamedFigure(entry.name, number)
    }
  }
}

extension Value {
  /// A measured number; null where it isn't finite, which JSON can't write.
  static func figure(_ value: Double) -> Value { value.isFinite ? .number(value) : Value(.null) }
}

extension Layer {
  /// The kind and all settings, as a table even where there are no settings.
  var fullyDescribed: Value {
    .table(Settings([Settings.Entry("kind", .text(Self.kind))] + settings.entries))
  }
}

extension SettingsReader {
  /// A list of sizes, each 1 or more.
  mutating func shape(_ name: String) throws -> Shape {
    let value = try required(name)
    guard let list = value.list, !list.isEmpty, list.count <= 8 else {
      throw wrong(name, value, expected: "a list of 1 to 8 sizes")
    }
    return Shape(
      try list.enumerated().map { index, element in
        guard let size = element.integer, size >= 1 else {
          throw wrong("\(name)[\(index)]", element, expected: "a size of 1 or more")
        }
        return size
      })
  }
}

extension Network {
  /// Makes a network from a list of described layers, as config and model files hold it.
  ///
  /// - Parameter available: where the parameters come from a file, more than it can hold.
  ///
  /// Throws `DescentError` (bad data) with the path of the setting, or with the layer whose shapes
  /// don't fit.
  public init(
    input: Shape, describedLayers value: Value, catalogs: Catalogs = .standard,
    available: Int = .max
  ) throws {
    guard let list = value.list else {
      throw DescentError(
        .badData, "layers: expected a list of layers, found \(value.found)", at: value.position)
    }
    let layers = try list.enumerated().map { index, element in
      try catalogs.layers.make(element, path: "layers[\(index)]", context: catalogs)
    }
    try Self.check(input, layers, available: available, at: value.position)
    do {
      try self.init(input: input, layers: layers)
    } catch {
      throw DescentError(.badData, error.description, at: value.position)
    }
  }

  /// So few parameters are laid out in any case: then every tensor that doesn't fit can be named.
  private static let harmless = 1 << 24

  /// Refuses a few bytes that describe a network for which memory would be taken by the gigabyte.
  private static func check(
    _ input: Shape, _ layers: [any Layer], available: Int, at position: Position?
  ) throws {
    let limit = max(available, harmless)
    var shape = input
    var count = 0
    for layer in layers where shape.count <= limit && count <= limit {
      // A layer whose shapes don't fit is named when the network is made.
      guard let plan = try? layer.plan(for: shape) else { return }
      for spec in plan.parameters {
        let (sum, overflow) = count.addingReportingOverflow(spec.count)
        count = overflow ? .max : sum
      }
      shape = plan.output
    }
    let needed = max(count, shape.count)
    guard needed > limit else { return }
    throw DescentError(
      .badData,
      "the description is of a network with \(grouped(needed)) numbers or more, and the file holds "
        + "at most \(grouped(available))", at: position)
  }
}

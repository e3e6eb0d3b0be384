import ArgumentParser

/// The help text of a setting's flag.
func help(_ name: String) -> ArgumentHelp {
  guard let setting = SettingsTable.setting(name) else { return "" }
  return ArgumentHelp(
    stringLiteral: setting.help
  ).named(setting.placeholder)
}

extension ArgumentHelp {
  fileprivate func named(_ placeholder: String) -> ArgumentHelp {
    var copy = self
    if !placeholder.isEmpty { copy.valueName = placeholder }
    return copy
  }
}

// The settings table as flags. Values stay texts here; the table reads them. A test holds both
// together.

struct DataFlags: ParsableArguments {
  @Option(help: help("target")) var target: String?
  @Option(help: help("x")) var x: String?
  @Option(help: help("y")) var y: String?
  @Option(help: help("task")) var task: String?
  @Option(help: help("classes")) var classes: String?
  @Option(parsing: .unconditional, help: help("rows")) var rows: String?
  @Option(parsing: .unconditional, help: help("noise")) var noise: String?
  @Option(parsing: .unconditional, help: help("class-count")) var classCount: String?
  @Option(parsing: .unconditional, help: help("picture-size")) var pictureSize: String?
  @Option(help: help("picture-color")) var pictureColor: String?
  @Option(help: help("unreadable")) var unreadable: String?
  @Option(help: help("scale")) var scale: String?
  @Option(help: help("missing")) var missing: String?
  @Flag(inversion: .prefixedNo, help: help("missing-indicator")) var missingIndicator: Bool?
  @OptionGroup var table: TableFlags
  @Option(help: help("ignore")) var ignore: String?
  @Option(help: help("column-types")) var columnTypes: String?
  @Option(parsing: .unconditional, help: help("embedding-above")) var embeddingAbove: String?
  @Option(help: help("target-scale")) var targetScale: String?
  @Option(parsing: .unconditional, help: help("validation")) var validation: String?
  @Option(parsing: .unconditional, help: help("test")) var test: String?
  @Option(help: help("from")) var from: String?

  var given: [(name: String, text: String?)] {
    [
      ("target", target), ("x", x), ("y", y), ("task", task), ("classes", classes), ("rows", rows),
      ("noise", noise),
      ("class-count", classCount), ("scale", scale), ("target-scale", targetScale),
      ("picture-size", pictureSize), ("picture-color", pictureColor),
      ("unreadable", unreadable),
      ("missing", missing), ("missing-indicator", missingIndicator.map(String.init)),
      ("ignore", ignore), ("column-types", columnTypes),
      ("embedding-above", embeddingAbove), ("validation", validation), ("test", test),
      ("from", from),
    ] + table.given
  }
}

struct NetworkFlags: ParsableArguments {
  @Option(parsing: .unconditional, help: help("hidden")) var hidden: String?
  @Option(help: help("activation")) var activation: String?
  @Flag(inversion: .prefixedNo, help: help("batch-norm")) var batchNorm: Bool?
  @Flag(inversion: .prefixedNo, help: help("layer-norm")) var layerNorm: Bool?
  @Option(parsing: .unconditional, help: help("dropout")) var dropout: String?
  @Option(help: help("initializer")) var initializer: String?
  @Option(help: help("output-initializer")) var outputInitializer: String?
  @Option(help: help("output-activation")) var outputActivation: String?
  @Option(help: help("layers")) var layers: String?

  var given: [(name: String, text: String?)] {
    [
      ("hidden", hidden), ("activation", activation), ("batch-norm", batchNorm.map(String.init)),
      ("layer-norm", layerNorm.map(String.init)), ("dropout", dropout),
      ("initializer", initializer), ("output-initializer", outputInitializer),
      ("output-activation", outputActivation), ("layers", layers),
    ]
  }
}

struct TrainingFlags: ParsableArguments {
  @Option(help: help("loss")) var loss: String?
  @Option(help: help("optimizer")) var optimizer: String?
  @Option(parsing: .unconditional, help: help("learning-rate")) var learningRate: String?
  @Option(help: help("schedule")) var schedule: String?
  @Option(parsing: .unconditional, help: help("epochs")) var epochs: String?
  @Option(parsing: .unconditional, help: help("batch-size")) var batchSize: String?
  @Flag(inversion: .prefixedNo, help: help("shuffle")) var shuffle: Bool?
  @Option(parsing: .unconditional, help: help("early-stopping")) var earlyStopping: String?
  @Option(help: help("monitor")) var monitor: String?
  @Option(help: help("metrics")) var metrics: String?
  @Option(help: help("class-weight")) var classWeight: String?
  @Option(parsing: .unconditional, help: help("seed")) var seed: String?
  @Option(parsing: .unconditional, help: help("threads")) var threads: String?
  @Option(parsing: .unconditional, help: help("memory")) var memory: String?
  @Option(help: help("precision")) var precision: String?

  var given: [(name: String, text: String?)] {
    [
      ("loss", loss), ("optimizer", optimizer), ("learning-rate", learningRate),
      ("schedule", schedule), ("epochs", epochs), ("batch-size", batchSize),
      ("shuffle", shuffle.map(String.init)), ("early-stopping", earlyStopping),
      ("monitor", monitor), ("metrics", metrics), ("class-weight", classWeight), ("seed", seed),
      ("threads", threads), ("memory", memory), ("precision", precision),
    ]
  }
}

struct RegularizationFlags: ParsableArguments {
  @Option(parsing: .unconditional, help: help("l1")) var l1: String?
  @Option(parsing: .unconditional, help: help("l2")) var l2: String?
  @Option(parsing: .unconditional, help: help("weight-decay")) var weightDecay: String?
  @Option(parsing: .unconditional, help: help("max-norm")) var maxNorm: String?
  @Option(parsing: .unconditional, help: help("clip-value")) var clipValue: String?
  @Option(parsing: .unconditional, help: help("clip-norm")) var clipNorm: String?
  @Option(parsing: .unconditional, help: help("average-decay")) var averageDecay: String?
  @Option(help: help("augment")) var augment: String?

  var given: [(name: String, text: String?)] {
    [
      ("l1", l1), ("l2", l2), ("weight-decay", weightDecay), ("max-norm", maxNorm),
      ("clip-value", clipValue), ("clip-norm", clipNorm), ("average-decay", averageDecay),
      ("augment", augment),
    ]
  }
}

struct RunFlags: ParsableArguments {
  @Option(help: help("output")) var output: String?
  @Option(help: help("name")) var name: String?
  @Flag(name: .customLong("save-json"), help: help("save-json")) var saveJSON = false
  @Flag(inversion: .prefixedNo, help: help("report")) var report: Bool?
  @Flag(inversion: .prefixedNo, help: help("tensorboard")) var tensorboard: Bool?
  @Flag(help: help("json")) var json = false
  @Flag(help: help("quiet")) var quiet = false
  @Option(parsing: .unconditional, help: help("show-every")) var showEvery: String?
  @Option(parsing: .unconditional, help: help("checkpoint-every")) var checkpointEvery: String?

  var given: [(name: String, text: String?)] {
    [
      ("output", output), ("name", name), ("save-json", saveJSON ? "true" : nil),
      ("report", report.map { "\($0)" }), ("tensorboard", tensorboard.map { "\($0)" }),
      ("json", json ? "true" : nil), ("quiet", quiet ? "true" : nil),
      ("show-every", showEvery), ("checkpoint-every", checkpointEvery),
    ]
  }
}

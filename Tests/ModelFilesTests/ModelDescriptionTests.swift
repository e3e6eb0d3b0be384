import Basics
import ModelFiles
import Networks
import TestSupport
import Testing
import Training

@Suite struct ModelDescriptionTests {
  static func fault(_ change: (inout Settings) -> Void) throws -> String? {
    loadingFault(try changed(try pictureModel([Dense(2)]), description: change))
  }

  @Test func versions() throws {
    #expect(
      try Self.fault { $0["format-version"] = 2 }
        == "m.safetensors: the model is of format version 2; this build reads up to 1. "
        + "Update Descent.")
    #expect(
      try Self.fault { $0["format-version"] = 0 }
        == "m.safetensors: format-version: expected a version from 1, found 0")
    #expect(
      try Self.fault { $0["format"] = "ascent" }
        == "m.safetensors: the description is not of a Descent model")
  }

  @Test func everySettingIsNeededAndNoOtherTaken() throws {
    let names = try #require(try pictureModel([Dense(2)]).description.table).entries.map(\.name)
    #expect(names.count >= 8)
    for name in names where name != "dataset" {
      #expect(
        try Self.fault { $0[name] = nil }
          == "m.safetensors: the setting \"\(name)\" is missing", "\(name)")
    }
    #expect(
      try Self.fault { $0["figure"] = 1 }?
        .hasPrefix("m.safetensors: unknown setting \"figure\". Did you mean \"figures\"?") == true)
  }

  @Test func tasks() throws {
    func fault(_ task: Settings) throws -> String? { try Self.fault { $0["task"] = .table(task) } }
    #expect(
      try fault(["kind": "classification", "classes": ["a"]])
        == "m.safetensors: task.classes: expected two or more different names, found 1")
    #expect(
      try fault(["kind": "classification", "classes": ["a", "a", "b"]])
        == "m.safetensors: task.classes: expected two or more different names, found 3")
    #expect(
      try fault(["kind": "regression", "targets": []])
        == "m.safetensors: task.targets: expected at least one name, found none")
    #expect(
      try fault(["kind": "clasification", "classes": ["a"]])
        == "m.safetensors: task.kind: unknown task \"clasification\". "
        + "Did you mean \"classification\"? Known: classification, regression.")
    #expect(
      try fault(["kind": "classification", "classes": ["a", "b"]])
        == "m.safetensors: 3 outputs and the loss cross-entropy don't fit 2 classes")
  }

  @Test func layersThatDontExistOrFit() throws {
    #expect(
      try Self.fault { $0["layers"] = [["kind": "dens", "units": 3]] }
        == "m.safetensors: layers[0]: unknown layer \"dens\". Did you mean \"dense\"? "
        + "Known: dense, activation, batch-normalization, layer-normalization, dropout, flatten, embedding, residual."
    )
    #expect(
      try Self.fault { $0["layers"] = [["kind": "dense", "units": 0]] }
        == "m.safetensors: layers[0].units: expected a whole number of 1 or more, found 0")
    #expect(try Self.fault { $0["layers"] = [] }?.contains("at least one layer") == true)
    #expect(
      try Self.fault { $0["layers"] = "dense" }
        == "m.safetensors: layers: expected a list of layers, found \"dense\"")
  }

  /// A few bytes must not take memory for what they merely announce.
  @Test func hugeNetworksInSmallFiles() throws {
    let huge = [1 << 24, 1 << 32, 1 << 39, 1 << 40, 1 << 50, Int.max]
    let kinds: [(Int) -> [Value]] = [
      { [["kind": "dense", "units": .integer($0)]] },
      {
        [["kind": "dense", "units": .integer($0), "bias": false], ["kind": "dense", "units": 3]]
      },
      { [["kind": "dense", "units": .integer($0)], "flatten", ["kind": "dense", "units": 3]] },
    ]
    for size in huge {
      for layers in kinds {
        let text = try Self.fault { $0["layers"] = .list(layers(size)) }
        #expect(text?.contains("the description is of a network with") == true, "\(text ?? "")")
      }
      for layer in [
        ["kind": "dense", "units": 1], "layer-normalization", "batch-normalization",
        "flatten",
      ] as [Value] {
        for shape in [[.integer(size)], [2, .integer(size)], [.integer(size), 4]] as [[Value]] {
          let text = try Self.fault {
            $0["features"] = ["shape": .list(shape), "names": []]
            $0["layers"] = [layer, ["kind": "dense", "units": 3]]
          }
          #expect(text?.contains("the description is of a network with") == true, "\(text ?? "")")
        }
      }
    }
    #expect(
      try Self.fault { $0["layers"] = [["kind": "dense", "units": .integer(1 << 39)]] }?
        .hasPrefix(
          "m.safetensors: the description is of a network with 2,748,779,069,440 numbers or more, "
            + "and the file holds at most ") == true)
    // Below that the tensors that are missing are named, as for any other mistake.
    #expect(
      try Self.fault { $0["layers"] = [["kind": "dense", "units": 1000]] }?
        .contains("layers.0.weight is [2, 4], expected [1000, 4]") == true)
  }

  @Test func featuresAndScaling() throws {
    #expect(
      try Self.fault { $0["features"] = ["shape": [4, 0], "names": []] }
        == "m.safetensors: features.shape[1]: expected a size of 1 or more, found 0")
    #expect(
      try Self.fault { $0["features"] = ["shape": [2, 2, 1], "names": ["x"]] }
        == "m.safetensors: 1 feature name for a network with 4 features")
    #expect(
      try Self.fault {
        $0["scaling"] = ["kind": "standardize", "mean": [1], "deviation": [1]]
      } == "m.safetensors: scaling.mean: 1 number for 4 features")
    #expect(
      try Self.fault { $0["scaling"] = ["kind": "standardise"] }?
        .hasPrefix("m.safetensors: scaling.kind: unknown scaling \"standardise\"") == true)
  }

  @Test func figures() throws {
    #expect(
      try Self.fault { $0["figures"] = ["loss": "low"] }
        == "m.safetensors: figures.loss: expected a number, found \"low\"")
    let model = try Model(safetensors: try pictureModel([]).safetensors())
    #expect(model.figures.map(\.name) == ["val_accuracy", "val_loss"])
    #expect(model.figures[0].value == 0.1 && model.figures[1].value.isNaN)
  }
}

extension Value: ExpressibleByDictionaryLiteral {
  /// A table, so that descriptions read as they stand in files.
  public init(dictionaryLiteral elements: (String, Value)...) {
    self = .table(Settings(elements.map { Settings.Entry($0.0, $0.1) }))
  }
}

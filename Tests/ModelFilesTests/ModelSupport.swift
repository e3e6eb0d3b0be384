import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing
import Training

/// Parameters that hide nothing: normal numbers, variances positive.
func normalParameters(_ network: Network, seed: UInt64 = 1) -> Parameters {
  var result = Parameters(points(network.layout.count, seed: seed))
  for entry in network.layout.entries where entry.name.hasSuffix("running_var") {
    for i in entry.range { result.values[i] = result.values[i].magnitude + 0.5 }
  }
  return result
}

/// A model that predicts three classes from pictures of 2x2, with layers as given before the last.
func pictureModel(
  _ layers: [any Layer], loss: any Loss = CategoricalCrossEntropy(), scaling: FittedScaling = .none
) throws -> Model {
  let network = try Network(input: [2, 2, 1], layers: layers + [Dense(3)])
  return try Model(
    network: network, parameters: normalParameters(network), loss: loss,
    task: .classification(classes: ["a", "b \"ü\"", "c"]), scaling: scaling, dataset: "pictures",
    figures: [NamedFigure("val_accuracy", 0.1), NamedFigure("val_loss", .nan)])
}

/// A small model of every layer.
func smallModel() throws -> Model {
  try pictureModel([
    Flatten(), Dense(2, activation: .leakyRelu(slope: 0.25)), BatchNormalization(),
    Activation(.tanh), Dropout(0.25), LayerNormalization(),
  ])
}

/// The description and the tensors of a model's file, changed and put together again.
func changed(
  _ model: Model, _ tensors: (inout [Tensor]) -> Void = { _ in },
  description: (inout Settings) -> Void = { _ in }
) throws -> ContiguousArray<UInt8> {
  let container = try SafetensorsFile(try model.safetensors())
  var list = container.tensors
  tensors(&list)
  var table = try #require(model.description.table)
  description(&table)
  let text = try JSONWriter().text(.table(table))
  return try SafetensorsFile(
    tensors: list,
    metadata: [Model.metadataKey: text, Model.checksumKey: Model.checksum(text, list)]
  ).encoded()
}

/// The text of the error that loading gives; nil where there is none.
func loadingFault(_ bytes: ContiguousArray<UInt8>, catalogs: Catalogs = .standard) -> String? {
  do {
    _ = try Model(safetensors: bytes, file: "m.safetensors", catalogs: catalogs)
    return nil
  } catch let error as DescentError {
    #expect(error.kind == .badData)
    return error.description
  } catch {
    return "not a DescentError: \(error)"
  }
}

/// The text of the error that loading a JSON text gives.
func loadingFault(json text: String) -> String? {
  do {
    _ = try Model(json: ContiguousArray(text.utf8), file: "m.json")
    return nil
  } catch let error as DescentError {
    #expect(error.kind == .badData)
    return error.description
  } catch {
    return "not a DescentError: \(error)"
  }
}

/// Everything that must be the same: description, bits of the parameters, bits of predictions.
func expectSame(_ a: Model, _ b: Model, _ detail: String) throws {
  #expect(a.description == b.description, "\(detail)")
  #expect(
    a.parameters.values.map(\.bitPattern) == b.parameters.values.map(\.bitPattern), "\(detail)")
  let rows = points(a.network.input.count * 5, seed: 9)
  #expect(try Predictor(a).predict(rows) == Predictor(b).predict(rows), "\(detail)")
}

/// Saves and loads in both formats.
func expectRoundTrip(
  _ model: Model, catalogs: Catalogs = .standard, _ detail: String = ""
) throws {
  let file = try model.safetensors()
  let loaded = try Model(safetensors: file, catalogs: catalogs)
  try expectSame(model, loaded, "\(detail) safetensors")
  #expect(try loaded.safetensors() == file, "\(detail)")
  let text = try model.json()
  let read = try Model(json: ContiguousArray(text.utf8), catalogs: catalogs)
  try expectSame(model, read, "\(detail) JSON")
  #expect(try read.json() == text, "\(detail)")
}

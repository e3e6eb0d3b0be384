import Basics
import Datasets
import ModelFiles
import Networks
import TestSupport
import Testing
import Training

/// How pictures become features, in the model file.
@Suite struct ModelPicturesTests {
  private func model() throws -> Model {
    let network = try Network(input: [2, 3, 1], layers: [Flatten(), Dense(2)])
    return try Model(
      network: network, parameters: network.initialParameters(seed: 1),
      loss: CategoricalCrossEntropy(), task: .classification(classes: ["a", "b"]),
      pictures: PictureEncoding(size: PictureSize(height: 2, width: 3), color: .grey))
  }

  @Test func savedAndReadBack() throws {
    let model = try model()
    let read = try Model(safetensors: model.safetensors())
    #expect(read.pictures == model.pictures)
    #expect(try Model(json: ContiguousArray(model.json().utf8)).pictures == model.pictures)
    var other = model
    other.pictures = nil
    #expect(try Model(safetensors: other.safetensors()).pictures == nil)
  }

  @Test func anotherShapeIsRefused() throws {
    var table = try #require(model().description.table)
    var features = try #require(table["features"]?.table)
    features["pictures"] = .table(["height": 3, "width": 2, "color": "grey"])
    table["features"] = .table(features)
    var text = try JSONWriter(.compact).text(.table(table))
    text.removeLast()
    let parameters = try model().json().split(separator: "\"parameters\":").last ?? ""
    let file = ContiguousArray((text + ",\"parameters\":" + parameters).utf8)
    #expect {
      _ = try Model(json: file)
    } throws: { error in
      (error as? DescentError)?.message == "pictures of 3x2x1 for a network that takes 2x3x1"
    }
  }
}

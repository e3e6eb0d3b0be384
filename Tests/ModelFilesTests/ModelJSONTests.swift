import Basics
import Datasets
import Foundation
import ModelFiles
import Networks
import TestSupport
import Testing

@Suite struct ModelJSONTests {
  /// The JSON text of a small model, with one stretch replaced.
  static func fault(_ old: String, _ new: String) throws -> String? {
    let network = try Network(input: [2], layers: [Dense(2)])
    let model = try Model(
      network: network, parameters: Parameters([1, 2, 3, 4, 5, 0.5]), loss: .huber,
      task: .regression(targets: ["x", "y"]))
    let text = try model.json()
    let place = try #require(text.firstRange(of: old))
    return loadingFault(json: text.replacingCharacters(in: place, with: new))
  }

  @Test func tensorsStandInTheOrderOfFiles() throws {
    #expect(try Self.fault("[[1.0,3.0],[2.0,4.0]]", "[[1.0,3.0],[2.0,4.0]]") == nil)
    #expect(try Self.fault("[5.0,0.5]", "[5.0,0.5]") == nil)
  }

  @Test func faultsHaveLineAndColumn() throws {
    #expect(
      try Self.fault("[[1.0,3.0],[2.0,4.0]]", "[\n[1,3],\n[2,4,5]]")
        == "m.json:3:1: parameters.layers.0.weight[1]: expected a list of 2, found 3")
    #expect(
      try Self.fault("[[1.0,3.0],[2.0,4.0]]", "\n[[1,3]]")
        == "m.json:2:1: parameters.layers.0.weight: expected a list of 2, found 1")
    #expect(
      try Self.fault("[5.0,0.5]", "\n [5,\"x\"]")
        == "m.json:2:5: parameters.layers.0.bias[1]: expected a number, found \"x\"")
    #expect(
      try Self.fault("[5.0,0.5]", "\n3")
        == "m.json:2:1: parameters.layers.0.bias: expected a list of 2, found 3")
    #expect(
      try Self.fault("\"layers.0.bias\":[5.0,0.5]", "\n\"layers.0.bios\":[5,0.5]")?
        .hasPrefix("m.json") == true)
    #expect(
      try Self.fault("\"layers.0.bias\":[5.0,0.5]", "\"layers.0.bias\":[5.0,0.5],\n \"more\":1")?
        .hasPrefix("m.json:2:2: parameters: unknown setting \"more\"") == true)
    #expect(
      try Self.fault("\"units\":2", "\n\"units\":-2")
        == "m.json:2:9: layers[0].units: expected a whole number of 1 or more, found -2")
  }

  @Test func numbersTooLargeAreRefused() throws {
    let large = Scalar.self == Float.self ? "1e39" : "1e308"
    let text = try Self.fault("[5.0,0.5]", "[5,\(large)]")
    #expect((text == nil) == (Scalar.self == Double.self))
    #expect(try Self.fault("[5.0,0.5]", "[5,1e999]") != nil)
  }

  @Test func notAModel() {
    #expect(
      loadingFault(json: "{\"a\": 1}")
        == "m.json: a JSON file, but not of a Descent model: it has no \"format\": \"descent\"")
    #expect(
      loadingFault(json: "[1]")
        == "m.json: a JSON file, but not of a Descent model: it has no \"format\": \"descent\"")
    #expect(
      loadingFault(json: "{\"format\": \"descent\"}")
        == "m.json: the \"parameters\" are missing")
  }

  @Test func cutAndFlippedAtEveryByte() throws {
    let whole = ContiguousArray(try smallModel().json().utf8)
    for count in 0..<(whole.count - 1) {
      do {
        _ = try Model(json: ContiguousArray(whole[..<count]))
        Issue.record("\(count) bytes of \(whole.count) were loaded")
      } catch let error as DescentError {
        #expect(error.kind == .badData)
      }
    }
    for place in whole.indices {
      for value in ModelSafetensorsTests.damages(of: whole[place]) {
        var bytes = whole
        bytes[place] = value
        do {
          let model = try Model(json: bytes)
          #expect(allFinite(model.parameters.values))
          let again = try Model(json: ContiguousArray(try model.json().utf8))
          #expect(again.description == model.description && again.parameters == model.parameters)
        } catch let error as DescentError {
          #expect(error.kind == .badData)
        }
      }
    }
  }

  @Test func hugeNetworksInSmallFiles() throws {
    #expect(
      try Self.fault("\"units\":2", "\"units\":549755813888")?
        .contains("the description is of a network with 1,649,267,441,664 numbers or more") == true)
  }

  @Test func parametersMayComeFirst() throws {
    let network = try Network(input: [2], layers: [Dense(2)])
    let model = try Model(
      network: network, parameters: Parameters([1, 2, 3, 4, 5, 0.5]), loss: .huber,
      task: .regression(targets: ["x", "y"]))
    var table = try #require(try JSONReader().read(model.json()).table)
    let parameters = table.entries.removeLast()
    #expect(parameters.name == "parameters")
    table.entries.insert(parameters, at: 0)
    let text = try JSONWriter(.pretty).text(.table(table))
    #expect(try Model(json: ContiguousArray(text.utf8)).parameters == model.parameters)
  }

  @Test func hostileTextsAreRefused() {
    let zeros = String(repeating: "0,", count: 400_000) + "0"
    #expect(
      loadingFault(json: "{\"format\":\"descent\",\"layers\":[\(zeros)]}")?
        .hasSuffix("there are more values than are read at most") == true)
    let names = (0..<2000).map { "\"\($0)\":0" }.joined(separator: ",")
    #expect(
      loadingFault(json: "{\(names)}")
        == "m.json: a JSON file, but not of a Descent model: it has no \"format\": \"descent\"")
    #expect(
      loadingFault(json: "{\"format\":\"descent\",\"parameters\":[\(zeros)]}")?
        .hasPrefix("m.json:1:1: the setting ") == true)
  }
}

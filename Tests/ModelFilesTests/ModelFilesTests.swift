import Basics
import Foundation
import ModelFiles
import Networks
import TestSupport
import Testing

@Suite struct ModelFilesTests {
  /// A folder of its own that is gone afterwards.
  static func inFolder(_ work: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("descent-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try work(path)
  }

  @Test func endingChoosesTheFormatAndContentTellsIt() throws {
    let model = try smallModel()
    try Self.inFolder { folder in
      let (binary, text) = (folder + "/m.safetensors", folder + "/m.json")
      try model.save(to: binary)
      try model.save(to: text)
      #expect(try readFile(binary) == model.safetensors())
      #expect(try readFile(text) == ContiguousArray(model.json().utf8))
      try expectSame(try Model(contentsOf: binary), model, "safetensors")
      try expectSame(try Model(contentsOf: text), model, "JSON")
      // The name doesn't decide what is read.
      try FileManager.default.moveItem(atPath: binary, toPath: folder + "/x.json")
      try FileManager.default.moveItem(atPath: text, toPath: folder + "/y.safetensors")
      try expectSame(try Model(contentsOf: folder + "/x.json"), model, "renamed safetensors")
      try expectSame(try Model(contentsOf: folder + "/y.safetensors"), model, "renamed JSON")
    }
  }

  @Test func faultsNameTheFile() throws {
    try Self.inFolder { folder in
      let path = folder + "/m.safetensors"
      do {
        _ = try Model(contentsOf: path)
        Issue.record("a file that isn't there was loaded")
      } catch let error as DescentError {
        #expect(error.kind == .noInput)
        #expect(error.description.contains(path))
      }
      for bytes in [[], [0x7B], Array("{\"a\":1}".utf8), [1, 2, 3]] as [[UInt8]] {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do {
          _ = try Model(contentsOf: path)
          Issue.record("\(bytes) was loaded")
        } catch let error as DescentError {
          #expect(error.kind == .badData)
          #expect(error.description.hasPrefix(path), "\(error)")
        }
      }
    }
  }

  @Test func modelThatCantBeSavedLeavesTheOldFile() throws {
    try Self.inFolder { folder in
      let path = folder + "/m.safetensors"
      var model = try smallModel()
      try model.save(to: path)
      let before = try readFile(path)
      model.parameters.values[0] = .nan
      #expect(message { try model.save(to: path) } != nil)
      #expect(try readFile(path) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["m.safetensors"])
      #expect(message { try model.save(to: folder + "/m.json") } != nil)
    }
  }
}

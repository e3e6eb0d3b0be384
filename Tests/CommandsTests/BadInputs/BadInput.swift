import Descent
import Foundation
import Testing

typealias Bytes = ContiguousArray<UInt8>

/// Files that are not what they should be, and what the command says about them.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// What is wrong with them.
  var fault: String
  var files: [(name: String, bytes: Bytes)]
  /// Names of the files, and of folders that they are in, become paths.
  var arguments: [String]
  var code: Int32
  /// What follows `error: `, the paths beginning with `DIR/`.
  var error: String

  var testDescription: String { fault.replacing("\n", with: " / ") }

  init(
    _ fault: String, files: [(name: String, bytes: Bytes)], _ arguments: [String],
    code: Int32 = 65, _ error: String
  ) {
    self.fault = fault
    self.files = files
    self.arguments = arguments
    self.code = code
    self.error = error
  }

  /// One file, given to the command that reads such files.
  init(
    _ fault: String, _ name: String, _ bytes: Bytes, flags: [String] = [], code: Int32 = 65,
    _ error: String
  ) {
    let command =
      switch String(name.drop { $0 != "." }) {
      case ".yaml": ["train", "--config", name]
      case ".json": ["predict", name, "moons"]
      case ".safetensors": ["inspect", name]
      default: ["train", name]
      }
    self.init(
      "\(name): \(fault)", files: [(name, bytes)], command + flags, code: code, error)
  }

  /// One file of text.
  init(
    _ fault: String, _ name: String, _ text: String, flags: [String] = [], code: Int32 = 65,
    _ error: String
  ) {
    self.init(fault, name, Bytes(text.utf8), flags: flags, code: code, error)
  }

  /// Runs the command in a folder of its own: the words, the exit code, and nothing left behind.
  func check() throws {
    let folder = try Folder()
    var names: Set<String> = []
    for (name, bytes) in files {
      let outer = name.split(separator: "/").dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(
        atPath: folder[outer], withIntermediateDirectories: true)
      try AtomicFile.write(bytes, to: folder[name])
      names.formUnion([name, String(name.prefix { $0 != "/" })])
    }
    let before = folder.names()
    let places = arguments.map { names.contains($0) ? folder[$0] : $0 }
    let output = arguments[0] == "train" ? ["--output", folder["run"]] : []
    #expect(
      descent(places + output, in: folder)
        == Answer(code: code, output: "", notes: "error: \(error)\n"))
    #expect(folder.names() == before, "nothing may be left behind")
  }
}

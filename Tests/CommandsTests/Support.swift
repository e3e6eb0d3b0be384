import Commands
import Descent
import Foundation
import Testing

/// What a command answered.
struct Answer: Equatable {
  var code: Int32
  var output: String
  var notes: String
}

/// Runs the command in this process. Paths inside `folder` are shown as `DIR/…`.
func descent(
  _ arguments: String..., input: String = "", environment: [String: String] = [:],
  width: Int? = nil, height: Int = 0, in folder: Folder? = nil
) -> Answer {
  descent(
    arguments, input: input, environment: environment, width: width, height: height, in: folder)
}

/// Runs the command in this process.
func descent(
  _ arguments: [String], input: String = "", environment: [String: String] = [:],
  width: Int? = nil, height: Int = 0, in folder: Folder? = nil
) -> Answer {
  let output = Channel(keepingWithWidth: width, height: height)
  let notes = Channel(keepingWithWidth: width, height: height)
  let code = Program.run(
    arguments,
    Surroundings(
      environment: environment, output: output, notes: notes,
      input: { ContiguousArray(input.utf8) }, arguments: arguments))
  func shown(_ text: String) -> String {
    folder.map { text.replacingOccurrences(of: $0.path, with: "DIR") } ?? text
  }
  return Answer(code: code, output: shown(output.text), notes: shown(notes.text))
}

/// A folder that goes away with the last reference to it.
final class Folder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
      + "/descent-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  subscript(name: String) -> String { path + "/" + name }

  /// Writes a file and returns its path.
  @discardableResult func write(_ text: String, _ name: String) throws -> String {
    try text.write(toFile: self[name], atomically: false, encoding: .utf8)
    return self[name]
  }

  /// The bytes of a file.
  func bytes(_ name: String) throws -> ContiguousArray<UInt8> { try readFile(self[name]) }

  /// The names in it or in a folder of it, sorted.
  func names(_ name: String = "") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: self[name])) ?? []).sorted()
  }
}

/// The table of a JSON text.
func json(_ text: String) throws -> Settings {
  try #require(try JSONReader().read(text).table)
}

/// A CSV file with a number to predict: y = 2a - b.
func regressionTable(rows: Int = 60) -> String {
  var random = RandomSource(seed: 1, .other)
  var text = "a,b,y\n"
  for _ in 0..<rows {
    let (a, b) = (random.uniform(-1, 1), random.uniform(-1, 1))
    text += "\(fixed(a, 4)),\(fixed(b, 4)),\(fixed(2 * a - b, 4))\n"
  }
  return text
}

/// A CSV file with two classes: whether a > b.
func classTable(rows: Int = 60) -> String {
  var random = RandomSource(seed: 2, .other)
  var text = "a,b,kind\n"
  for _ in 0..<rows {
    let (a, b) = (random.uniform(-1, 1), random.uniform(-1, 1))
    text += "\(fixed(a, 4)),\(fixed(b, 4)),\(a > b ? "more" : "less")\n"
  }
  return text
}

import ArgumentParser
import Descent

/// `descent inspect`: looks at a model or at data.
struct InspectCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Shows what is in a model or in a data set.")

  @Argument(help: "A model file, a run folder, a data set, or the path of data.")
  var subject: String
  @Option(help: ArgumentHelp("The target column of a CSV file.", valueName: "column"))
  var target: String?
  @Option(help: help("unreadable")) var unreadable: String?
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  func run(in surroundings: Surroundings) throws {
    let path = try modelPath(subject)
    let unreadable = try unreadableChoice(unreadable)
    if try isModel(path) {
      guard unreadable == nil else {
        throw DescentError(
          .usage, "--unreadable: \(path) is a model", fix: "Leave --unreadable out.")
      }
      let model = try Model(contentsOf: path)
      try write(ModelInspection(model, path: path), surroundings)
    } else {
      let catalog = DatasetCatalog(environment: surroundings.environment)
      var options = LoadOptions(csv: CSVOptions(targets: target.map { [$0] } ?? []))
      // Missing values are shown, not refused: nothing is computed from them.
      options.csv.missing = .mean
      options.memory = catalog.memory()
      options.pictures.skipsUnreadable = unreadable == .skip
      let loaded = try catalog.load(subject, options)
      guard unreadable == nil || loaded.pictures != nil else {
        throw DescentError(
          .usage, "--unreadable: \(subject) holds no picture files", fix: "Leave --unreadable out.")
      }
      try write(DatasetInspection(loaded), surroundings)
    }
  }

  /// Whether a file looks like a model: safetensors, or JSON.
  private func isModel(_ path: String) throws -> Bool {
    if DatasetCatalog.entries.contains(where: { $0.name == subject }) { return false }
    guard fileKind(path) == .file else { return false }
    if path.hasSuffix(".safetensors") { return true }
    // What a pipe gives can't be read a second time; it is taken for data.
    guard isRegularFile(path) else { return false }
    let start = try ByteReader(readStart(of: path), name: path).read(1 << 16)
    if SafetensorsFile.isLikely(start.prefix(16)) { return true }
    // Rows of JSON begin with a brace, too; a model says what it is in its first names.
    return start.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
      && String(decoding: start, as: UTF8.self).contains("\"format\"")
  }

  private func write(_ inspection: some Inspection, _ surroundings: Surroundings) throws {
    let output = surroundings.output
    if json {
      try output.line(try JSONWriter(.pretty).text(inspection.document).trimmedEnd)
      return
    }
    let style = Style(isOn: surroundings.hasColor(output))
    for line in inspection.lines(width: output.width ?? 80, style: style) {
      try output.line(line)
    }
  }
}

/// What is shown of something, as a document and as lines.
protocol Inspection {
  var document: Value { get }
  func lines(width: Int, style: Style) -> [String]
}

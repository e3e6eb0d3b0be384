import ArgumentParser
import Descent

/// `descent data describe`: looks at data before anything is trained.
struct DescribeCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Shows what is in data, column by column, and what is suspicious in it.",
    discussion: """
      A CSV file is read in one go and in little memory, however long it is. Nothing in its cells is \
      an error here: what training would refuse is a finding, with what to do about it.
      """)

  @Argument(help: "A data set, or the path of a CSV, NPZ or IDX file or a folder.")
  var file: String
  @Option(
    help: ArgumentHelp(
      "The column of a CSV file that is predicted, by name or number from 1. (default: the last)",
      valueName: "column"))
  var target: String?
  @Option(
    help: ArgumentHelp(
      "What columns of a table hold: number, category, yes-no, date, day-first, month-first or ignore.",
      valueName: "a=type,…"))
  var columnTypes: String?
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  func run(in surroundings: Surroundings) throws {
    let description = try DataDescription(
      file, target: target, types: columnTypes, surroundings)
    let inspection = DescriptionInspection(description)
    let output = surroundings.output
    if json {
      try output.line(try JSONWriter(.pretty).text(inspection.document).trimmedEnd)
      return
    }
    let style = Style(isOn: surroundings.hasColor(output))
    for line in inspection.lines(width: output.width ?? 80, style: style) { try output.line(line) }
  }
}

extension DataDescription {
  /// Describes what a training would load by this name.
  ///
  /// Throws `DescentError` where a training would find no data there, or no such target.
  init(
    _ source: String, target: String?, types: String? = nil, _ surroundings: Surroundings
  ) throws {
    let catalog = DatasetCatalog(environment: surroundings.environment)
    let isNamed = DatasetCatalog.entries.contains { $0.name == source }
    let targets =
      try target.map { try flagValue($0, .texts).list?.compactMap(\.text) ?? [$0] } ?? []
    let choices = try types.map { try Self.choices($0) } ?? []
    if !isNamed, fileKind(source) == .file {
      let input = try InputBytes(source, surroundings)
      let name = DatasetCatalog.name(of: source)
      if BinaryFormat(startingWith: input.start) == nil, PictureFormat(input.start) == nil {
        if CSVTable.isJSON(input.start) {
          try self.init(
            json: input.all(), name: name, file: source, targets: targets, types: choices)
          return
        }
        try self.init(
          csv: input.next, name: name, file: source, targets: targets, types: choices)
        return
      }
    }
    let loaded = try catalog.load(source)
    guard targets.isEmpty else {
      throw DescentError(
        .usage, "--target: \(source) has no columns to choose from", fix: "Leave --target out.")
    }
    guard choices.isEmpty else {
      throw DescentError(
        .usage, "--column-types: \(source) has no columns to choose from",
        fix: "Leave --column-types out.")
    }
    self.init(loaded)
  }

  private static func choices(_ flag: String) throws -> [ColumnChoice] {
    do {
      return try columnChoices(flagValue(flag, .texts), "--column-types")
    } catch var error as DescentError {
      error.kind = .usage
      throw error
    }
  }
}

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
  @OptionGroup var arrays: ArrayFlags
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  func run(in surroundings: Surroundings) throws {
    let description = try DataDescription(
      file, target: target, types: columnTypes, arrays: arrays.choice, surroundings)
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
    _ source: String, target: String?, types: String? = nil, arrays: ArrayChoice = ArrayChoice(),
    _ surroundings: Surroundings
  ) throws {
    let isNamed = DatasetCatalog.entries.contains { $0.name == source }
    if !isNamed, fileKind(source) == .file,
      let table = try DataDescription(table: source, target: target, types: types, surroundings)
    {
      try arrays.refuse(for: source)
      self = table
      return
    }
    var options = LoadOptions()
    options.arrays = arrays
    let loaded = try DatasetCatalog(environment: surroundings.environment).load(source, options)
    if loaded.arrays.isEmpty { try arrays.refuse(for: source) }
    try Self.refuseColumns(source, target: target, types: types)
    self.init(loaded)
  }

  /// Describes the table in a file or on standard input; nil where there are arrays or pictures.
  init?(
    table source: String, target: String?, types: String?,
    examples: ExampleChoice = ExampleChoice(count: 0), _ surroundings: Surroundings
  ) throws {
    let targets = try Self.targets(target)
    let choices = try types.map { try Self.choices($0) } ?? []
    let input = try InputBytes(source, surroundings)
    let name = source == "-" ? input.name : DatasetCatalog.name(of: source)
    guard BinaryFormat(startingWith: input.start) == nil, PictureFormat(input.start) == nil else {
      guard source == "-" else { return nil }
      throw DescentError(
        .badData, "only a table can be read from here; arrays and pictures are files",
        at: Position(file: input.name))
    }
    if CSVTable.isJSON(input.start) {
      try self.init(
        json: input.all(), name: name, file: input.name, targets: targets, types: choices,
        examples: examples)
    } else {
      try self.init(
        csv: input.next, name: name, file: input.name, targets: targets, types: choices,
        examples: examples)
    }
  }

  /// The target columns that a flag names.
  static func targets(_ flag: String?) throws -> [String] {
    try flag.map { try flagValue($0, .texts).list?.compactMap(\.text) ?? [$0] } ?? []
  }

  /// Refuses what is said about columns where there are none.
  static func refuseColumns(_ source: String, target: String?, types: String?) throws {
    for (name, text) in [("target", target), ("column-types", types)] where text != nil {
      throw DescentError(
        .usage, "--\(name): \(source) has no columns to choose from", fix: "Leave --\(name) out.")
    }
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

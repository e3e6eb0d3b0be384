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
  @OptionGroup var table: TableFlags
  @OptionGroup var pictures: PictureFlags
  @OptionGroup var arrays: ArrayFlags
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  func run(in surroundings: Surroundings) throws {
    let description = try DataDescription(
      file, target: target, types: columnTypes,
      settings: try table.added(to: arrays.added(to: pictures.settings())), surroundings)
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
  /// Describes what a training would load by this name; pictures that can't be read are a finding, unless
  /// the settings say that they are skipped.
  ///
  /// Throws `DescentError` where a training would find no data there, or no such target.
  init(
    _ source: String, target: String?, types: String? = nil,
    settings: TrainSettings = TrainSettings(), _ surroundings: Surroundings
  ) throws {
    let isNamed = DatasetCatalog.entries.contains { $0.name == source }
    var options = try LoadOptions(target: target, types: types, settings)
    options.pictures.skipsUnreadable = true
    func described() throws -> DataDescription {
      let catalog = DatasetCatalog(environment: surroundings.environment)
      options.memory = catalog.memory()
      let loaded = try catalog.load(source, options)
      if loaded.arrays.isEmpty { try options.arrays.refuse(for: source) }
      try Self.check(loaded, source, target: target, types: types, settings)
      return DataDescription(loaded, namesUnreadable: settings.unreadable != .skip)
    }
    guard source == "-" || !isNamed && fileKind(source) == .file else {
      self = try described()
      return
    }
    // What is wrong with a list of pictures is a finding in it.
    var fault: DescentError?
    do {
      if isRegularFile(source), try PictureList(path: source, options.csv) != nil {
        self = try described()
        return
      }
    } catch let error as DescentError where error.kind == .badData || error.kind == .noInput {
      fault = error
    }
    guard
      var table = try DataDescription(
        table: source, target: target, types: types, layout: options.csv.layout, surroundings)
    else {
      self = try described()
      return
    }
    try options.arrays.refuse(for: source)
    if let fault {
      table.findings.append(
        DataFinding(
          .unreadable, [],
          (fault.position.map { "\($0): " } ?? "") + fault.message,
          fix: fault.fix ?? PictureCounts.remedy(2)))
    } else {
      try settings.checkPictures(source, arePictures: false)
    }
    self = table
  }

  /// Describes the table in a file or on standard input; nil where there are arrays or pictures.
  init?(
    table source: String, target: String?, types: String?, layout: CSVLayout = CSVLayout(),
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
        csv: input.next, name: name, file: input.name, layout: layout, targets: targets,
        types: choices,
        examples: examples)
    }
  }

  /// The target columns that a flag names.
  static func targets(_ flag: String?) throws -> [String] {
    try flag.map { try flagValue($0, .texts).list?.compactMap(\.text) ?? [$0] } ?? []
  }

  /// Refuses what is said about columns or pictures where there are none.
  static func check(
    _ loaded: LoadedData, _ source: String, target: String?, types: String?,
    _ settings: TrainSettings
  ) throws {
    if loaded.targetNames.isEmpty { try refuseColumns(source, target: target, types: types) }
    if types != nil, loaded.pictures != nil {
      throw DescentError(
        .usage, "--column-types: the features of \(source) are its pictures",
        fix: "Leave --column-types out.")
    }
    try settings.checkPictures(source, arePictures: loaded.pictures != nil)
    guard loaded.targetNames.isEmpty else { return }
    for (name, isGiven) in [
      ("header", settings.header != nil), ("delimiter", settings.delimiter != nil),
    ] where isGiven {
      throw DescentError(
        .usage, "--\(name): \(source) is no table", fix: "Leave --\(name) out.")
    }
  }

  /// Refuses what is said about columns where there are none.
  static func refuseColumns(_ source: String, target: String?, types: String?) throws {
    for (name, text) in [("target", target), ("column-types", types)] where text != nil {
      throw DescentError(
        .usage, "--\(name): \(source) has no columns to choose from", fix: "Leave --\(name) out.")
    }
  }

  fileprivate static func choices(_ flag: String) throws -> [ColumnChoice] {
    do {
      return try columnChoices(flagValue(flag, .texts), "--column-types")
    } catch var error as DescentError {
      error.kind = .usage
      throw error
    }
  }
}

extension LoadOptions {
  /// What flags say about data that is to be looked at.
  init(target: String?, types: String?, _ settings: TrainSettings) throws {
    self.init(pictures: PictureOptions(settings))
    csv.targets = try DataDescription.targets(target)
    csv.types = try types.map { try DataDescription.choices($0) } ?? []
    csv.layout = CSVLayout(settings)
    arrays = ArrayChoice(x: settings.x, y: settings.y)
  }
}

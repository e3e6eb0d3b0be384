import ArgumentParser
import Descent
import Terminal

/// `descent data show`: draws data in the terminal.
struct ShowCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Draws data in the terminal: pictures, or the columns of a table and some rows.",
    discussion: """
      Pictures are chosen at random, the same number of each class as far as that goes; what train \
      would load is shown as train would see it. Where there are no colors, pictures are drawn in \
      characters, and without UTF-8 (LC_ALL, LC_CTYPE, LANG) everything is.

      Examples:
        descent data show digits
        descent data show fashion-mnist --class sneaker --count 20
        descent data show photos --rows 1,5,9 --across 1
        descent data show people.csv --target price
      """)

  @Argument(help: "A data set (see: descent data list) or the path of a file or folder.")
  var data: String
  @Option(help: ArgumentHelp("Which rows, counted from 1.", valueName: "1,5,9"))
  var rows: String?
  @Option(help: "How many rows are chosen. (default: 12 pictures, 5 rows of a table)")
  var count: Int?
  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class that they are of.", valueName: "name"))
  var className: String?
  @Option(help: "The seed of the choice.") var seed: UInt64 = 0
  @Option(help: "How wide the drawing may be. (default: the terminal, 80 elsewhere)")
  var width: Int?
  @Option(help: "How many pictures stand side by side. (default: as many as there is room for)")
  var across: Int?
  @Option(
    help: ArgumentHelp(
      "The column of a table that is predicted, by name or number from 1. (default: the last)",
      valueName: "column"))
  var target: String?
  @Option(
    help: ArgumentHelp(
      "What columns of a table hold: number, category, yes-no, date, day-first, month-first or ignore.",
      valueName: "a=type,…"))
  var columnTypes: String?
  @OptionGroup var pictures: PictureFlags
  @OptionGroup var table: TableFlags
  @OptionGroup var arrays: ArrayFlags

  func run(in surroundings: Surroundings) throws {
    let choice = try choice
    for (name, value, least) in [("width", width, Self.smallestWidth), ("across", across, 1)] {
      if let value, value < least { throw Self.refused(name, value, "\(least) or more") }
    }
    let output = surroundings.output
    let look = surroundings.look(output)
    let columns = width ?? max(Self.smallestWidth, output.width ?? 80)
    let lines: [TerminalLine]
    let settings = try table.added(to: arrays.added(to: pictures.settings()))
    switch try ShownData(data, target: target, types: columnTypes, settings, choice, surroundings)
    {
    case .pictures(let loaded):
      lines = try DataDrawing.pictures(
        loaded, choice, columns: columns, across: across, look: look)
    case .table(let description, let points):
      lines =
        DataDrawing(description, look: look, columns: columns, points: points, source: data)
        .lines
    }
    for line in lines { try output.line(line.text.withoutSpacesAtEnd) }
  }

  private var choice: ExampleChoice {
    get throws {
      var choice = ExampleChoice(className: className, seed: seed)
      if let count {
        guard rows == nil else {
          throw DescentError(
            .usage, "--count can't be combined with --rows", fix: "Leave one of them out.")
        }
        guard (1...10_000).contains(count) else {
          throw Self.refused("count", count, "a number from 1 to 10,000")
        }
        choice.count = count
      }
      guard let rows else { return choice }
      choice.rows = try rows.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let row = Int(String(part).trimmed), row > 0 else {
          throw Self.refused("rows", "\"\(part)\"", "numbers from 1, such as 1,5,9")
        }
        return row
      }
      return choice
    }
  }

  /// Narrower than this nothing can be told.
  private static let smallestWidth = 40
  /// Rows of a table that are shown where nothing else is said.
  static let rowsOfTable = 5

  private static func refused(_ name: String, _ found: Any, _ expected: String) -> DescentError {
    DescentError(.usage, "--\(name): expected \(expected), found \(found)")
  }
}

/// Data as it is drawn.
private enum ShownData {
  case pictures(LoadedData)
  /// Columns, and the rows where they are points of a plane.
  case table(DataDescription, ScatterDots?)

  /// Finds out what there is by a name or path.
  ///
  /// Throws `DescentError` where a training would find no data there, and for choices that don't fit.
  init(
    _ source: String, target: String?, types: String?, _ settings: TrainSettings,
    _ choice: ExampleChoice, _ surroundings: Surroundings
  ) throws {
    let isNamed = DatasetCatalog.entries.contains { $0.name == source }
    let isFile = source == "-" || !isNamed && fileKind(source) == .file
    var options = try LoadOptions(target: target, types: types, settings)
    let namesPictures =
      try isFile && isRegularFile(source) && PictureList(path: source, options.csv) != nil
    var rowChoice = choice
    if choice.count == ExampleChoice().count { rowChoice.count = ShowCommand.rowsOfTable }
    if isFile, !namesPictures,
      let table = try DataDescription(
        table: source, target: target, types: types, layout: options.csv.layout,
        examples: rowChoice, surroundings)
    {
      try settings.checkPictures(source, arePictures: false)
      try options.arrays.refuse(for: source)
      self = .table(table, nil)
      return
    }
    let catalog = DatasetCatalog(environment: surroundings.environment)
    options.memory = catalog.memory()
    let loaded = try catalog.load(source, options)
    if loaded.arrays.isEmpty { try options.arrays.refuse(for: source) }
    try DataDescription.check(loaded, source, target: target, types: types, settings)
    if loaded.train.holdsPictures {
      self = .pictures(loaded)
    } else {
      var description = DataDescription(loaded)
      description.examples = try loaded.train.examples(rowChoice)
      self = .table(description, loaded.train.points)
    }
  }
}

extension Dataset {
  /// Rows as texts: the features and then what is predicted.
  fileprivate func examples(_ choice: ExampleChoice) throws -> [ExampleRow] {
    let width = shape.count
    var values = ContiguousArray<Double>(repeating: 0, count: width)
    return try choice.rows(of: self).map { row in
      features.read((row * width)..<((row + 1) * width), into: &values)
      return ExampleRow(number: row + 1, cells: values.map(shortNumber) + targetTexts(row))
    }
  }

  /// What is predicted of a row, as texts.
  func targetTexts(_ row: Int) -> [String] {
    let (classes, count) = (task.classes, task.targetWidth)
    let targets = targets[(row * count)..<((row + 1) * count)]
    return targets.map { classes.isEmpty ? shortNumber(Double($0)) : classes[Int($0)] }
  }

  /// Two features with classes, or one feature with a number; nil of anything else.
  fileprivate var points: ScatterDots? {
    let isPlane = shape.count == 2 && !task.classes.isEmpty
    let isLine = shape.count == 1 && task.classes.isEmpty && task.targetWidth == 1
    guard isPlane || isLine, rows > 1 else { return nil }
    let names = featureNames.isEmpty ? ["1", "2"] : featureNames
    var groups = (isPlane ? task.classes : [""]).map { ScatterDots.Group($0, []) }
    let width = shape.count
    var values = ContiguousArray<Double>(repeating: 0, count: width)
    let most = 4000
    for place in 0..<min(rows, most) {
      let row = rows <= most ? place : Int(Double(place) * Double(rows) / Double(most))
      features.read((row * width)..<((row + 1) * width), into: &values)
      if isPlane {
        groups[Int(targets[row])].points.append((values[0], values[1]))
      } else {
        groups[0].points.append((values[0], Double(targets[row])))
      }
    }
    return isPlane
      ? ScatterDots(groups, x: names[0], y: names[1])
      : ScatterDots(groups, x: names[0], y: targetName)
  }

  private var targetName: String {
    if case .regression(let names) = task, let name = names.first { name } else { "target" }
  }
}

extension String {
  fileprivate var withoutSpacesAtEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}

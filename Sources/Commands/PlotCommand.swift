import ArgumentParser
import Descent

/// `descent plot`: one chart of a run as a file.
struct PlotCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draws one chart of a run as SVG or PNG.",
    discussion: """
      Curves (the first five kinds) of several runs are drawn over each other. PNG needs \
      rsvg-convert.

      Kinds:
      \(kindsText)

      Examples:
        descent plot runs/digits-1 --kind confusion -o confusion.svg
        descent plot runs --kind loss --theme dark -o losses.png
      """)

  @Argument(help: ArgumentHelp("Run folders, or a folder of them.", valueName: "run"))
  var runs: [String]
  @Option(help: ArgumentHelp("What is drawn: see above. (default: loss)", valueName: "kind"))
  var kind: String?
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "The file, .svg or .png; without it SVG goes to standard output.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "light, dark or automatic, as the reader's system has it. (default: automatic; light for PNG)",
      valueName: "theme"))
  var theme: String?
  @Option(
    help: ArgumentHelp(
      "Width and height in pixels, such as 640x400; a chart with rows takes the width alone.",
      valueName: "size"))
  var size: String?
  @Option(
    help: ArgumentHelp("Which of several predicted numbers, by name.", valueName: "column"))
  var target: String?
  @Option(help: ArgumentHelp("Rows in a map, at most. (default: 500)", valueName: "n"))
  var mapPoints: Int?
  @Option(help: ArgumentHelp("Where the data is now, if it has moved.", valueName: "path"))
  var data: String?
  @Option(help: ArgumentHelp("Threads that share the work.", valueName: "n"))
  var threads: Int?

  private static var kindsText: String {
    PlotKind.all.map { kind in
      "  " + kind.name + String(repeating: " ", count: max(1, 18 - kind.name.count)) + kind.summary
    }.joined(separator: "\n")
  }

  func run(in surroundings: Surroundings) throws {
    try checkThreads(threads)
    if let mapPoints, !(4...20_000).contains(mapPoints) {
      throw DescentError(
        .usage, "--map-points: expected a whole number from 4 to 20000, found \(mapPoints)")
    }
    let name = kind ?? "loss"
    guard let kind = PlotKind.all.first(where: { $0.name == name })?.kind else {
      throw DescentError(
        .usage, "--kind: unknown kind \"\(name)\"",
        fix: suggestion(for: name, in: PlotKind.all.map(\.name)))
    }
    let file = try PlotFile(output, theme: theme, size: size)
    let folders = try RunFolders(runs)
    for note in folders.notes { surroundings.note("note: \(note.printable)") }
    let drawn = try chart(kind, name, folders.paths, surroundings)
    try file.write(drawn, surroundings)
  }

  private func chart(
    _ kind: PlotKind, _ name: String, _ paths: [String], _ surroundings: Surroundings
  ) throws -> any Chart {
    if case .curve(let curve) = kind, paths.count > 1, curve != .weightChanges {
      let names = ComparedRuns.names(paths)
      let runs = try zip(names, paths).map { ($0, try RunRecord(reading: $1).history) }
      guard let chart = History.overlay(curve, runs) else {
        throw DescentError(.badData, "--kind \(name): none of the runs has measured it")
      }
      return chart
    }
    guard paths.count == 1, let path = paths.first else {
      throw DescentError(
        .usage, "--kind \(name) is drawn of one run, found \(paths.count)",
        fix: "Name a single run.")
    }
    if CrossValidation.lies(in: path), fileKind(joined(path, RunFolder.modelName)) == .missing {
      if case .curve(let curve) = kind {
        let folds = try CrossValidationPage(path).report.folds
        if let chart = History.mean(curve, of: folds.map(\.history)) { return chart }
      }
      try CrossValidation.refuseModel(in: path)
    }
    let source = try RunSource(path)
    var report: RunReport?
    if !kind.needsNoModel {
      let rows = kind.needsRows ? try source.data(data, surroundings) : nil
      report = try source.report(rows, threads: threads ?? coreCount())
      if let mapPoints { report?.maps.points = mapPoints }
      guard report != nil else {
        throw DescentError(
          .noInput, "there is no model yet: the training has not saved a checkpoint",
          at: Position(file: path))
      }
    }
    let chart: (any Chart)?
    if case .curve(let curve) = kind {
      chart = source.record.history.chart(curve, best: source.keptEpoch)
    } else {
      chart = try report?.chart(kind, target: target(source))
    }
    guard let chart else {
      throw DescentError(
        .badData, "--kind \(name): \(splitPath(path).name) has nothing of that kind",
        fix:
          "descent help plot lists the kinds; some are for classes, for numbers, or for pictures.")
    }
    return chart
  }

  private func target(_ source: RunSource) throws -> Int {
    guard let target else { return 0 }
    guard case .regression(let names) = source.model?.task else {
      throw DescentError(.usage, "--target: the run predicts classes", fix: "Leave --target out.")
    }
    guard let index = names.firstIndex(of: target) else {
      throw DescentError(
        .usage, "--target: unknown number \"\(target)\"", fix: suggestion(for: target, in: names))
    }
    return index
  }
}

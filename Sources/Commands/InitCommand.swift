import ArgumentParser
import Descent

/// `descent init`: writes a config file for some data.
struct InitCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a config file for your data, with a line on every setting.",
    discussion: """
      Everything is set to what training would find out by itself, so that \
      descent train --config FILE.yaml trains the same model as descent train FILE. Where cells are \
      empty, which training refuses, the mean of the training rows is to stand for them.
      """)

  @Argument(help: "A data set (see: descent data list) or the path of a file or folder.")
  var file: String
  @Option(
    help: ArgumentHelp(
      "The column of a CSV file that is predicted, by name or number from 1. (default: the last)",
      valueName: "column"))
  var target: String?
  @OptionGroup var arrays: ArrayFlags
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write. (default: the data's name and .yaml)", valueName: "file")
  )
  var output: String?
  @OptionGroup var table: TableFlags
  @OptionGroup var pictures: PictureFlags
  @Flag(help: "Writes over a file that is there already.") var force = false

  func run(in surroundings: Surroundings) throws {
    guard file != "-" else {
      throw DescentError(
        .usage, "a config file names data that can be read again; standard input can't be",
        fix: "Write the rows to a file, and name it.")
    }
    let data = try DataDescription(
      file, target: target,
      settings: try table.added(to: arrays.added(to: pictures.settings())), surroundings)
    var flags = [("data", file)].map { (name: $0.0, text: $0.1) } + pictures.given
    flags += table.given.compactMap { given in given.text.map { (given.name, $0) } }
    if let target { flags.append(("target", target)) }
    if let x = arrays.x { flags.append(("x", x)) }
    if let y = arrays.y { flags.append(("y", y)) }
    if StarterConfig.missingCells(data) > 0 { flags.append(("missing", "mean")) }
    let settings = try SettingsResolver(flags: flags).resolve(surroundings).settings
    let path = output ?? data.name + ".yaml"
    if !force, fileKind(path) != .missing {
      throw DescentError(
        .cannotWrite, "there is a file already", at: Position(file: path),
        fix: "Write over it with --force, or name another one with --output.")
    }
    try AtomicFile.write(try StarterConfig.text(settings, data, path: path), to: path)
    if !data.findings.isEmpty {
      surroundings.note(
        "note: \(counted(data.findings.count, "finding")) in the data; see: descent data describe "
          + Manifest.quoted(file)
          + [("target", target), ("x", arrays.x), ("y", arrays.y)].map { name, value in
            value.map { " --\(name) " + Manifest.quoted($0) } ?? ""
          }.joined())
    }
    try surroundings.output.line("\(path.printable) is written")
    try surroundings.output.line("next: descent train --config \(Manifest.quoted(path))")
  }
}

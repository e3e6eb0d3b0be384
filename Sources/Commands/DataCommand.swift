import ArgumentParser
import Descent

/// `descent data`: lists data sets and fetches them.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Looks at data, lists the data sets that have a name, and fetches their files.",
    subcommands: [List.self, Fetch.self, ShowCommand.self, DescribeCommand.self],
    defaultSubcommand: List.self)

  /// `descent data list`
  struct List: RunnableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the data sets that have a name.")

    @Flag(help: "Prints one JSON document.") var json = false

    func run(in surroundings: Surroundings) throws {
      let catalog = DatasetCatalog(environment: surroundings.environment)
      let output = surroundings.output
      let places = DatasetCatalog.entries.map { entry in
        entry.needsFiles ? try? catalog.folder(of: entry.name) : ""
      }
      if json {
        let list = zip(DatasetCatalog.entries, places).map { entry, place in
          Value.table([
            "name": .text(entry.name), "summary": .text(entry.summary),
            "ready": .flag(place != nil),
            "folder": place.map { $0.isEmpty ? .null : .text($0) } ?? .null,
          ])
        }
        try output.line(try JSONWriter(.pretty).text(.list(list)).trimmedEnd)
        return
      }
      let width = DatasetCatalog.entries.map(\.name.count).max() ?? 0
      for (entry, place) in zip(DatasetCatalog.entries, places) {
        let gap = String(repeating: " ", count: width - entry.name.count + 2)
        try output.line(entry.name + gap + entry.summary)
        guard entry.needsFiles else { continue }
        let where_ =
          place.map { "in \($0)" } ?? "not here; get it: descent data fetch \(entry.name)"
        try output.line(String(repeating: " ", count: width + 2) + where_)
      }
      try output.line()
      try output.line("Any of them, or the path of a CSV, NPZ or IDX file: descent train DATASET")
    }
  }

  /// `descent data fetch`
  struct Fetch: RunnableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fetch",
      abstract: "Downloads a data set into the cache folder, and checks it.",
      discussion: """
        Files are fetched over HTTPS with curl and checked by their SHA-256. A download that was \
        cut goes on where it ended. DESCENT_MIRROR names another place to fetch from.
        """)

    @Argument(help: "mnist or fashion-mnist.") var name: String

    func run(in surroundings: Surroundings) throws {
      guard let download = Download.all.first(where: { $0.name == name }) else {
        if DatasetCatalog.entries.contains(where: { $0.name == name }) {
          surroundings.note("\(name) is part of Descent; there is nothing to fetch")
          return
        }
        throw DescentError(
          .usage, "no data set \"\(name)\" can be fetched",
          fix: suggestion(for: name, in: Download.all.map(\.name)))
      }
      let catalog = DatasetCatalog(environment: surroundings.environment)
      guard let cache = catalog.cacheFolder else {
        throw DescentError(
          .cannotWrite, "there is no cache folder: neither XDG_CACHE_HOME nor HOME is set")
      }
      Interrupt.listen()
      let folder = joined(cache, name)
      let mirror = surroundings.environment["DESCENT_MIRROR"].flatMap { $0.isEmpty ? nil : $0 }
      try Downloader(download, into: folder, mirror: mirror, surroundings).run()
      try surroundings.output.line("\(name) is in \(folder)")
      try surroundings.output.line("next: descent train \(name)")
    }
  }
}

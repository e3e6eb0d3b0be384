import ArgumentParser
import Descent

/// `descent bench`: arguments and the loop over workloads.
struct BenchCommand: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures how fast this machine trains and predicts.",
    discussion: """
      An epoch is timed as every training gets it: shuffling, loss, accuracy and optimizer \
      included, data in memory, one epoch of warm-up. The floor is the time that the epoch's \
      multiplications and additions would take at the greatest speed of the processor, which is \
      measured in the same run.

      Examples:
        descent bench
        descent bench fashion-adam-32 digits-full-batch --threads 1
        descent bench --network 784-97-53-10 --batch 37 --optimizer adam
      """)

  @Argument(
    help: ArgumentHelp(
      "What to measure: names or letters (see: --list), data for all readings, or all. (default: "
        + "the trainings)",
      valueName: "workload"))
  var workloads: [String] = []

  @Flag(help: "Lists the workloads and measures nothing.") var list = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Threads that share the work. (default: as many as have enough to do)", valueName: "n"))
  var threads: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Timed epochs of each workload. (default: as many as fit, 3 at least)", valueName: "n"))
  var epochs: Int?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Seconds for each workload. (default: 3)", valueName: "number"))
  var seconds: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Rows of an epoch at most.", valueName: "n"))
  var rows: Int?
  @Option(
    help: ArgumentHelp("Reads a file or folder of your own, as for a training.", valueName: "file"))
  var read: [String] = []
  @Flag(help: "Prints one JSON document and nothing else on standard output.") var json = false

  @OptionGroup(title: "A network of your own") var own: OwnNetworkFlags

  func run(in surroundings: Surroundings) throws {
    let workloads = try chosen()
    let limits = try limits()
    if list { return try writeList(surroundings) }
    Interrupt.listen()
    var report = BenchReport(peak: MachinePeak(threads: threads ?? coreCount()))
    for workload in workloads {
      switch workload.work {
      case .training(let work):
        report.trainings.append(
          try TrainingBench(
            workload: workload, work: work, limits: limits, surroundings: surroundings
          ).run())
      case .prediction(let work):
        report.predictions.append(
          try PredictionBench(
            workload: workload, work: work, limits: limits, surroundings: surroundings
          ).run())
      case .loading(let work):
        report.loadings.append(
          try LoadingBench(
            workload: workload, work: work, limits: limits, surroundings: surroundings
          ).run())
      }
      report.peak.measure()
    }
    try write(report, surroundings)
  }

  /// The workloads that were named, or the one that flags describe.
  private func chosen() throws -> [Workload] {
    guard let network = own.network else {
      if let stray = own.given.first {
        throw DescentError(
          .usage, "\(stray) says something about a network of your own, but there is none",
          fix: "Describe it with --network, such as --network 784-97-53-10.")
      }
      if read.isEmpty { return try WorkloadCatalog.workloads(workloads) }
      let named = workloads.isEmpty ? [] : try WorkloadCatalog.workloads(workloads)
      return named
        + read.map {
          Workload(name: $0, summary: "read as for a training", work: .loading(.path($0)))
        }
    }
    guard workloads.isEmpty, read.isEmpty else {
      throw DescentError(
        .usage,
        "--network can't be combined with \(read.isEmpty ? "the name of a workload" : "--read")",
        fix: "Leave one of them out.")
    }
    var custom = CustomWorkload(network: network, rows: rows)
    if let batch = own.batch { custom.batch = batch }
    if let optimizer = own.optimizer { custom.optimizer = optimizer }
    if let activation = own.activation { custom.activation = activation }
    return [try custom.workload()]
  }

  private func limits() throws -> BenchLimits {
    func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>, _ expected: String) throws
    {
      guard let value, !range.contains(value) else { return }
      throw DescentError(.usage, "--\(name): expected \(expected), found \(value)")
    }
    try check("threads", threads, 1...1024, "a whole number from 1 to 1024")
    try check("epochs", epochs, 1...1_000_000, "a whole number from 1 to 1,000,000")
    try check("rows", rows, 2...1_000_000_000, "a whole number from 2 to 1,000,000,000")
    if let seconds, !(seconds >= 0 && seconds <= 1e6) {
      throw DescentError(
        .usage, "--seconds: expected a number from 0 to 1,000,000, found \(seconds)")
    }
    return BenchLimits(rounds: epochs, seconds: seconds ?? 3, rows: rows, threads: threads)
  }

  private func write(_ report: BenchReport, _ surroundings: Surroundings) throws {
    let output = surroundings.output
    if json {
      try output.line(try JSONWriter(.pretty).text(report.document).trimmedEnd)
      return
    }
    let style = Style(isOn: surroundings.hasColor(output))
    for line in report.lines(width: output.width ?? 120, style: style) { try output.line(line) }
  }

  private func writeList(_ surroundings: Surroundings) throws {
    let output = surroundings.output
    if json {
      let list = WorkloadCatalog.all.map { workload in
        Value.table([
          "name": .text(workload.name), "letter": workload.letter.map { .text($0) } ?? .null,
          "summary": .text(workload.summary),
        ])
      }
      try output.line(try JSONWriter(.pretty).text(.list(list)).trimmedEnd)
      return
    }
    var table = TextTable([
      (title: "", alignment: .left), (title: "Workload", alignment: .left),
      (title: "What is measured", alignment: .left),
    ])
    for workload in WorkloadCatalog.all {
      table.add([workload.letter ?? "", workload.name, workload.summary])
    }
    let style = Style(isOn: surroundings.hasColor(output))
    for line in table.lines(width: output.width ?? 120, bold: { style.bold($0) }) {
      try output.line(line)
    }
  }
}

/// What describes a workload on random numbers.
struct OwnNetworkFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Numbers in a row and units of every layer, such as 784-97-53-10.", valueName: "sizes"))
  var network: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Rows of a step, or full. (default: 32)", valueName: "n"))
  var batch: String?
  @Option(help: ArgumentHelp("The optimizer. (default: sgd)", valueName: "name"))
  var optimizer: String?
  @Option(
    help: ArgumentHelp("The function of the hidden layers. (default: relu)", valueName: "name"))
  var activation: String?

  /// The flags besides the network that were given.
  var given: [String] {
    [("--batch", batch), ("--optimizer", optimizer), ("--activation", activation)].compactMap {
      $1 == nil ? nil : $0
    }
  }
}

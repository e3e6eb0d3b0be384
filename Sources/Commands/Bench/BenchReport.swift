import Descent
import Kernels

/// Everything that `descent bench` measured.
struct BenchReport {
  var peak: MachinePeak
  var trainings: [TrainingFigures] = []
  var predictions: [PredictionFigures] = []
  var loadings: [LoadingFigures] = []

  // MARK: For people

  /// The tables.
  func lines(width: Int, style: Style) -> [String] {
    let processor = Processor.name.map { ", \($0.printable)" } ?? ""
    var lines = [
      "\(style.bold("Descent \(Program.version)"))\(processor), \(instructionSet), "
        + (Scalar.self == Float.self ? "32-bit" : "64-bit") + " floats, "
        + "\(counted(peak.threads, "thread")) at most",
      peak.line,
    ]
    for table in [trainingTable, partsTable, predictionTable, loadingTable] {
      guard let table else { continue }
      lines += [""] + table.lines(width: width, bold: { style.bold($0) })
    }
    return lines
  }

  private var trainingTable: TextTable? {
    guard !trainings.isEmpty else { return nil }
    var table = Self.table(
      "Training", ["Batch", "Epoch", "Samples/s", "GFLOP/s", "Floor", "Step"])
    for figures in trainings {
      let seconds = figures.secondsPerEpoch
      table.add([
        Self.title(figures.workload), grouped(figures.plan.batchSize), timeText(seconds),
        grouped(Int(Double(figures.plan.trainingRows) / seconds)),
        fixed(figures.speed / 1e9, 1), percent(figures.shareOfFloor(peak)),
        timeText(seconds / Double(figures.plan.stepsPerEpoch)),
      ])
    }
    return table
  }

  /// Where the time goes; nil where nobody measured it.
  private var partsTable: TextTable? {
    guard trainings.contains(where: { $0.parts != nil }) else { return nil }
    var table = Self.table(
      "Share of the time", PartTimes.columns.map(\.title) + ["Rest"])
    for figures in trainings {
      guard let parts = figures.parts, figures.partsSeconds > 0 else {
        table.add(
          [Self.title(figures.workload)]
            + Array(repeating: "\u{2013}", count: PartTimes.columns.count + 1))
        continue
      }
      let shares = PartTimes.columns.map { parts[keyPath: $0.path] / figures.partsSeconds }
      table.add(
        [Self.title(figures.workload)]
          + (shares + [max(0, 1 - shares.reduce(0, +))]).map(percent))
    }
    return table
  }

  private var predictionTable: TextTable? {
    guard !predictions.isEmpty else { return nil }
    var table = Self.table("Prediction", ["Rows", "Threads", "Call", "Rows/s", "GFLOP/s"])
    for figures in predictions {
      table.add([
        Self.title(figures.workload), grouped(figures.rows), grouped(figures.threads),
        timeText(figures.secondsPerCall),
        grouped(Int(Double(figures.rows) / figures.secondsPerCall)),
        fixed(figures.speed / 1e9, 1),
      ])
    }
    return table
  }

  private var loadingTable: TextTable? {
    guard !loadings.isEmpty else { return nil }
    var table = Self.table("Reading", ["Rows", "MB", "Time", "MB/s"])
    for figures in loadings {
      table.add([
        Self.title(figures.workload), grouped(figures.rows), fixed(Double(figures.bytes) / 1e6, 1),
        timeText(figures.seconds), fixed(Double(figures.bytes) / 1e6 / figures.seconds, 1),
      ])
    }
    return table
  }

  private static func table(_ first: String, _ others: [String]) -> TextTable {
    TextTable([(title: first, alignment: .left)] + others.map { (title: $0, alignment: .right) })
  }

  private static func title(_ workload: Workload) -> String {
    (workload.letter.map { "\($0) " } ?? "") + workload.name.printable
  }

  // MARK: For programs

  /// The same as a table for JSON.
  var document: Value {
    var document: Settings = [
      "version": .text(Program.version), "instruction_set": .text(instructionSet),
      "scalar": .text("\(Scalar.self)"), "cores": .integer(coreCount()),
      "peak": .table(peak.document),
    ]
    document["processor"] = Processor.name.map { .text($0) } ?? .null
    document["training"] = .list(trainings.map { $0.document(peak) })
    document["prediction"] = .list(predictions.map(\.document))
    document["reading"] = .list(loadings.map(\.document))
    return .table(document)
  }
}

extension PartTimes {
  /// The parts with the titles of their columns and their names in JSON.
  static let columns:
    [(title: String, name: String, path: any KeyPath<PartTimes, Double> & Sendable)] = [
      ("Forward", "forward", \.forward), ("Loss", "loss", \.loss),
      ("Inputs", "input_gradient", \.inputGradient),
      ("Weights", "weight_gradient", \.weightGradient), ("Data", "data", \.data),
      ("Waiting", "waiting", \.waiting),
    ]
}

extension TrainingFigures {
  fileprivate func document(_ peak: MachinePeak) -> Value {
    let seconds = secondsPerEpoch
    var document = workload.settings
    document["data"] = .text(work.data.title)
    document["source"] = .text(source.rawValue)
    document["rows"] = .integer(plan.trainingRows)
    document["batch"] = .integer(plan.batchSize)
    document["threads"] = .integer(plan.threads)
    document["optimizer"] = .text(type(of: work.configuration.optimizer).kind)
    document["operations"] = .number(operations)
    document["seconds_per_epoch"] = figureValue(seconds)
    document["samples_per_second"] = figureValue(Double(plan.trainingRows) / seconds)
    document["operations_per_second"] = figureValue(speed)
    document["floor_seconds"] = figureValue(operations / peak.scalar.all)
    document["share_of_floor"] = figureValue(shareOfFloor(peak))
    document["microseconds_per_step"] = figureValue(seconds / Double(plan.stepsPerEpoch) * 1e6)
    document["rounds"] = .list(times.map { figureValue($0 / Double(epochsPerRound)) })
    document["epochs_per_round"] = .integer(epochsPerRound)
    document["parts"] =
      parts.map { parts in
        .table(
          Settings(
            PartTimes.columns.map { Settings.Entry($0.name, .number(parts[keyPath: $0.path])) }
              + [Settings.Entry("epoch", .number(partsSeconds))]))
      } ?? .null
    document["loss"] = figureValue(loss)
    return .table(document)
  }
}

extension PredictionFigures {
  fileprivate var document: Value {
    var document = workload.settings
    document["source"] = .text(source.rawValue)
    document["rows"] = .integer(rows)
    document["threads"] = .integer(threads)
    document["microseconds_per_call"] = figureValue(secondsPerCall * 1e6)
    document["rows_per_second"] = figureValue(Double(rows) / secondsPerCall)
    document["operations_per_second"] = figureValue(speed)
    return .table(document)
  }
}

extension LoadingFigures {
  fileprivate var document: Value {
    var document = workload.settings
    document["rows"] = .integer(rows)
    document["bytes"] = .integer(bytes)
    document["seconds"] = figureValue(seconds)
    document["bytes_per_second"] = figureValue(Double(bytes) / seconds)
    document["rounds"] = .list(times.map { figureValue($0) })
    return .table(document)
  }
}

extension Workload {
  /// How a result begins.
  fileprivate var settings: Settings {
    var settings: Settings = ["workload": .text(name)]
    settings["letter"] = letter.map { .text($0) } ?? .null
    settings["summary"] = .text(summary)
    return settings
  }
}

/// `2.55 s`, `26.1 ms`, `75.2 µs`: three digits.
func timeText(_ seconds: Double) -> String {
  func digits(_ value: Double, _ unit: String) -> String {
    "\(fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)) \(unit)"
  }
  if seconds >= 0.9995 { return digits(seconds, "s") }
  if seconds >= 0.000_999_5 { return digits(seconds * 1e3, "ms") }
  return digits(seconds * 1e6, "µs")
}

private func percent(_ share: Double) -> String {
  fixed(share * 100, share < 0.0995 && share > 0 ? 1 : 0) + " %"
}

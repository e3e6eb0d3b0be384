import Basics
import Training

// `metrics.jsonl`: one JSON object for each epoch, on a line of its own. A figure that is missing, or no
// number, is null.

extension EpochSummary {
  /// The epoch as a line of `metrics.jsonl`, with its line feed.
  public var line: String {
    get throws {
      var object: Settings = [
        "epoch": .integer(epoch), "steps": .integer(steps), "seconds": Self.value(seconds),
        "validation_seconds": Self.value(validationSeconds),
        "learning_rate": Self.value(learningRate), "loss": Self.value(loss),
      ]
      if let accuracy { object["accuracy"] = Self.value(accuracy) }
      object["penalty"] = Self.value(penalty)
      object["gradient_norm"] = Self.value(gradientNorm)
      for figure in validation { object["val_" + figure.name] = Self.value(figure.value) }
      for figure in weightChanges { object["change_" + figure.name] = Self.value(figure.value) }
      let text = try JSONWriter(.compact).text(.table(object))
      return text.hasSuffix("\n") ? text : text + "\n"
    }
  }

  private static func value(_ number: Double) -> Value { number.isFinite ? .number(number) : .null }

  /// An epoch from a line of `metrics.jsonl`; null is read as not a number.
  ///
  /// Throws `DescentError` (bad data) that names line and column.
  init(line bytes: ContiguousArray<UInt8>, number: Int, file: String) throws {
    do {
      let value = try JSONReader(depthLimit: 4, valueLimit: 100_000).read(bytes, file: file)
      guard let table = value.table else {
        throw DescentError(
          .badData, "expected an epoch, found \(value.found)", at: value.position)
      }
      try self.init(table)
    } catch var error as DescentError {
      // The reader has seen a single line.
      error.position = Position(file: file, line: number, column: error.position?.column)
      throw error
    }
  }

  private init(_ table: Settings) throws {
    self.init(
      epoch: 0, steps: 0, seconds: 0, validationSeconds: 0, learningRate: .nan, loss: .nan,
      penalty: 0, accuracy: nil, validation: [], weightChanges: [], gradientNorm: .nan)
    for entry in table.entries {
      switch entry.name {
      case "epoch": epoch = try Self.whole(entry)
      case "steps": steps = try Self.whole(entry)
      case "seconds": seconds = try Self.number(entry)
      case "validation_seconds": validationSeconds = try Self.number(entry)
      case "learning_rate": learningRate = try Self.number(entry)
      case "loss": loss = try Self.number(entry)
      case "accuracy": accuracy = try Self.number(entry)
      case "penalty": penalty = try Self.number(entry)
      case "gradient_norm": gradientNorm = try Self.number(entry)
      case let name where name.hasPrefix("val_"):
        validation.append(NamedFigure(String(name.dropFirst(4)), try Self.number(entry)))
      case let name where name.hasPrefix("change_"):
        weightChanges.append(NamedFigure(String(name.dropFirst(7)), try Self.number(entry)))
      default:
        throw DescentError(
          .badData, "no epoch has a figure \"\(entry.name)\"",
          at: entry.position ?? entry.value.position)
      }
    }
    guard epoch > 0 else {
      throw DescentError(.badData, "the line doesn't say which epoch it is")
    }
  }

  private static func whole(_ entry: Settings.Entry) throws -> Int {
    guard let number = entry.value.integer, number >= 0 else {
      throw wrong(entry, "a whole number")
    }
    return number
  }

  private static func number(_ entry: Settings.Entry) throws -> Double {
    if case .null = entry.value.content { return .nan }
    guard let number = entry.value.number else { throw wrong(entry, "a number or null") }
    return number
  }

  private static func wrong(_ entry: Settings.Entry, _ expected: String) -> DescentError {
    DescentError(
      .badData, "\(entry.name): expected \(expected), found \(entry.value.found)",
      at: entry.value.position ?? entry.position)
  }
}

extension History {
  /// All epochs as `metrics.jsonl` has them.
  public var lines: String {
    get throws { try epochs.map { try $0.line }.joined() }
  }

  /// What `metrics.jsonl` says. A last line without line feed is still being written and left out.
  ///
  /// Throws `DescentError` (bad data) with file, line and column where a line is no epoch, or not the one
  /// that comes next.
  public init(lines bytes: ContiguousArray<UInt8>, file: String) throws {
    self.init()
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let epoch = try EpochSummary(
        line: ContiguousArray(rest[..<end]), number: epochs.count + 1, file: file)
      guard epoch.epoch == epochs.count + 1 else {
        throw DescentError(
          .badData, "expected epoch \(epochs.count + 1), found epoch \(epoch.epoch)",
          at: Position(file: file, line: epochs.count + 1))
      }
      epochs.append(epoch)
      rest = rest[(end + 1)...]
    }
  }
}

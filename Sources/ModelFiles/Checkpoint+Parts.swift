import Basics
import Networks
import Training

// The parts of a checkpoint's file. Measured numbers keep every bit, those that are not finite, too.

/// The tensors of a checkpoint, each to be taken once.
struct CheckpointTensors {
  private var remaining: [String: SafetensorsFile.Tensor] = [:]

  init(_ file: SafetensorsFile) {
    for tensor in file.tensors { remaining[tensor.name] = tensor }
  }

  /// The tensor of a name.
  mutating func take(_ name: String) throws -> SafetensorsFile.Tensor {
    guard let tensor = remaining.removeValue(forKey: name) else {
      throw DescentError(.badData, "the tensor \"\(name)\" is missing")
    }
    return tensor
  }

  /// One scalar per parameter of a network.
  mutating func parameters(_ prefix: String, _ layout: ParameterLayout) throws -> Parameters {
    var values = ContiguousArray<Scalar>()
    for entry in layout.entries {
      let tensor = try take("\(prefix).\(entry.name)")
      guard tensor.shape == entry.spec.shape, tensor.type == .scalar else {
        throw DescentError(
          .badData,
          "the tensor \"\(tensor.name)\" is \(tensor.shape) in \(tensor.type.rawValue), expected "
            + "\(entry.spec.shape) in \(ElementType.scalar.rawValue)")
      }
      values += try tensor.scalars(allowNonFinite: true)
    }
    return Parameters(values)
  }

  /// Refuses tensors that nobody asked for.
  func finish() throws {
    guard let stray = remaining.keys.min() else { return }
    throw DescentError(.badData, "the tensor \"\(stray)\" belongs to nothing")
  }
}

/// The history of a training as one vector of F64.
///
/// Each epoch has its fixed figures, then its validation figures and weight changes. Which these are
/// stands in the description, once for all epochs that have the same.
struct HistoryTable {
  /// The names that an epoch's figures have.
  private struct Names: Hashable {
    var isClassified: Bool
    var validation: [String]
    var changes: [String]
  }

  private static let fixedCount = 9
  private var kinds: [Names] = []
  private var values: ContiguousArray<Double> = []
  private let epochCount: Int

  init(_ history: History) {
    epochCount = history.epochs.count
    var places: [Names: Int] = [:]
    for epoch in history.epochs {
      let names = Names(
        isClassified: epoch.accuracy != nil, validation: epoch.validation.map(\.name),
        changes: epoch.weightChanges.map(\.name))
      let place = places[names] ?? kinds.count
      if place == kinds.count {
        kinds.append(names)
        places[names] = place
      }
      values += [
        Double(place), Double(epoch.steps), epoch.seconds, epoch.validationSeconds,
        epoch.learningRate, epoch.loss, epoch.penalty, epoch.accuracy ?? 0, epoch.gradientNorm,
      ]
      values += epoch.validation.map(\.value)
      values += epoch.weightChanges.map(\.value)
    }
  }

  var tensor: SafetensorsFile.Tensor {
    var bytes = ContiguousArray<UInt8>()
    bytes.reserveCapacity(8 * values.count)
    for value in values {
      for shift: UInt64 in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }
    return SafetensorsFile.Tensor(
      name: "history", type: .float64, shape: [values.count], bytes: bytes[...])
  }

  var description: Value {
    .table([
      "epochs": .integer(epochCount),
      "figures": .list(
        kinds.map { names in
          .table([
            "accuracy": .flag(names.isClassified),
            "validation": .list(names.validation.map { .text($0) }),
            "changes": .list(names.changes.map { .text($0) }),
          ])
        }),
    ])
  }

  init(_ description: Value, _ tensor: SafetensorsFile.Tensor) throws {
    var reader = try SettingsReader(description, path: "history")
    epochCount = try reader.integer("epochs") { $0 >= 0 }
    kinds = try (try reader.required("figures").list ?? []).map { value in
      var reader = try SettingsReader(value, path: "history.figures")
      return Names(
        isClassified: try reader.flag("accuracy"), validation: try reader.texts("validation"),
        changes: try reader.texts("changes"))
    }
    guard tensor.type == .float64 else {
      throw DescentError(.badData, "the tensor \"history\" is in \(tensor.type.rawValue)")
    }
    values.reserveCapacity(tensor.bytes.count / 8)
    var start = tensor.bytes.startIndex
    while start + 8 <= tensor.bytes.endIndex {
      let bits = SafetensorsFile.littleEndian(tensor.bytes[start..<(start + 8)])
      values.append(Double(bitPattern: bits))
      start += 8
    }
  }

  func history() throws -> History {
    var history = History()
    var rest = values[...]
    func take(_ count: Int) throws -> ArraySlice<Double> {
      guard count <= rest.count else {
        throw DescentError(.badData, "the tensor \"history\" is too short")
      }
      defer { rest = rest.dropFirst(count) }
      return ArraySlice(rest.prefix(count))
    }
    while history.epochs.count < epochCount {
      let fixed = Array(try take(Self.fixedCount))
      guard let place = Int(exactly: fixed[0]), kinds.indices.contains(place),
        let steps = Int(exactly: fixed[1])
      else { throw DescentError(.badData, "the tensor \"history\" makes no sense") }
      let names = kinds[place]
      let validation = try take(names.validation.count)
      let changes = try take(names.changes.count)
      history.epochs.append(
        EpochSummary(
          epoch: history.epochs.count + 1, steps: steps, seconds: fixed[2],
          validationSeconds: fixed[3], learningRate: fixed[4], loss: fixed[5], penalty: fixed[6],
          accuracy: names.isClassified ? fixed[7] : nil,
          validation: zip(names.validation, validation).map { NamedFigure($0, $1) },
          weightChanges: zip(names.changes, changes).map { NamedFigure($0, $1) },
          gradientNorm: fixed[8]))
    }
    guard rest.isEmpty else {
      throw DescentError(.badData, "the tensor \"history\" is too long")
    }
    return history
  }
}

extension TrainingCheckpoint.Epoch {
  private static let names = [
    "seconds", "learning-rate", "gradient-norm", "correct", "loss-sum", "weight-sum",
    "last-loss-sum", "last-weight-sum",
  ]

  /// The numbers of the epoch.
  var described: Settings {
    let numbers = [
      seconds, learningRate, gradientNorm, correct, lossSum, weightSum, lastLossSum,
      lastWeightSum,
    ]
    return Settings(
      [Settings.Entry("step", .integer(step))]
        + zip(Self.names, numbers).map { Settings.Entry($0, .exact($1)) })
  }

  init(_ value: Value, start: Parameters) throws {
    var reader = try SettingsReader(value, path: "epoch")
    let step = try reader.integer("step") { $0 >= 1 }
    let numbers = try Self.names.map { name in
      let value = try reader.required(name)
      guard let number = value.exactNumber else {
        throw reader.wrong(name, value, expected: "a number")
      }
      return number
    }
    try reader.finish()
    self.init(
      step: step, seconds: numbers[0], startParameters: start, learningRate: numbers[1],
      gradientNorm: numbers[2], correct: numbers[3], lossSum: numbers[4], weightSum: numbers[5],
      lastLossSum: numbers[6], lastWeightSum: numbers[7])
  }
}

extension Value {
  /// A number with all its bits; one that isn't finite, which JSON can't write, as a text of them.
  fileprivate static func exact(_ number: Double) -> Value {
    number.isFinite ? .number(number) : .text(String(number.bitPattern, radix: 16))
  }

  fileprivate var exactNumber: Double? {
    if let text { return UInt64(text, radix: 16).map { Double(bitPattern: $0) } }
    return number
  }
}

import Basics
import Datasets
import Networks
import Training

extension Checkpoint {
  /// The version of the format that this build writes and reads.
  public static let formatVersion = 1
  /// The key of the description in the metadata of the file.
  public static let metadataKey = "descent-checkpoint"
  /// The key of the checksum: SHA-256 over the whole file with the checksum's own digits as zeros.
  public static let checksumKey = "descent-checkpoint-sha256"

  /// The checkpoint as the bytes of a safetensors file.
  ///
  /// Each parameter is a tensor of its own, `parameters.layers.0.weight`, in the order in which it is
  /// computed with; so are the optimizer's state (`state.0.…`), the moving average (`average.…`),
  /// the parameters at the start of the epoch (`start.…`) and those of the best epoch (`best.…`).
  public func safetensors() throws -> ContiguousArray<UInt8> {
    let layout = model.network.layout
    let trainer = training.trainer
    var tensors = Self.tensors("parameters", trainer.parameters.values, layout)
    for (slot, list) in trainer.optimizerState.enumerated() {
      tensors += Self.tensors("state.\(slot)", list, layout)
    }
    for (name, parameters) in [
      ("average", trainer.average), ("start", training.epoch?.startParameters),
      ("best", training.best?.parameters),
    ] {
      if let parameters { tensors += Self.tensors(name, parameters.values, layout) }
    }
    let history = HistoryTable(training.history)
    tensors.append(history.tensor)
    let metadata = [
      Self.metadataKey: try JSONWriter().text(.table(description(history))),
      Self.checksumKey: String(repeating: "0", count: 64),
    ]
    var bytes = try SafetensorsFile(tensors: tensors, metadata: metadata).encoded()
    guard let place = Self.checksumPlace(in: bytes) else {
      throw DescentError(.bug, "the checkpoint has no place for its checksum")
    }
    bytes.replaceSubrange(place, with: SHA256.hexadecimal(of: bytes).utf8)
    return bytes
  }

  private static func tensors(
    _ prefix: String, _ values: ContiguousArray<Scalar>, _ layout: ParameterLayout
  ) -> [SafetensorsFile.Tensor] {
    layout.entries.map { entry in
      SafetensorsFile.Tensor(
        name: "\(prefix).\(entry.name)", shape: entry.spec.shape,
        scalars: ContiguousArray(values[entry.range]))
    }
  }

  private func description(_ history: HistoryTable) -> Settings {
    [
      "format": "descent-checkpoint", "format-version": .integer(Self.formatVersion),
      "program": .text(program), "scalar": .text(ElementType.scalar.rawValue),
      "model": model.description, "configuration": .table(configuration),
      "conditions": .table(training.conditions),
      "data": .list(
        data.map { .table(["name": .text($0.name), "sha256": .text($0.sha256)]) }),
      "steps": .integer(training.trainer.stepCount),
      "state-slots": .integer(training.trainer.optimizerState.count),
      "average": .flag(training.trainer.average != nil),
      "history": history.description,
      "epoch": training.epoch.map { .table($0.described) } ?? .null,
      "best": training.best.map { .integer($0.epoch) } ?? .null,
      "remarks": .table(remarks),
    ]
  }

  /// Where the digits of the checksum are; nil where there is none.
  private static func checksumPlace(in bytes: ContiguousArray<UInt8>) -> Range<Int>? {
    // Inside a text the quotes would have backslashes before them.
    let key = Array("\"\(checksumKey)\":\"".utf8)
    guard bytes.count >= 8 else { return nil }
    let length = SafetensorsFile.littleEndian(bytes[..<8])
    guard length <= UInt64(bytes.count - 8) else { return nil }
    let header = 8..<(8 + Int(length))
    guard header.count >= key.count + 64 else { return nil }
    for start in header.lowerBound...(header.upperBound - key.count - 64)
    where bytes[start] == key[0] && bytes[start..<(start + key.count)].elementsEqual(key) {
      return (start + key.count)..<(start + key.count + 64)
    }
    return nil
  }

  // MARK: Reading

  /// Reads a checkpoint.
  ///
  /// - Parameter catalogs: what the network may be made of; add your own kinds to it.
  ///
  /// Throws `DescentError` (bad data): for a file with a changed or missing byte, of another kind, of
  /// another format version, or of a build that computes in another precision.
  public init(
    safetensors bytes: ContiguousArray<UInt8>, file: String? = nil, catalogs: Catalogs = .standard
  ) throws {
    let place = Position(file: file)
    let container = try SafetensorsFile(bytes, file: file)
    guard let text = container.metadata[Self.metadataKey] else {
      throw DescentError(
        .badData,
        "a safetensors file, but not a checkpoint of Descent: its metadata has no entry "
          + "\"\(Self.metadataKey)\"", at: place)
    }
    guard Self.isWhole(bytes, container.metadata[Self.checksumKey]) else {
      throw DescentError(
        .badData, "the file is damaged or was changed: its checksum doesn't match", at: place)
    }
    do {
      try self.init(
        try JSONReader(valueLimit: Model.valueLimit(bytes.count)).read(text), container,
        bytes.count,
        catalogs)
    } catch var error as DescentError {
      // Places inside the description mean nothing to a person; the file's name does.
      error.position = place
      throw error
    }
  }

  private static func isWhole(_ bytes: ContiguousArray<UInt8>, _ checksum: String?) -> Bool {
    guard let checksum, let place = checksumPlace(in: bytes),
      bytes[place].elementsEqual(checksum.utf8)
    else { return false }
    var plain = bytes
    plain.replaceSubrange(place, with: repeatElement(UInt8(ascii: "0"), count: 64))
    return SHA256.hexadecimal(of: plain) == checksum
  }

  private init(
    _ description: Value, _ container: SafetensorsFile, _ available: Int, _ catalogs: Catalogs
  ) throws {
    var reader = try SettingsReader(description, context: catalogs)
    try Self.checkVersion(&reader)
    program = try reader.text("program")
    var tensors = CheckpointTensors(container)
    model = try Model(
      try reader.required("model"), catalogs: catalogs, available: available
    ) { try tensors.parameters("parameters", $0.layout) }
    configuration = try reader.settings("configuration")
    let conditions = try reader.settings("conditions")
    data = try (try reader.required("data").list ?? []).map { value in
      var reader = try SettingsReader(value, path: "data")
      return Data(name: try reader.text("name"), sha256: try reader.text("sha256"))
    }
    let layout = model.network.layout
    let steps = try reader.integer("steps") { $0 >= 0 }
    let slots = try reader.integer("state-slots") { (0...1000).contains($0) }
    let state = try (0..<slots).map { try tensors.parameters("state.\($0)", layout).values }
    let average =
      try reader.flag("average") ? try tensors.parameters("average", layout) : nil
    let history = try HistoryTable(
      try reader.required("history"), try tensors.take("history")
    ).history()
    let epoch = try reader.optional("epoch").map { value in
      try TrainingCheckpoint.Epoch(value, start: try tensors.parameters("start", layout))
    }
    let best = try reader.optional("best").map { value in
      guard let epoch = value.integer else {
        throw DescentError(.badData, "best: expected an epoch, found \(value.found)")
      }
      return TrainingCheckpoint.Best(
        epoch: epoch, parameters: try tensors.parameters("best", layout))
    }
    remarks = try reader.settings("remarks")
    try reader.finish()
    try tensors.finish()
    training = TrainingCheckpoint(
      trainer: TrainerSnapshot(
        parameters: model.parameters, stepCount: steps, optimizerState: state, average: average),
      history: history, epoch: epoch, best: best, conditions: conditions)
  }

  private static func checkVersion(_ reader: inout SettingsReader) throws {
    guard try reader.text("format") == "descent-checkpoint" else {
      throw DescentError(.badData, "the description is not of a checkpoint of Descent")
    }
    let version = try reader.integer("format-version", expected: "a version from 1") { $0 >= 1 }
    guard version == formatVersion else {
      throw DescentError(
        .badData,
        "the checkpoint is of format version \(version); this build reads \(formatVersion)",
        fix: "Go on with the Descent that began the training.")
    }
    let scalar = try reader.text("scalar")
    guard scalar == ElementType.scalar.rawValue else {
      throw DescentError(
        .badData,
        "the training computes in \(scalar), this build of Descent in "
          + ElementType.scalar.rawValue, fix: "Go on with the build that began the training.")
    }
  }
}

extension SettingsReader {
  /// A table as it is.
  fileprivate mutating func settings(_ name: String) throws -> Settings {
    let value = try required(name)
    guard let table = value.table else { throw wrong(name, value, expected: "a table") }
    return table
  }
}

import Basics
import Datasets
import Networks

extension Model {
  /// The key of the description in the metadata of a safetensors file.
  public static let metadataKey = "descent"
  /// The key of the checksum: SHA-256 over the description and all tensors.
  public static let checksumKey = "descent-sha256"

  /// The model as the bytes of a safetensors file.
  ///
  /// Tensors are named `layers.0.weight` and so on, as PyTorch's `Sequential` would; weights are
  /// [out, in]. The description stands in the metadata as JSON, with a checksum over it and the
  /// tensors beside it.
  public func safetensors() throws -> ContiguousArray<UInt8> {
    guard parameters.values.allSatisfy(\.isFinite) else {
      throw DescentError(.badData, "the model has parameters that are not finite; it isn't saved")
    }
    let tensors = network.layout.entries.map { entry in
      SafetensorsFile.Tensor(
        name: entry.name, shape: entry.fileShape, scalars: entry.inFileOrder(parameters))
    }
    let text = try JSONWriter().text(description)
    let metadata = [
      Self.metadataKey: text, Self.checksumKey: Self.checksum(text, tensors),
    ]
    return try SafetensorsFile(tensors: tensors, metadata: metadata).encoded()
  }

  /// SHA-256 over the description, then over name, shape and bytes of each tensor by name.
  public static func checksum(
    _ description: String, _ tensors: [SafetensorsFile.Tensor]
  ) -> String {
    var hash = SHA256()
    func add(_ bytes: ContiguousArray<UInt8>) { hash.update(bytes.span) }
    add(ContiguousArray(description.utf8))
    for tensor in tensors.sorted(by: { $0.name < $1.name }) {
      add(ContiguousArray("\n\(tensor.name) \(tensor.type.rawValue) \(tensor.shape)\n".utf8))
      add(ContiguousArray(tensor.bytes))
    }
    return hash.finish()
  }

  /// Values in a description at most, for a file of so many bytes: the scaling has two numbers per
  /// feature, which also has weights and maybe a name; the rest is small.
  static func valueLimit(_ byteCount: Int) -> Int { 200_000 + byteCount / 64 }

  /// Reads a model from the bytes of a safetensors file.
  ///
  /// - Parameter catalogs: what the network may be made of; add your own kinds to it.
  ///
  /// Throws `DescentError` (bad data) where the file is damaged, of another program, or where its
  /// tensors don't fit its description; all tensors that don't fit are listed.
  public init(
    safetensors bytes: ContiguousArray<UInt8>, file: String? = nil, catalogs: Catalogs = .standard
  ) throws {
    let container = try SafetensorsFile(bytes, file: file)
    guard let text = container.metadata[Self.metadataKey] else {
      throw DescentError(
        .badData,
        "a safetensors file, but not of a Descent model: its metadata has no entry "
          + "\"\(Self.metadataKey)\"", at: Position(file: file))
    }
    guard container.metadata[Self.checksumKey] == Self.checksum(text, container.tensors) else {
      throw DescentError(
        .badData, "the file is damaged or was changed: its checksum doesn't match",
        at: Position(file: file), fix: "Use a whole copy of it, or train again.")
    }
    do {
      let value = try JSONReader(valueLimit: Self.valueLimit(bytes.count)).read(text)
      try self.init(value, catalogs: catalogs, available: bytes.count) { network in
        try container.parameters(of: network)
      }
    } catch let error as DescentError {
      // Places inside the description mean nothing to a person; the file's name does.
      var located = error
      located.position = Position(file: file)
      throw located
    }
  }
}

extension ParameterLayout.Entry {
  /// The shape in files: a dense weight is [out, in].
  var fileShape: [Int] { spec.transposedInFiles ? spec.shape.reversed() : spec.shape }

  /// The values in the order of files.
  func inFileOrder(_ parameters: Parameters) -> ContiguousArray<Scalar> {
    let values = parameters.values[range]
    guard spec.transposedInFiles, spec.shape.count == 2 else { return ContiguousArray(values) }
    return transposed(values, rows: spec.shape[0], columns: spec.shape[1])
  }

  /// Writes values that are in the order of files to their place.
  func store(_ values: ContiguousArray<Scalar>, in parameters: inout ContiguousArray<Scalar>) {
    let stored =
      spec.transposedInFiles && spec.shape.count == 2
      ? transposed(values[...], rows: spec.shape[1], columns: spec.shape[0]) : values
    parameters.replaceSubrange(range, with: stored)
  }
}

/// [rows][columns] to [columns][rows].
private func transposed(
  _ values: ContiguousArray<Scalar>.SubSequence, rows: Int, columns: Int
) -> ContiguousArray<Scalar> {
  var result = ContiguousArray<Scalar>(repeating: 0, count: rows * columns)
  var index = values.startIndex
  for row in 0..<rows {
    for column in 0..<columns {
      result[column * rows + row] = values[index]
      index += 1
    }
  }
  return result
}

extension SafetensorsFile {
  /// The parameters of a network; every tensor that is missing, extra or of another shape is listed.
  func parameters(of network: Network) throws -> Parameters {
    var faults: [String] = []
    var stray = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    let byName = stray
    for entry in network.layout.entries {
      stray[entry.name] = nil
      guard let tensor = byName[entry.name] else {
        faults.append("\(entry.name) is missing")
        continue
      }
      if tensor.shape != entry.fileShape {
        faults.append("\(entry.name) is \(tensor.shape), expected \(entry.fileShape)")
      }
    }
    faults += stray.keys.sorted().map { "\($0) belongs to no layer" }
    guard faults.isEmpty else {
      throw DescentError(
        .badData,
        "the tensors don't fit the description: " + faults.prefix(10).joined(separator: "; ")
          + (faults.count > 10 ? "; and \(faults.count - 10) more" : ""))
    }
    // Only now: the tensors' bytes are there, so the description can't ask for more than the file has.
    var values = ContiguousArray<Scalar>(repeating: 0, count: network.layout.count)
    for entry in network.layout.entries {
      if let tensor = byName[entry.name] { entry.store(try tensor.scalars(), in: &values) }
    }
    return Parameters(values)
  }
}

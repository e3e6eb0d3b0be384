import Basics
import Networks

extension Model {
  /// The model as one JSON text: the description and, under `parameters`, every tensor as nested
  /// lists in the order of files. Numbers read back to the same bits.
  public func json() throws -> String {
    guard var table = description.table else { return "" }
    let tensors = network.layout.entries.map { entry in
      Settings.Entry(
        entry.name, nested(Value.scalars(entry.inFileOrder(parameters)), entry.fileShape))
    }
    table["parameters"] = .table(Settings(tensors))
    return try JSONWriter(.compact).text(.table(table)) + "\n"
  }

  /// Reads a model from a JSON text.
  ///
  /// Throws `DescentError` (bad data) with line and column.
  public init(
    json bytes: ContiguousArray<UInt8>, file: String? = nil, catalogs: Catalogs = .standard
  ) throws {
    let value = try JSONReader().read(bytes, file: file)
    guard var table = value.table, table["format"]?.text == "descent" else {
      throw DescentError(
        .badData, "a JSON file, but not of a Descent model: it has no \"format\": \"descent\"",
        at: Position(file: file))
    }
    guard let tensors = table["parameters"] else {
      throw DescentError(.badData, "the \"parameters\" are missing", at: Position(file: file))
    }
    table["parameters"] = nil
    try self.init(
      Value(.table(table), at: value.position), catalogs: catalogs, available: bytes.count
    ) { network in
      var reader = try SettingsReader(tensors, path: "parameters")
      var lists: [ContiguousArray<Scalar>] = []
      for entry in network.layout.entries {
        var values = ContiguousArray<Scalar>()
        try flatten(
          try reader.required(entry.name), entry.fileShape[...], "parameters.\(entry.name)",
          into: &values)
        lists.append(values)
      }
      try reader.finish()
      // Only now: every number was there, so the description can't ask for more than the file has.
      var values = ContiguousArray<Scalar>(repeating: 0, count: network.layout.count)
      for (entry, list) in zip(network.layout.entries, lists) { entry.store(list, in: &values) }
      return Parameters(values)
    }
  }
}

/// A flat list as nested lists of a shape.
private func nested(_ flat: Value, _ shape: [Int]) -> Value {
  guard shape.count > 1, let list = flat.list, let rows = shape.first, rows > 0 else { return flat }
  let width = list.count / rows
  return .list(
    (0..<rows).map { row in
      nested(.list(Array(list[(row * width)..<((row + 1) * width)])), Array(shape.dropFirst()))
    })
}

/// Nested lists of a shape as a flat list.
private func flatten(
  _ value: Value, _ shape: ArraySlice<Int>, _ path: String,
  into values: inout ContiguousArray<Scalar>
) throws {
  guard let size = shape.first else {
    guard let number = value.number, Scalar(number).isFinite else {
      throw DescentError(
        .badData, "\(path): expected a number, found \(value.found)", at: value.position)
    }
    values.append(Scalar(number))
    return
  }
  guard let list = value.list, list.count == size else {
    let found = value.list.map { "\($0.count)" } ?? value.found
    throw DescentError(
      .badData, "\(path): expected a list of \(size), found \(found)", at: value.position)
  }
  for (index, element) in list.enumerated() {
    try flatten(element, shape.dropFirst(), "\(path)[\(index)]", into: &values)
  }
}

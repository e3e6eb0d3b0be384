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
  /// The parameters go from the text into the model without a tree of values between, which would take
  /// many times the memory. Throws `DescentError` (bad data) with line and column.
  public init(
    json bytes: ContiguousArray<UInt8>, file: String? = nil, catalogs: Catalogs = .standard
  ) throws {
    let notAModel = DescentError(
      .badData,
      "a JSON file, but not of a Descent model: it has no \"format\": \"descent\"",
      at: Position(file: file))
    var table = Settings()
    var parameters: JSONParser?
    var parser = JSONParser(bytes, file, JSONReader().depthLimit, Self.valueLimit(bytes.count))
    let start = try parser.document { parser in
      guard parser.next == UInt8(ascii: "{") else { throw notAModel }
      let start = parser.position
      try parser.entries(depth: 1) { parser, name, start in
        if name == "parameters" {
          // The network, which says what must stand here, may come later.
          parameters = parser
          try parser.skip(depth: 1)
        } else {
          guard table.entries.count < 1000 else { throw notAModel }
          table.entries.append(Settings.Entry(name, try parser.value(depth: 1), at: start))
        }
      }
      return start
    }
    guard table["format"]?.text == "descent" else { throw notAModel }
    guard var parameters else {
      throw DescentError(
        .badData, "the \"parameters\" are missing", at: Position(file: file))
    }
    do {
      try self.init(
        Value(.table(table), at: start), catalogs: catalogs, available: bytes.count
      ) { network in
        try readParameters(&parameters, network.layout)
      }
    } catch var error as DescentError {
      if error.position == nil, let file { error.position = Position(file: file) }
      throw error
    }
  }
}

/// Reads the table of parameters that a parser stands at.
private func readParameters(
  _ parser: inout JSONParser, _ layout: ParameterLayout
) throws -> Parameters {
  let start = parser.position
  guard parser.next == UInt8(ascii: "{") else {
    _ = try SettingsReader(parser.value(depth: 1), path: "parameters")
    return Parameters([])
  }
  let entries = Dictionary(layout.entries.map { ($0.name, $0) }) { first, _ in first }
  var lists: [String: ContiguousArray<Scalar>] = [:]
  var stray: DescentError?
  try parser.entries(depth: 2) { parser, name, place in
    guard let entry = entries[name] else {
      stray =
        stray
        ?? DescentError(
          .badData, "parameters: unknown setting \"\(name)\"", at: place,
          fix: suggestion(for: name, in: layout.entries.map(\.name)))
      return try parser.skip(depth: 2)
    }
    var numbers = NestedNumbers(path: "parameters.\(name)")
    try numbers.read(&parser, entry.fileShape[...], depth: 2)
    lists[name] = numbers.values
  }
  if let stray { throw stray }
  if let missing = layout.entries.first(where: { lists[$0.name] == nil }) {
    throw DescentError(
      .badData, "parameters: the setting \"\(missing.name)\" is missing", at: start)
  }
  // Only now: every number was there, so the description can't ask for more than the file has.
  var values = ContiguousArray<Scalar>(repeating: 0, count: layout.count)
  for entry in layout.entries {
    if let list = lists[entry.name] { entry.store(list, in: &values) }
  }
  return Parameters(values)
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

/// Nested lists of a shape, read as a flat list.
private struct NestedNumbers {
  /// What the lists are called in errors.
  let path: String
  var values = ContiguousArray<Scalar>()
  /// Which element of which element is being read.
  private var indices: [Int] = []

  init(path: String) { self.path = path }

  mutating func read(_ parser: inout JSONParser, _ shape: ArraySlice<Int>, depth: Int) throws {
    guard let size = shape.first else {
      let number = try parser.single(depth: depth)
      guard let value = number.number else {
        throw wrong("a number", number.found, number.position)
      }
      guard Scalar(value).isFinite else {
        throw wrong("a number in the range of \(Scalar.self)", number.found, number.position)
      }
      return values.append(Scalar(value))
    }
    let start = parser.position
    guard parser.next == UInt8(ascii: "[") else {
      throw wrong("a list of \(size)", try parser.single(depth: depth).found, start)
    }
    indices.append(0)
    var count = 0
    try parser.elements(depth: depth + 1) { parser in
      indices[indices.count - 1] = count
      count += 1
      guard count <= size else { return try parser.skip(depth: depth + 1) }
      try read(&parser, shape.dropFirst(), depth: depth + 1)
    }
    indices.removeLast()
    guard count == size else { throw wrong("a list of \(size)", "\(count)", start) }
  }

  private func wrong(_ expected: String, _ found: String, _ place: Position?) -> DescentError {
    let full = path + indices.map { "[\($0)]" }.joined()
    return DescentError(.badData, "\(full): expected \(expected), found \(found)", at: place)
  }
}

import Basics
import Datasets

/// The header of an array in NumPy's .npy format: a Python dictionary with exactly the keys `descr`,
/// `fortran_order` and `shape`.
///
/// Read by a grammar of just these literals; nothing is ever evaluated.
public struct NPYHeader: Sendable, Hashable {
  /// The type of the numbers as NumPy writes it: `<f4`.
  public var type: String
  /// Whether the first dimension varies fastest.
  public var isFortranOrder: Bool
  /// The dimensions, outermost first; none for a single number.
  public var dimensions: [Int]
  /// How many bytes magic, version and header take: where the numbers begin.
  public var byteCount: Int

  /// The longest header that NumPy itself reads.
  static let longest = 10_000

  /// Reads the header at the start of an .npy file.
  ///
  /// Throws `DescentError` (bad data) for anything else.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    let place = Position(file: name)
    guard bytes.count >= 8, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw DescentError(
        .badData, "not an NPY file: it does not begin with 93 \"NUMPY\"", at: place)
    }
    guard (1...3).contains(bytes[6]), bytes[7] == 0 else {
      throw DescentError(
        .badData, "NPY version \(bytes[6]).\(bytes[7]); expected 1.0, 2.0 or 3.0", at: place)
    }
    let lengthSize = bytes[6] == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthSize else {
      throw DescentError(.badData, "the file ends within the NPY header", at: place)
    }
    var length = 0
    for index in (8..<8 + lengthSize).reversed() { length = length << 8 | Int(bytes[index]) }
    guard length <= Self.longest else {
      throw DescentError(
        .badData,
        "the NPY header is \(counted(length, "byte")) long; at most "
          + "\(grouped(Self.longest)) are read", at: place)
    }
    guard bytes.count >= 8 + lengthSize + length else {
      throw DescentError(.badData, "the file ends within the NPY header", at: place)
    }
    byteCount = 8 + lengthSize + length
    var parser = Parser(text: Array(bytes[8 + lengthSize..<byteCount]), place: place)
    (type, isFortranOrder, dimensions) = try parser.parse()
    guard dimensions.count <= 8 else {
      throw DescentError(
        .badData, "the array has \(dimensions.count) dimensions; at most 8 are read", at: place)
    }
  }
}

/// Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
private struct Parser {
  let text: [UInt8]
  let place: Position
  var index = 0

  init(text: [UInt8], place: Position) {
    self.text = text
    self.place = place
  }

  mutating func parse() throws -> (type: String, isFortranOrder: Bool, dimensions: [Int]) {
    var type: String?
    var order: Bool?
    var dimensions: [Int]?
    try expect("{")
    while !take("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr" where type == nil:
        if peek == UInt8(ascii: "[") || peek == UInt8(ascii: "(") {
          throw DescentError(
            .badData, "a structured array; expected plain numbers", at: place,
            fix: "Save each field as an array of its own.")
        }
        type = try string()
      case "fortran_order" where order == nil: order = try flag()
      case "shape" where dimensions == nil: dimensions = try tuple()
      default:
        let known = ["descr", "fortran_order", "shape"].contains(key)
        throw wrong("the key \(shown(key)) \(known ? "comes twice" : "is unknown")")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    guard index == text.count else { throw wrong("text after the dictionary") }
    guard let type, let order, let dimensions else {
      throw wrong("it lacks descr, fortran_order or shape")
    }
    return (type, order, dimensions)
  }

  private var peek: UInt8? {
    mutating get {
      skipSpaces()
      return index < text.count ? text[index] : nil
    }
  }

  private mutating func skipSpaces() {
    while index < text.count, [0x20, 0x09, 0x0A].contains(text[index]) { index += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else { throw wrong("expected \"\(character)\"") }
  }

  private mutating func string() throws -> String {
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw wrong("expected a text in quotes")
    }
    let start = index + 1
    index = start
    while index < text.count, text[index] != quote {
      guard text[index] != UInt8(ascii: "\\") else { throw wrong("a backslash") }
      index += 1
    }
    guard index < text.count else { throw wrong("a text without closing quote") }
    index += 1
    return String(decoding: text[start..<index - 1], as: UTF8.self)
  }

  private mutating func flag() throws -> Bool {
    skipSpaces()
    for (word, value) in [("True", true), ("False", false)]
    where text[index...].starts(with: word.utf8) {
      index += word.utf8.count
      return value
    }
    throw wrong("expected True or False")
  }

  private mutating func tuple() throws -> [Int] {
    try expect("(")
    var numbers: [Int] = []
    while !take(")") {
      numbers.append(try dimension())
      let hasComma = take(",")
      if !hasComma {
        try expect(")")
        // In Python (6) is a number, (6,) is a tuple.
        guard numbers.count > 1 else { throw wrong("expected a tuple") }
        break
      }
    }
    return numbers
  }

  private mutating func dimension() throws -> Int {
    guard let first = peek else { throw wrong("expected a number") }
    guard first != UInt8(ascii: "-") else { throw wrong("a negative dimension") }
    var value = 0
    let start = index
    while index < text.count, 0x30...0x39 ~= text[index] {
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, more) = tens.addingReportingOverflow(Int(text[index] - 0x30))
      guard !over, !more else { throw wrong("a dimension beyond all bounds") }
      value = sum
      index += 1
    }
    guard index > start else { throw wrong("expected a number") }
    // Python 2 wrote long integers so.
    if index < text.count, text[index] == UInt8(ascii: "L") { index += 1 }
    return value
  }

  private func wrong(_ what: String) -> DescentError {
    DescentError(
      .badData, "the NPY header is malformed at character \(index + 1): \(what)", at: place)
  }
}

import Basics
import Datasets

/// The targets in an array of NumPy's .npy format: numbers, or texts that name classes.
///
/// Numbers are those that `NPY` reads; whole ones are told apart exactly, however large they are. Texts are
/// those of the types `U` and `S` (UTF-8) of at most 1,024 characters, one per row.
public struct NPYTargets: Sendable {
  /// The longest texts that name classes, in characters, or bytes for `S`.
  static let longestText = 1024

  fileprivate enum Content {
    case numbers(NPY)
    case texts(NPYTexts)
  }

  /// The name of the file, for errors.
  public let name: String
  /// The type in the file: `<i8`, `<U3`.
  public let type: String
  /// The dimensions, outermost first; none for a single one.
  public let dimensions: [Int]
  fileprivate let content: Content

  /// Reads an array; `name` stands in errors.
  ///
  /// Throws `DescentError` (bad data) where `NPY` does, and for texts that are too long or empty, hold the
  /// character NUL or aren't Unicode.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    try self.init(Numbers(bytes), name: name)
  }

  /// Reads an array out of the bytes of a file; see `NPY`.
  init(_ bytes: Numbers<UInt8>, name: String, memory: MemoryLimit = .none) throws {
    let start = bytes.array(0..<min(bytes.count, NPYHeader.longest + 12))
    let header = try NPYHeader(start, name: name)
    self.name = name
    type = header.type
    dimensions = header.dimensions
    if let element = try NPYTexts.Element(header.type, name: name) {
      let count = try header.check(byteCount: bytes.count, size: element.size, name: name)
      content = .texts(
        try NPYTexts(bytes.part(header.byteCount..<bytes.count), count, element, name: name))
    } else {
      content = .numbers(try NPY(bytes, name: name, memory: memory, keepsWritten: true))
    }
  }

  /// Checks that an array of so many bytes in all, header included, is one that can be read.
  static func checkSize(_ header: NPYHeader, _ total: Int, name: String) throws {
    if let element = try NPYTexts.Element(header.type, name: name) {
      _ = try header.check(byteCount: total, size: element.size, name: name)
    } else {
      try header.checkSize(total, name: name)
    }
  }

  /// How many targets each row has.
  var width: Int { Shape(Array(dimensions.dropFirst())).count }

  /// Throws `DescentError` (bad data) for numbers that aren't finite.
  func checkFinite() throws {
    if case .numbers(let array) = content {
      try array.values.checkFinite(width: width, file: name)
    }
  }

  /// All of them as numbers, row after row.
  ///
  /// Throws `DescentError` (bad data) for texts.
  func numbers() throws -> ContiguousArray<Scalar> {
    guard case .numbers(let array) = content else {
      throw DescentError(
        .badData, "texts, of the type \(shown(type)); expected numbers to predict",
        at: Position(file: name),
        fix: "Learn them as classes, or convert them: y.astype(\"float32\").")
    }
    switch array.values {
    case .bytes(let bytes): return ContiguousArray(bytes.map { Scalar($0) })
    case .scalars(let scalars): return scalars.array
    }
  }

  /// One target per row as classes: the known ones, or those that come, in ascending order; nil where they
  /// look like numbers, not classes, by the rule for CSV files.
  ///
  /// Throws `DescentError` (bad data) for what can't be classes, and for the first row of another class.
  func labels(_ choice: TaskChoice, known: [String]?) throws -> CSVLabels? {
    switch content {
    case .texts(let texts): return try texts.labels(known: known)
    case .numbers(let array):
      if let written = array.written, case .scalars(let scalars) = array.values,
        written.mayBeRounded(scalars)
      {
        let wholes = written.wholes ?? []
        guard !wholes.isEmpty || scalars.isEmpty else {
          return try refused(choice, known, "classes must be whole numbers")
        }
        return try labels(wholes, choice, known) { $0 }
      }
      return try labels(numbers(), choice, known) {
        $0.magnitude < 0x1p53 ? Int128(exactly: $0) : nil
      }
    }
  }

  private func labels<Number: Hashable>(
    _ numbers: ContiguousArray<Number>, _ choice: TaskChoice, _ known: [String]?,
    whole: (Number) -> Int128?
  ) throws -> CSVLabels? {
    let most = CSVColumnSurvey.mostClasses
    var values: Set<Number> = []
    for number in numbers where values.count <= most { values.insert(number) }
    let wholes = values.compactMap { value in whole(value).map { (value: value, whole: $0) } }
    if choice == .automatic, known == nil, values.count > max(20, numbers.count / 20) { return nil }
    guard wholes.count == values.count else {
      return try refused(choice, known, "classes must be whole numbers")
    }
    guard values.count <= most else {
      return try refused(
        choice, known, "more than \(grouped(most)) different values, too many for classes")
    }
    let names = wholes.sorted { $0.whole < $1.whole }
      .map { (value: $0.value, name: String($0.whole)) }
    let classes = known ?? names.map(\.name)
    let places = Dictionary(classes.enumerated().map { ($1, $0) }) { first, _ in first }
    var index: [Number: Scalar] = [:]
    for (value, name) in names { index[value] = places[name].map { Scalar($0) } }
    var indices = ContiguousArray<Scalar>()
    indices.reserveCapacity(numbers.count)
    for (row, number) in numbers.enumerated() {
      guard let class_ = index[number] else {
        let label = whole(number).map(String.init) ?? ""
        throw unknownClass(label, row: row, name: name, classes)
      }
      indices.append(class_)
    }
    return CSVLabels(classes: classes, indices: indices)
  }

  /// Why these are no classes: nil where nobody said that they are.
  private func refused(_ choice: TaskChoice, _ known: [String]?, _ why: String) throws -> CSVLabels?
  {
    if choice == .automatic, known == nil { return nil }
    throw DescentError(.badData, why, at: Position(file: name))
  }

  /// What there is to say about targets that are read as numbers, though each row has a single 1 among
  /// zeros; nil for others.
  func oneHotNote(_ numbers: ContiguousArray<Scalar>) -> String? {
    let width = width
    guard width > 1, !numbers.isEmpty, numbers.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      return nil
    }
    for start in stride(from: 0, to: numbers.count, by: width) {
      guard numbers[start..<(start + width)].reduce(0, +) == 1 else { return nil }
    }
    return "\(name): each row has one 1 among zeros (one-hot), which is read as "
      + "\(width) numbers to predict. For classes, save y.argmax(1) instead."
  }
}

/// The first row of a class that isn't among the known ones; rows are counted from 0.
private func unknownClass(
  _ label: String, row: Int, name: String, _ classes: [String]
) -> DescentError {
  DescentError(
    .badData, "row \(grouped(row + 1)): unknown class \(shown(label))", at: Position(file: name),
    fix: suggestion(for: label, in: classes))
}

/// Texts of an .npy file, of which there are few different ones.
private struct NPYTexts: Sendable {
  /// One of NumPy's types of texts.
  struct Element {
    /// Whether characters are stored, in 4 bytes each, or bytes.
    var isUnicode: Bool
    /// Bytes per text.
    var size: Int
    var isBigEndian: Bool

    /// Nil for another type. Throws `DescentError` (bad data) for texts that are too long, or have no room
    /// for a character.
    init?(_ type: String, name: String) throws {
      let characters = Array(type)
      guard characters.count > 2, "<>=|".contains(characters[0]), "US".contains(characters[1])
      else { return nil }
      let digits = characters.dropFirst(2)
      let length = digits.allSatisfy { "0"..."9" ~= $0 } ? Int(String(digits)) : nil
      guard let length, (1...NPYTargets.longestText).contains(length) else {
        throw DescentError(
          .badData,
          "texts of the type \(shown(type)); those of 1 to \(grouped(NPYTargets.longestText)) "
            + "characters are read as classes", at: Position(file: name))
      }
      isUnicode = characters[1] == "U"
      size = isUnicode ? 4 * length : length
      isBigEndian = characters[0] == ">"
    }
  }

  /// The different texts, in the order in which they come.
  private var names: [String] = []
  /// Where the text of each row is among them.
  private var places: ContiguousArray<Int32> = []
  private let file: String

  /// Throws `DescentError` (bad data) for texts that can't be names of classes, and too many of them.
  init(_ bytes: Numbers<UInt8>, _ count: Int, _ element: Element, name: String) throws {
    file = name
    var known: [String: Int32] = [:]
    places.reserveCapacity(count)
    try bytes.withSpan { span in
      for row in 0..<count {
        let part = span.extracting((row * element.size)..<((row + 1) * element.size))
        let text = try Self.text(part, element, row: row, name)
        if let place = known[text] {
          places.append(place)
          continue
        }
        guard names.count < CSVColumnSurvey.mostClasses else {
          throw DescentError(
            .badData,
            "more than \(grouped(CSVColumnSurvey.mostClasses)) different texts, too many for "
              + "classes", at: Position(file: name))
        }
        known[text] = Int32(names.count)
        places.append(Int32(names.count))
        names.append(text)
      }
    }
  }

  /// A text without the zeros that fill its room.
  private static func text(
    _ bytes: Span<UInt8>, _ element: Element, row: Int, _ name: String
  ) throws -> String {
    func wrong(_ what: String) -> DescentError {
      DescentError(.badData, "row \(grouped(row + 1)): \(what)", at: Position(file: name))
    }
    let result: String?
    if element.isUnicode {
      var scalars = String.UnicodeScalarView()
      var codes = (0..<(bytes.count / 4)).map { place in
        let order = element.isBigEndian ? [0, 1, 2, 3] : [3, 2, 1, 0]
        return order.reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[4 * place + $1]) }
      }
      while codes.last == 0 { codes.removeLast() }
      for code in codes {
        guard code != 0 else { throw wrong("the character NUL within a text") }
        guard let scalar = Unicode.Scalar(code) else {
          throw wrong("U+\(String(code, radix: 16, uppercase: true)) is no character of Unicode")
        }
        scalars.append(scalar)
      }
      result = String(scalars)
    } else {
      var content = bytes.withUnsafeBufferPointer { Array($0) }
      while content.last == 0 { content.removeLast() }
      guard !content.contains(0) else { throw wrong("the character NUL within a text") }
      result = String(validating: content, as: UTF8.self)
    }
    guard let result else { throw wrong("a text that isn't UTF-8") }
    guard !result.isEmpty else { throw wrong("an empty text; expected the name of a class") }
    return result
  }

  /// The texts as classes: the known ones, or those that come, sorted as numbers if all are whole numbers,
  /// byte-wise otherwise.
  func labels(known: [String]?) throws -> CSVLabels {
    let numbers = names.compactMap { Int($0) }
    let values = numbers.count == names.count ? numbers : []
    let order = names.indices.sorted { a, b in
      if !values.isEmpty, values[a] != values[b] { return values[a] < values[b] }
      return names[a].utf8.lexicographicallyPrecedes(names[b].utf8)
    }
    let classes = known ?? order.map { names[$0] }
    let index = Dictionary(classes.enumerated().map { ($1, $0) }) { first, _ in first }
    let found = names.map { index[$0].map { Scalar($0) } }
    var indices = ContiguousArray<Scalar>()
    indices.reserveCapacity(places.count)
    for (row, place) in places.enumerated() {
      guard let label = found[Int(place)] else {
        throw unknownClass(names[Int(place)], row: row, name: file, classes)
      }
      indices.append(label)
    }
    return CSVLabels(classes: classes, indices: indices)
  }
}

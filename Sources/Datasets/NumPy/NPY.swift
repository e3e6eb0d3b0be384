import Basics

/// An array of numbers in NumPy's .npy format, versions 1 to 3.
///
/// Integers of 8 to 64 bits, floating point of 16 to 64 bits and Booleans, either byte order, C or
/// Fortran order.
public struct NPY: Sendable {
  /// The name of the file, for errors.
  public let name: String
  /// The type of the numbers in the file: `<f4`.
  public let type: String
  /// The dimensions, outermost first; none for a single number.
  public let dimensions: [Int]
  /// The numbers, last dimension fastest: bytes for unsigned bytes and Booleans, scalars otherwise.
  public let values: FeatureStorage

  /// Reads an array; `name` stands in errors.
  ///
  /// Throws `DescentError` (bad data) for what isn't an .npy file of numbers, for a size other than
  /// the header says, and for numbers that don't fit `Scalar`. Allocates nothing before the size is
  /// known to fit.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    let header = try NPYHeader(bytes, name: name)
    let (element, count) = try header.check(byteCount: bytes.count, name: name)
    self.name = name
    type = header.type
    dimensions = header.dimensions
    let order =
      header.isFortranOrder && dimensions.count > 1 ? FortranOrder(dimensions) : nil
    if element.kind == .unsigned, element.size == 1 {
      values = .bytes(element.bytes(bytes, from: header.byteCount, count: count, order))
    } else if element.kind == .flag {
      let raw = element.bytes(bytes, from: header.byteCount, count: count, order)
      values = .bytes(ContiguousArray(raw.map { $0 == 0 ? 0 : 1 }))
    } else {
      values = .scalars(
        try element.scalars(
          bytes, from: header.byteCount, count: count, order, Position(file: name)))
    }
  }
}

extension NPYHeader {
  /// The type of the numbers and how many there are, for a file of so many bytes in all.
  ///
  /// Throws `DescentError` (bad data) for a type that isn't read and a size other than the header says.
  fileprivate func check(
    byteCount total: Int, name: String
  ) throws -> (element: Element, count: Int) {
    let place = Position(file: name)
    let element = try Element(type, name: name)
    // A dimension of 0 makes the array empty, whatever the others are.
    let count = dimensions.contains(0) ? 0 : Shape(dimensions).count
    let (needed, overflow) = count.multipliedReportingOverflow(by: element.size)
    guard count < Int.max, !overflow else {
      throw DescentError(
        .badData, "the NPY header says \(Shape(dimensions)), more than can exist", at: place)
    }
    let found = total - byteCount
    guard found >= needed else {
      throw DescentError(
        .badData,
        "the NPY header announces \(counted(needed, "byte")) (\(Shape(dimensions)) of "
          + "\(type)), but only \(grouped(found)) follow", at: place,
        fix: "The file is cut off: get it again.")
    }
    guard found == needed else {
      throw DescentError(
        .badData,
        "\(counted(found - needed, "byte")) too many: the NPY header announces "
          + "\(grouped(needed)) (\(Shape(dimensions)) of \(type))", at: place,
        fix: "Save one array per file.")
    }
    return (element, count)
  }

  /// Checks that an array of so many bytes in all, header included, is one that can be read.
  ///
  /// Throws `DescentError` (bad data) where it isn't.
  func checkSize(_ total: Int, name: String) throws { _ = try check(byteCount: total, name: name) }
}

/// Where each number of an array in C order lies in one in Fortran order.
struct FortranOrder: IteratorProtocol {
  private let dimensions: [Int]
  private var counter: [Int]
  private var strides: [Int] = []
  private var place = 0

  init(_ dimensions: [Int]) {
    self.dimensions = dimensions
    counter = Array(repeating: 0, count: dimensions.count)
    var stride = 1
    for dimension in dimensions {
      strides.append(stride)
      stride &*= dimension
    }
  }

  /// The place of the next number; never ends.
  mutating func next() -> Int? {
    defer { step() }
    return place
  }

  /// Counts up by one, last dimension first.
  private mutating func step() {
    for axis in dimensions.indices.reversed() {
      counter[axis] += 1
      place += strides[axis]
      if counter[axis] < dimensions[axis] { return }
      place -= strides[axis] * dimensions[axis]
      counter[axis] = 0
    }
  }

  /// The place of the number of this index.
  func place(of index: Int) -> Int {
    var rest = index
    var place = 0
    for axis in dimensions.indices.reversed() {
      place += rest % dimensions[axis] * strides[axis]
      rest /= dimensions[axis]
    }
    return place
  }
}

/// One of NumPy's number types.
fileprivate struct Element {
  enum Kind: Character {
    case flag = "b"
    case unsigned = "u"
    case signed = "i"
    case floating = "f"
  }

  var kind: Kind
  var size: Int
  var isBigEndian: Bool

  init(_ type: String, name: String) throws {
    let characters = Array(type)
    if characters.count == 3, "<>=|".contains(characters[0]),
      let kind = Kind(rawValue: characters[1]), let size = characters[2].wholeNumberValue,
      characters[2].isASCII,
      kind == .flag
        ? size == 1 : kind == .floating ? [2, 4, 8].contains(size) : [1, 2, 4, 8].contains(size)
    {
      self.kind = kind
      self.size = size
      isBigEndian = characters[0] == ">"
      return
    }
    let isObject = type.contains("O")
    throw DescentError(
      .badData,
      "numbers of the type \(shown(type)) are not read"
        + (isObject ? ": it holds Python objects" : ""), at: Position(file: name),
      fix: "Convert the array first: a.astype(\"float32\").")
  }

  func bytes(
    _ bytes: ContiguousArray<UInt8>, from start: Int, count: Int, _ order: FortranOrder?
  ) -> ContiguousArray<UInt8> {
    if var order {
      return ContiguousArray((0..<count).map { _ in bytes[start + (order.next() ?? 0)] })
    }
    return ContiguousArray(bytes[start..<start + count])
  }

  func scalars(
    _ bytes: ContiguousArray<UInt8>, from start: Int, count: Int, _ order: FortranOrder?,
    _ place: Position
  ) throws -> ContiguousArray<Scalar> {
    let kind: StoredNumbers.Kind =
      switch self.kind {
      case .flag, .unsigned: .unsigned
      case .signed: .signed
      case .floating: .floating
      }
    let stored = StoredNumbers(kind: kind, size: size, isBigEndian: isBigEndian)
    let (values, tooLarge) = stored.scalars(bytes, from: start, count: count, order: order)
    guard let tooLarge else { return values }
    throw DescentError(
      .badData,
      "number \(grouped(tooLarge.index + 1)) is \(tooLarge.value), out of the range of "
        + "\(Scalar.self)", at: place)
  }
}

import Basics
import Datasets

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
  /// The numbers as they lie in the file, before anything is rounded; nil where nobody asked for them.
  let written: WrittenNumbers?

  /// Reads an array; `name` stands in errors.
  ///
  /// Throws `DescentError` (bad data) for what isn't an .npy file of numbers, for a size other than
  /// the header says, and for numbers that don't fit `Scalar`. Allocates nothing before the size is
  /// known to fit.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    try self.init(Numbers(bytes), name: name)
  }

  /// Reads an .npy file, plain or gzip; see `init(_:name:memory:)`.
  public init(path: String, memory: MemoryLimit = .none) throws {
    let bytes = try inflated(dataFile(path, memory) { _ in }, name: path, memory)
    try self.init(bytes, name: path, memory: memory)
  }

  /// Reads an array out of the bytes of a file; its numbers stay there if they can, and what takes more
  /// memory than it may goes to another file.
  ///
  /// Throws as above, and `DescentError` (can't write) where that file can't be made.
  public init(_ bytes: Numbers<UInt8>, name: String, memory: MemoryLimit = .none) throws {
    try self.init(bytes, name: name, memory: memory, keepsWritten: false)
  }

  /// The same; `keepsWritten` says whether the numbers are wanted as they lie in the file, too.
  init(_ bytes: Numbers<UInt8>, name: String, memory: MemoryLimit, keepsWritten: Bool) throws {
    let start = bytes.array(0..<min(bytes.count, NPYHeader.longest + 12))
    let header = try NPYHeader(start, name: name)
    let (element, count) = try header.check(byteCount: bytes.count, name: name)
    self.name = name
    type = header.type
    dimensions = header.dimensions
    let order =
      header.isFortranOrder && dimensions.count > 1 ? FortranOrder(dimensions) : nil
    let stored = bytes.part(header.byteCount..<(header.byteCount + count * element.size))
    switch element.kind {
    case .unsigned where element.size == 1 && order == nil:
      values = .bytes(try stored.kept(memory))
    case .unsigned where element.size == 1, .flag:
      values = .bytes(try element.bytes(stored, order, memory))
    case .unsigned, .signed, .floating:
      values = .scalars(try element.scalars(stored, order, memory, Position(file: name)))
    }
    written = keepsWritten ? WrittenNumbers(numbers: element.stored, bytes: stored) : nil
  }
}

extension NPYHeader {
  /// The type of the numbers and how many there are, for a file of so many bytes in all.
  ///
  /// Throws `DescentError` (bad data) for a type that isn't read and a size other than the header says.
  fileprivate func check(
    byteCount total: Int, name: String
  ) throws -> (element: Element, count: Int) {
    let element = try Element(type, name: name)
    return (element, try check(byteCount: total, size: element.size, name: name))
  }

  /// How many elements of so many bytes there are, for a file of so many bytes in all.
  ///
  /// Throws `DescentError` (bad data) for a size other than the header says.
  func check(byteCount total: Int, size: Int, name: String) throws -> Int {
    let place = Position(file: name)
    // A dimension of 0 makes the array empty, whatever the others are.
    let count = dimensions.contains(0) ? 0 : Shape(dimensions).count
    let (needed, overflow) = count.multipliedReportingOverflow(by: size)
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
    return count
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
    let (reason, fix) = Self.advice(type)
    throw DescentError(
      .badData, "numbers of the type \(shown(type)) are not read\(reason)",
      at: Position(file: name), fix: fix)
  }

  /// Why a type isn't read, where that isn't plain, and what to do.
  private static func advice(_ type: String) -> (reason: String, fix: String) {
    if type.contains("O") {
      return (": it holds Python objects", "Convert the array first: a.astype(\"float32\").")
    }
    switch type.dropFirst().first {
    case "U", "S":
      return (
        ": they are texts",
        "Give each text a number: numpy.unique(a, return_inverse=True)[1].reshape(a.shape)."
      )
    case "c":
      return (
        ": they are complex",
        "Make features of their real and imaginary parts: numpy.stack([a.real, a.imag], -1)."
      )
    default: return ("", "Convert the array first: a.astype(\"float32\").")
    }
  }

  /// How the numbers are stored.
  var stored: StoredNumbers {
    let kind: StoredNumbers.Kind =
      switch self.kind {
      case .flag, .unsigned: .unsigned
      case .signed: .signed
      case .floating: .floating
      }
    return StoredNumbers(kind: kind, size: size, isBigEndian: isBigEndian)
  }

  /// Bytes in C order; of flags, 0 and 1.
  func bytes(
    _ stored: Numbers<UInt8>, _ order: FortranOrder?, _ memory: MemoryLimit
  ) throws -> Numbers<UInt8> {
    var order = order
    var spool = NumberSpool<UInt8>(memory, expected: stored.count)
    let step = 1 << 20
    for start in stride(from: 0, to: stored.count, by: step) {
      let piece = start..<min(start + step, stored.count)
      let bytes = stored.withSpan { span in
        ContiguousArray(
          piece.map { index in
            let byte = span[order?.next() ?? index]
            return kind == .flag ? (byte == 0 ? 0 : 1) : byte
          })
      }
      try spool.append(contentsOf: bytes)
    }
    return try spool.finish()
  }

  func scalars(
    _ bytes: Numbers<UInt8>, _ order: FortranOrder?, _ memory: MemoryLimit, _ place: Position
  ) throws -> Numbers<Scalar> {
    let (values, tooLarge) = try stored.scalars(bytes, order: order, memory)
    guard let tooLarge else { return values }
    throw DescentError(
      .badData,
      "number \(grouped(tooLarge.index + 1)) is \(tooLarge.value), out of the range of "
        + "\(Scalar.self)", at: place)
  }
}

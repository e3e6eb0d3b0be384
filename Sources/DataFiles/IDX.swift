import Basics
import Datasets

/// An array of numbers in the IDX format, in which MNIST is distributed.
///
/// Two zero bytes, one byte for the type, one for the count of dimensions (1 to 8), the dimensions
/// as 32-bit big-endian numbers, then the values, big-endian, last dimension fastest. Gzip data is
/// inflated on the way.
public struct IDX: Sendable {
  /// The type of the stored numbers.
  public enum Element: UInt8, Sendable {
    /// 0 to 255.
    case unsignedByte = 0x08
    /// -128 to 127.
    case signedByte = 0x09
    /// 16-bit integers.
    case int16 = 0x0B
    /// 32-bit integers.
    case int32 = 0x0C
    /// 32-bit floating point.
    case float32 = 0x0D
    /// 64-bit floating point.
    case float64 = 0x0E

    /// The bytes that one number takes.
    public var size: Int {
      switch self {
      case .unsignedByte, .signedByte: 1
      case .int16: 2
      case .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// The name of the file, for errors.
  public let name: String
  /// The type of the numbers in the file.
  public let element: Element
  /// The dimensions, outermost first; the first one counts the items.
  public let dimensions: [Int]
  /// The numbers: bytes for unsigned bytes, scalars for everything else.
  public let values: FeatureStorage

  /// Reads an IDX file, plain or gzip.
  public init(path: String, memory: MemoryLimit = .none) throws {
    try self.init(dataFile(path, memory) { _ in }, name: path, memory: memory)
  }

  /// Reads IDX data, plain or gzip; `name` stands in errors.
  ///
  /// Throws `DescentError` (bad data) for anything that isn't IDX, whose size differs from what the
  /// header says, or whose numbers don't fit `Scalar`. Never allocates more than the data can fill.
  public init(_ bytes: ContiguousArray<UInt8>, name: String) throws {
    try self.init(Numbers(bytes), name: name)
  }

  /// Reads IDX data out of the bytes of a file; bytes stay there if they can, and what takes more memory
  /// than it may goes to another file.
  ///
  /// Throws as above, and `DescentError` (can't write) where that file can't be made.
  public init(_ bytes: Numbers<UInt8>, name: String, memory: MemoryLimit = .none) throws {
    self.name = name
    let place = Position(file: name)
    let reader = ByteReader(bytes, name: name)
    let magic = try reader.read(4)
    guard !magic.isEmpty else { throw DescentError(.badData, "the file is empty", at: place) }
    guard magic.prefix(2).allSatisfy({ $0 == 0 }) else {
      throw DescentError(
        .badData, "not an IDX file: it begins with \(hexadecimal(magic)), not with 00 00", at: place
      )
    }
    guard magic.count == 4 else {
      throw DescentError(.badData, "the file ends within the IDX header", at: place)
    }
    guard let element = Element(rawValue: magic[2]) else {
      throw DescentError(
        .badData,
        "unknown IDX type \(hexadecimal([magic[2]])); expected 08, 09, 0b, 0c, 0d or 0e", at: place)
    }
    guard (1...8).contains(magic[3]) else {
      throw DescentError(
        .badData, "the IDX header says \(magic[3]) dimensions; expected 1 to 8", at: place)
    }
    self.element = element
    let sizes = try reader.read(4 * Int(magic[3]))
    guard sizes.count == 4 * Int(magic[3]) else {
      throw DescentError(.badData, "the file ends within the IDX header", at: place)
    }
    let dimensions = (0..<Int(magic[3])).map { bigEndian(sizes, at: 4 * $0, size: 4) }
      .map { Int($0) }
    self.dimensions = dimensions
    guard let needed = byteCount(dimensions, element.size) else {
      throw DescentError(
        .badData, "the IDX header says \(Shape(dimensions)), more than can exist", at: place,
        fix: byteCount(Self.swapped(dimensions), element.size)
          == (try reader.remaining(upTo: Self.mostCounted)) ? Self.swapHint : nil)
    }
    guard needed <= reader.mostRemaining else {
      throw Self.tooShort(
        dimensions, element, needed: needed, found: try reader.remaining(upTo: Self.mostCounted),
        at: place)
    }
    try Self.checkSwelling(
      reader, needed: needed, compressed: bytes.count, dimensions, element, place)
    let content = try reader.read(needed, memory)
    guard content.count == needed else {
      throw Self.tooShort(dimensions, element, needed: needed, found: content.count, at: place)
    }
    guard try reader.read(1).isEmpty else {
      throw Self.tooLong(
        dimensions, element, needed: needed,
        more: try 1 + reader.remaining(upTo: Self.mostCounted), at: place)
    }
    values = try Self.decode(content, element, name, memory)
  }
}

extension IDX {
  private static let swapHint =
    "The dimensions fit if read little-endian: write the file in big-endian order."

  private static func tooShort(
    _ dimensions: [Int], _ element: Element, needed: Int, found: Int, at place: Position
  ) -> DescentError {
    let fits = byteCount(swapped(dimensions), element.size) == found
    return DescentError(
      .badData,
      "the IDX header announces \(counted(needed, "byte")) (\(Shape(dimensions))), "
        + "but only \(grouped(found)) follow", at: place,
      fix: fits ? swapHint : "The file is cut off: get it again.")
  }

  /// Where counting stops, so that a hostile file costs no time.
  private static let mostCounted = 64 << 20

  private static func tooLong(
    _ dimensions: [Int], _ element: Element, needed: Int, more: Int, at place: Position
  ) -> DescentError {
    let fits = byteCount(swapped(dimensions), element.size) == needed + more
    return DescentError(
      .badData,
      "\(more > mostCounted ? "more than " : "")\(counted(more, "byte")) too many: "
        + "the IDX header announces \(grouped(needed)) (\(Shape(dimensions)))", at: place,
      fix: fits ? swapHint : nil)
  }

  /// Sees that numbers which are compressed out of the ordinary are all there before there is room for
  /// them.
  private static func checkSwelling(
    _ reader: ByteReader, needed: Int, compressed: Int, _ dimensions: [Int], _ element: Element,
    _ place: Position
  ) throws {
    guard !Inflation.isOrdinary(needed, from: compressed) else { return }
    guard needed <= Inflation.most else {
      throw DescentError(
        .badData,
        "the IDX header announces \(counted(needed, "byte")) (\(Shape(dimensions))) in a gzip file of "
          + grouped(compressed), at: place, fix: "Unpack it with gunzip first.")
    }
    let found = try reader.remaining(upTo: needed + 1 + mostCounted)
    if found < needed {
      throw tooShort(dimensions, element, needed: needed, found: found, at: place)
    }
    if found > needed {
      throw tooLong(dimensions, element, needed: needed, more: found - needed, at: place)
    }
  }

  private static func swapped(_ dimensions: [Int]) -> [Int] {
    dimensions.map { Int(UInt32(truncatingIfNeeded: $0).byteSwapped) }
  }

  private static func decode(
    _ bytes: Numbers<UInt8>, _ element: Element, _ name: String, _ memory: MemoryLimit
  ) throws -> FeatureStorage {
    if element == .unsignedByte { return .bytes(try bytes.kept(memory)) }
    let kind: StoredNumbers.Kind =
      switch element {
      case .unsignedByte: .unsigned
      case .signedByte, .int16, .int32: .signed
      case .float32, .float64: .floating
      }
    let stored = StoredNumbers(kind: kind, size: element.size, isBigEndian: true)
    let (values, tooLarge) = try stored.scalars(bytes, memory)
    guard let tooLarge else { return .scalars(values) }
    throw DescentError(
      .badData,
      "value \(grouped(tooLarge.index + 1)) is \(tooLarge.value), out of the range of "
        + "\(Scalar.self)", at: Position(file: name))
  }
}

/// The bytes for so many numbers, or nil where that overflows.
private func byteCount(_ dimensions: [Int], _ size: Int) -> Int? {
  let count = Shape(dimensions).count
  let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
  return count == Int.max || overflow ? nil : bytes
}

/// A big-endian number of 1 to 8 bytes, its bits in the lower end.
private func bigEndian(_ bytes: ContiguousArray<UInt8>, at start: Int, size: Int) -> UInt64 {
  var value: UInt64 = 0
  for index in start..<start + size { value = value << 8 | UInt64(bytes[index]) }
  return value
}

/// `1f 8b 00`
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

import Basics
import Datasets

/// A type of numbers that .npy files are written of.
public protocol NPYNumber: BitwiseCopyable {
  /// What NumPy calls it, little-endian: `<f4`.
  static var npyType: String { get }
  /// Adds the bytes of the number, the lowest first.
  func append(to bytes: inout ContiguousArray<UInt8>)
}

extension Float: NPYNumber {
  /// `<f4`
  public static var npyType: String { "<f4" }
  /// Adds 4 bytes.
  public func append(to bytes: inout ContiguousArray<UInt8>) { bitPattern.append(word: &bytes) }
}

extension Double: NPYNumber {
  /// `<f8`
  public static var npyType: String { "<f8" }
  /// Adds 8 bytes.
  public func append(to bytes: inout ContiguousArray<UInt8>) { bitPattern.append(word: &bytes) }
}

extension Int64: NPYNumber {
  /// `<i8`
  public static var npyType: String { "<i8" }
  /// Adds 8 bytes.
  public func append(to bytes: inout ContiguousArray<UInt8>) { append(word: &bytes) }
}

extension UInt8: NPYNumber {
  /// `|u1`: a single byte has no order.
  public static var npyType: String { "|u1" }
  /// Adds the byte.
  public func append(to bytes: inout ContiguousArray<UInt8>) { bytes.append(self) }
}

extension FixedWidthInteger {
  /// Adds the bytes of the number, the lowest first.
  func append(word bytes: inout ContiguousArray<UInt8>) {
    withUnsafeBytes(of: littleEndian) { bytes.append(contentsOf: $0) }
  }
}

extension NPY {
  /// The bytes of an .npy file of version 1, the same as `numpy.save` writes for the same array.
  ///
  /// - Parameters:
  ///   - values: row-major, last dimension fastest.
  ///   - dimensions: outermost first, at most 8; none for a single number.
  ///
  /// Throws `DescentError` (usage) where the dimensions don't multiply to the count of the values.
  public static func encode<Number: NPYNumber>(
    _ values: some Collection<Number>, dimensions: [Int]
  ) throws -> ContiguousArray<UInt8> {
    guard dimensions.count <= 8, dimensions.allSatisfy({ $0 >= 0 }),
      (dimensions.contains(0) ? 0 : Shape(dimensions).count) == values.count
    else {
      throw DescentError(
        .usage, "\(counted(values.count, "number")) can't be an array of \(Shape(dimensions))")
    }
    var bytes = header(type: Number.npyType, dimensions)
    bytes.reserveCapacity(bytes.count + values.count * MemoryLayout<Number>.size)
    for value in values { value.append(to: &bytes) }
    return bytes
  }

  /// The array as the bytes of an .npy file: bytes as `|u1`, scalars as `<f4`, or `<f8` with the trait
  /// DoublePrecision.
  public func encoded() throws -> ContiguousArray<UInt8> {
    switch values {
    case .bytes(let bytes): try Self.encode(bytes.array, dimensions: dimensions)
    case .scalars(let scalars): try Self.encode(scalars.array, dimensions: dimensions)
    }
  }

  /// Magic, version and header as `numpy.lib.format` writes them: room for the first dimension to grow to
  /// 21 digits, then spaces up to a multiple of 64 bytes.
  private static func header(type: String, _ dimensions: [Int]) -> ContiguousArray<UInt8> {
    let shape =
      dimensions.count == 1
      ? "(\(dimensions[0]),)" : "(" + dimensions.map(String.init).joined(separator: ", ") + ")"
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    if let first = dimensions.first {
      text += String(repeating: " ", count: 21 - String(first).utf8.count)
    }
    let before = 10
    text += String(repeating: " ", count: 64 - (before + text.utf8.count + 1) % 64) + "\n"
    var bytes: ContiguousArray<UInt8> = [0x93]
    bytes += Array("NUMPY".utf8) + [1, 0]
    UInt16(text.utf8.count).append(word: &bytes)
    return bytes + Array(text.utf8)
  }
}

extension NPZ {
  /// The bytes of an .npz file that NumPy reads: arrays by name, each the bytes of an .npy file, stored as
  /// `numpy.savez` stores them.
  ///
  /// Throws `DescentError` (usage) for names that come twice, are empty or can't be file names.
  public static func encode(
    _ arrays: [(name: String, file: ContiguousArray<UInt8>)]
  ) throws -> ContiguousArray<UInt8> {
    var names: Set<String> = []
    for (name, _) in arrays {
      let isPlain =
        !name.isEmpty && name.utf8.count < 60_000
        && name.utf8.allSatisfy { $0 >= 0x20 && !"/\\:".utf8.contains($0) }
      guard isPlain, name != ".." else {
        throw DescentError(.usage, "an array can't be called \(shown(name))")
      }
      guard names.insert(name).inserted else {
        throw DescentError(.usage, "two arrays are called \(shown(name))")
      }
    }
    return ZIPArchive.stored(arrays.map { ($0.name + ".npy", $0.file) })
  }
}

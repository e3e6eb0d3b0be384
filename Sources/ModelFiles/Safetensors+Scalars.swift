import Basics

extension SafetensorsFile.Tensor {
  /// A tensor of scalars: F32, or F64 with the trait DoublePrecision.
  ///
  /// - Parameter scalars: row-major, [shape].
  public init(name: String, shape: [Int], scalars: ContiguousArray<Scalar>) {
    var bytes = ContiguousArray<UInt8>()
    bytes.reserveCapacity(scalars.count * MemoryLayout<Scalar>.size)
    #if _endian(little)
      // As they lie in memory; a checkpoint is written while a training waits.
      scalars.withUnsafeBytes { bytes.append(contentsOf: $0) }
    #else
      for scalar in scalars {
        withUnsafeBytes(of: scalar.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    #endif
    self.init(name: name, type: .scalar, shape: shape, bytes: bytes[...])
  }

  /// The numbers as scalars, row-major, [shape]: from F32, F64 (rounded to `Scalar`), F16 and BF16.
  ///
  /// Throws `DescentError` (bad data) for any other type, more than 8 dimensions, and, unless
  /// `allowNonFinite`, for a number that is not finite or too large for `Scalar`; the error names
  /// the tensor and the index.
  public func scalars(allowNonFinite: Bool = false) throws -> ContiguousArray<Scalar> {
    guard shape.count <= 8 else {
      throw DescentError(
        .badData, "tensor \"\(name)\" has \(shape.count) dimensions, and 8 are read at most")
    }
    let values: ContiguousArray<Scalar>
    switch type {
    case .float32: values = decoded { Scalar(Float(bitPattern: $0)) }
    case .float64: values = decoded { Scalar(Double(bitPattern: $0)) }
    case .float16: values = decoded { Scalar(Self.half($0)) }
    case .bfloat16:
      values = decoded { (bits: UInt16) in Scalar(Float(bitPattern: UInt32(bits) << 16)) }
    default:
      throw DescentError(
        .badData, "tensor \"\(name)\" holds \(type.rawValue), expected F32, F64, F16 or BF16",
        fix: "Convert it, in Python with tensor.float().")
    }
    if !allowNonFinite, let index = values.firstIndex(where: { !$0.isFinite }) {
      let bound = values[index].isNaN ? "not a number" : "infinite or too large"
      throw DescentError(.badData, "tensor \"\(name)\": element \(index) is \(bound)")
    }
    return values
  }

  /// Little-endian words, each turned into a scalar.
  private func decoded<Word: FixedWidthInteger>(
    _ convert: (Word) -> Scalar
  ) -> ContiguousArray<Scalar> {
    let width = MemoryLayout<Word>.size
    var values = ContiguousArray<Scalar>()
    values.reserveCapacity(bytes.count / width)
    bytes.withUnsafeBytes { buffer in
      // The bytes of a slice need not be aligned.
      for offset in stride(from: 0, through: buffer.count - width, by: width) {
        let word = buffer.loadUnaligned(fromByteOffset: offset, as: Word.self)
        values.append(convert(Word(littleEndian: word)))
      }
    }
    return values
  }

  /// The value of IEEE half precision bits; `Float16` itself is missing on some Macs.
  private static func half(_ bits: UInt16) -> Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction * 0x1p-10)
        * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}

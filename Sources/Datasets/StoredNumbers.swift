import Basics

/// How the numbers of a binary file are stored.
struct StoredNumbers {
  enum Kind {
    case unsigned
    case signed
    /// IEEE 754 of 16, 32 or 64 bits.
    case floating
  }

  var kind: Kind
  /// Bytes per number: 1, 2, 4 or 8.
  var size: Int
  var isBigEndian: Bool

  /// So many numbers from an offset on, as scalars.
  ///
  /// - Parameter order: where each number lies among the stored ones; one after the other where nil.
  ///
  /// `tooLarge` is the first finite number that is out of the range of `Scalar`, if there is one.
  func scalars(
    _ bytes: ContiguousArray<UInt8>, from start: Int, count: Int, order: FortranOrder? = nil
  ) -> (values: ContiguousArray<Scalar>, tooLarge: (index: Int, value: Double)?) {
    let stored = bytes.span.bytes.extracting(start..<(start + count * size))
    var values = ContiguousArray<Scalar>(repeating: 0, count: count)
    var target = values.mutableSpan
    switch (kind, size) {
    case (.floating, 2): read(stored, order, &target) { Self.half($0) }
    case (.floating, 4): read(stored, order, &target) { Scalar(Float(bitPattern: $0)) }
    case (.floating, _): read(stored, order, &target) { Scalar(Double(bitPattern: $0)) }
    case (.unsigned, 1): read(stored, order, &target) { (bits: UInt8) in Scalar(bits) }
    case (.unsigned, 2): read(stored, order, &target) { (bits: UInt16) in Scalar(bits) }
    case (.unsigned, 4): read(stored, order, &target) { (bits: UInt32) in Scalar(bits) }
    case (.unsigned, _): read(stored, order, &target) { (bits: UInt64) in Scalar(bits) }
    case (.signed, 1): read(stored, order, &target) { (bits: Int8) in Scalar(bits) }
    case (.signed, 2): read(stored, order, &target) { (bits: Int16) in Scalar(bits) }
    case (.signed, 4): read(stored, order, &target) { (bits: Int32) in Scalar(bits) }
    case (.signed, _): read(stored, order, &target) { (bits: Int64) in Scalar(bits) }
    }
    // Only a Double may be finite and too large.
    guard kind == .floating, size == 8, !values.span.allFinite else { return (values, nil) }
    for index in values.indices where !values[index].isFinite {
      let bits = word(stored, order?.place(of: index) ?? index, as: UInt64.self)
      let value = Double(bitPattern: bits)
      if value.isFinite { return (values, (index, value)) }
    }
    return (values, nil)
  }

  @inline(__always) private func read<Word: FixedWidthInteger & BitwiseCopyable>(
    _ stored: RawSpan, _ order: FortranOrder?, _ target: inout MutableSpan<Scalar>,
    _ convert: (Word) -> Scalar
  ) {
    if var order {
      for index in target.indices {
        target[index] = convert(word(stored, order.next() ?? index, as: Word.self))
      }
    } else {
      for index in target.indices { target[index] = convert(word(stored, index, as: Word.self)) }
    }
  }

  @inline(__always) private func word<Word: FixedWidthInteger & BitwiseCopyable>(
    _ stored: RawSpan, _ index: Int, as type: Word.Type
  ) -> Word {
    let bits = stored.unsafeLoadUnaligned(
      fromByteOffset: index &* MemoryLayout<Word>.size, as: Word.self)
    return isBigEndian ? Word(bigEndian: bits) : Word(littleEndian: bits)
  }

  /// A number in IEEE 754 half precision; the type Float16 doesn't exist on every platform.
  private static func half(_ bits: UInt16) -> Scalar {
    let fraction = Scalar(bits & 0x3FF)
    let exponent = Int(bits >> 10 & 0x1F)
    let magnitude: Scalar =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Scalar(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}

import Basics
import Datasets

/// How the numbers of a binary file are stored.
struct StoredNumbers: Sendable {
  enum Kind: Sendable {
    case unsigned
    case signed
    /// IEEE 754 of 16, 32 or 64 bits.
    case floating
  }

  var kind: Kind
  /// Bytes per number: 1, 2, 4 or 8.
  var size: Int
  var isBigEndian: Bool

  /// All numbers as scalars; what takes more memory than it may goes to a file.
  ///
  /// - Parameters:
  ///   - bytes: as many as the numbers take.
  ///   - order: where each number lies among the stored ones; one after the other where nil.
  ///
  /// `tooLarge` is the first finite number that is out of the range of `Scalar`, if there is one. Throws
  /// `DescentError` (can't write) where the file can't be made.
  func scalars(
    _ bytes: Numbers<UInt8>, order: FortranOrder? = nil, _ memory: MemoryLimit
  ) throws -> (values: Numbers<Scalar>, tooLarge: (index: Int, value: Double)?) {
    if order == nil, isNative, let scalars = bytes.scalarsOnDisk {
      return (try scalars.kept(memory), nil)
    }
    let count = bytes.count / size
    var order = order
    var spool = NumberSpool<Scalar>(memory, expected: count)
    let step = 1 << 16
    var piece = ContiguousArray<Scalar>(repeating: 0, count: min(step, count))
    for start in stride(from: 0, to: count, by: step) {
      let numbers = start..<min(start + step, count)
      let firstOrder = order
      let isFinite = try bytes.withSpan { stored in
        var target = piece.mutableSpan
        var room = target._mutatingExtracting(0..<numbers.count)
        read(stored.bytes, from: start, &order, &room)
        try spool.append(room.span)
        // Only a Double may be finite and too large.
        return kind != .floating || size != 8 || room.span.allFinite
      }
      if !isFinite, let tooLarge = firstTooLarge(bytes, numbers, firstOrder) {
        return (try spool.finish(), tooLarge)
      }
      if order == nil { bytes.forget((start * size)..<(numbers.upperBound * size)) }
    }
    return (try spool.finish(), nil)
  }

  /// Whether the numbers are stored as they lie in memory.
  private var isNative: Bool {
    #if _endian(little)
      kind == .floating && size == MemoryLayout<Scalar>.size && !isBigEndian
    #else
      kind == .floating && size == MemoryLayout<Scalar>.size && isBigEndian
    #endif
  }

  private func firstTooLarge(
    _ bytes: Numbers<UInt8>, _ numbers: Range<Int>, _ order: FortranOrder?
  ) -> (index: Int, value: Double)? {
    var order = order
    return bytes.withSpan { stored in
      for index in numbers {
        let bits = word(stored.bytes, order?.next() ?? index, as: UInt64.self)
        let value = Double(bitPattern: bits)
        if value.isFinite, !Scalar(value).isFinite { return (index, value) }
      }
      return nil
    }
  }

  /// As many numbers as the target takes, from the number `start` on.
  private func read(
    _ stored: RawSpan, from start: Int, _ order: inout FortranOrder?,
    _ target: inout MutableSpan<Scalar>
  ) {
    switch (kind, size) {
    case (.floating, 2): read(stored, start, &order, &target) { Self.half($0) }
    case (.floating, 4): read(stored, start, &order, &target) { Scalar(Float(bitPattern: $0)) }
    case (.floating, _): read(stored, start, &order, &target) { Scalar(Double(bitPattern: $0)) }
    case (.unsigned, 1): read(stored, start, &order, &target) { (bits: UInt8) in Scalar(bits) }
    case (.unsigned, 2): read(stored, start, &order, &target) { (bits: UInt16) in Scalar(bits) }
    case (.unsigned, 4): read(stored, start, &order, &target) { (bits: UInt32) in Scalar(bits) }
    case (.unsigned, _): read(stored, start, &order, &target) { (bits: UInt64) in Scalar(bits) }
    case (.signed, 1): read(stored, start, &order, &target) { (bits: Int8) in Scalar(bits) }
    case (.signed, 2): read(stored, start, &order, &target) { (bits: Int16) in Scalar(bits) }
    case (.signed, 4): read(stored, start, &order, &target) { (bits: Int32) in Scalar(bits) }
    case (.signed, _): read(stored, start, &order, &target) { (bits: Int64) in Scalar(bits) }
    }
  }

  @inline(__always) private func read<Word: FixedWidthInteger & BitwiseCopyable>(
    _ stored: RawSpan, _ start: Int, _ order: inout FortranOrder?,
    _ target: inout MutableSpan<Scalar>, _ convert: (Word) -> Scalar
  ) {
    if order != nil {
      for index in target.indices {
        target[index] = convert(word(stored, order?.next() ?? start + index, as: Word.self))
      }
    } else {
      let part = stored.extracting(
        (start * MemoryLayout<Word>.size)..<((start + target.count) * MemoryLayout<Word>.size))
      for index in target.indices { target[index] = convert(word(part, index, as: Word.self)) }
    }
  }

  @inline(__always) private func word<Word: FixedWidthInteger & BitwiseCopyable>(
    _ stored: RawSpan, _ index: Int, as type: Word.Type
  ) -> Word {
    let bits = stored.unsafeLoadUnaligned(
      fromByteOffset: index &* MemoryLayout<Word>.size, as: Word.self)
    return isBigEndian ? Word(bigEndian: bits) : Word(littleEndian: bits)
  }

  /// All numbers exactly, in the order of the file; nil where one of them isn't whole, or is floating and so
  /// large that its neighbours are further than 1 from it.
  func wholes(_ bytes: Numbers<UInt8>) -> ContiguousArray<Int128>? {
    bytes.withSpan { span in
      let stored = span.bytes
      switch (kind, size) {
      case (.floating, 2): return wholes(stored) { Self.whole(Double(Self.half($0))) }
      case (.floating, 4): return wholes(stored) { Self.whole(Double(Float(bitPattern: $0))) }
      case (.floating, _): return wholes(stored) { Self.whole(Double(bitPattern: $0)) }
      case (.unsigned, 1): return wholes(stored) { (bits: UInt8) in Int128(bits) }
      case (.unsigned, 2): return wholes(stored) { (bits: UInt16) in Int128(bits) }
      case (.unsigned, 4): return wholes(stored) { (bits: UInt32) in Int128(bits) }
      case (.unsigned, _): return wholes(stored) { (bits: UInt64) in Int128(bits) }
      case (.signed, 1): return wholes(stored) { (bits: Int8) in Int128(bits) }
      case (.signed, 2): return wholes(stored) { (bits: Int16) in Int128(bits) }
      case (.signed, 4): return wholes(stored) { (bits: Int32) in Int128(bits) }
      case (.signed, _): return wholes(stored) { (bits: Int64) in Int128(bits) }
      }
    }
  }

  private func wholes<Word: FixedWidthInteger & BitwiseCopyable>(
    _ stored: RawSpan, _ convert: (Word) -> Int128?
  ) -> ContiguousArray<Int128>? {
    var wholes = ContiguousArray<Int128>()
    wholes.reserveCapacity(stored.byteCount / MemoryLayout<Word>.size)
    for index in 0..<(stored.byteCount / MemoryLayout<Word>.size) {
      guard let whole = convert(word(stored, index, as: Word.self)) else { return nil }
      wholes.append(whole)
    }
    return wholes
  }

  private static func whole(_ number: Double) -> Int128? {
    number.magnitude < 0x1p53 ? Int128(exactly: number) : nil
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

/// Numbers as they lie in a file.
struct WrittenNumbers: Sendable {
  var numbers: StoredNumbers
  var bytes: Numbers<UInt8>

  /// Whether making scalars of them may have made two of them one: those whose scalars are so large, and
  /// Doubles in any case.
  func mayBeRounded(_ scalars: Numbers<Scalar>) -> Bool {
    guard numbers.size > 2, numbers.size > 4 || MemoryLayout<Scalar>.size == 4 else { return false }
    if numbers.kind == .floating { return numbers.size > MemoryLayout<Scalar>.size }
    let exact = Scalar(sign: .plus, exponent: Scalar.significandBitCount + 1, significand: 1)
    return scalars.withSpan { span in span.indices.contains { span[$0].magnitude >= exact } }
  }

  /// All of them exactly; see `StoredNumbers.wholes`.
  var wholes: ContiguousArray<Int128>? { numbers.wholes(bytes) }
}

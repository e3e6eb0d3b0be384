// The number type that everything computes in. Built with the package trait `DoublePrecision` the
// whole library and its tests run in Double: gradient checks then see errors of 1e-10 instead of 1e-4.

#if DoublePrecision
  /// The number type that everything computes in: `Double`, because the trait is set.
  public typealias Scalar = Double
#else
  /// The number type that everything computes in: `Float`, or `Double` under `DoublePrecision`.
  public typealias Scalar = Float
#endif

extension Span<Scalar> {
  /// Whether no number is infinite or not a number.
  public var allFinite: Bool {
    // 0 times a finite number is 0, and times any other not a number, which every sum with it is.
    // Eight sums side by side, without a way out of the loop, take a tenth of the time of a search.
    var sums = SIMD8<Scalar>(repeating: 0)
    var index = 0
    while count &- index >= 8 {
      sums +=
        bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: index &* MemoryLayout<Scalar>.stride, as: SIMD8<Scalar>.self) * 0
      index &+= 8
    }
    var sum = sums.sum()
    while index < count {
      sum += self[unchecked: index] * 0
      index &+= 1
    }
    return sum == 0
  }
}

import Basics

/// result[i] = values[i] · scale where the random number at position first + i of the stream is at least
/// the threshold, otherwise values[i] · 0.
public func dropValues(
  _ values: Span<Scalar>, random: RandomSource, first: Int, threshold: UInt64, scale: Scalar,
  into result: inout MutableSpan<Scalar>
) {
  precondition(values.count >= result.count, "too few values")
  values.withUnsafeBufferPointer { values in
    result.withUnsafeMutableBufferPointer {
      dropoutKernel(
        values.baseAddress, $0.count, random.key, UInt64(bitPattern: Int64(first)), threshold,
        scale, $0.baseAddress)
    }
  }
}

import Basics

/// sums[j] = the sum over the rows, in order, of values[row][j].
///
/// - Parameters:
///   - values: [rows][width].
///   - sums: written, [width].
public func sumRows(_ values: Span<Scalar>, width: Int, into sums: inout MutableSpan<Scalar>) {
  guard width > 0 else { return }
  precondition(sums.count >= width, "the sums are too short")
  values.withUnsafeBufferPointer { values in
    sums.withUnsafeMutableBufferPointer {
      sumRowsKernel(values.baseAddress, values.count / width, width, $0.baseAddress)
    }
  }
}

import Basics

/// The sum of the squares, in Double, in a fixed order: eight interleaved sums, added at the end.
public func sumOfSquares(_ values: Span<Scalar>) -> Double {
  values.withUnsafeBufferPointer { sumOfSquaresKernel($0.baseAddress, $0.count) }
}

/// The sum of the squares of end - start, in Double, in the order of `sumOfSquares`.
public func sumOfSquaredChanges(from start: Span<Scalar>, to end: Span<Scalar>) -> Double {
  precondition(start.count == end.count, "vectors of two lengths")
  return withUnsafeTemporaryAllocation(of: Scalar.self, capacity: end.count) { changes in
    changes.initialize(repeating: 0)
    start.withUnsafeBufferPointer { start in
      end.withUnsafeBufferPointer { end in
        for i in 0..<end.count { changes[i] = end[i] - start[i] }
      }
    }
    return sumOfSquaresKernel(changes.baseAddress, changes.count)
  }
}

/// values += added
public func addValues(_ added: Span<Scalar>, to values: inout MutableSpan<Scalar>) {
  precondition(added.count >= values.count, "too few numbers to add")
  added.withUnsafeBufferPointer { added in
    values.withUnsafeMutableBufferPointer { addKernel($0.baseAddress, added.baseAddress, $0.count) }
  }
}

/// values *= factor
public func scaleValues(_ values: inout MutableSpan<Scalar>, by factor: Scalar) {
  values.withUnsafeMutableBufferPointer { scaleKernel($0.baseAddress, $0.count, factor) }
}

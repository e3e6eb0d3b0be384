import Basics

/// What `multiply` computes, in the fewest words: its documentation and its oracle. Same bits.
public func multiplyReference(
  rows: Int, columns: Int, depth: Int, _ a: Span<Scalar>, _ aStrides: Strides, _ b: Span<Scalar>,
  _ bStrides: Strides, into c: inout MutableSpan<Scalar>, bias: Span<Scalar>? = nil
) {
  for i in 0..<rows {
    for j in 0..<columns {
      var sum: Scalar = 0
      if let bias { sum = bias[j] }
      for k in 0..<depth {
        sum.addProduct(
          a[i * aStrides.row + k * aStrides.column], b[k * bStrides.row + j * bStrides.column])
      }
      c[i * columns + j] = sum + 0
    }
  }
}

import Basics

// What the losses share that compare every output with its own target.

/// How targets reach a loss that wants one number per output.
///
/// One-hot where there is an output per class, 0 and 1 where one output tells two classes apart, the
/// numbers themselves for regression; nil for anything else.
func elementwiseEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
  if classes == 0 { return .values }
  if outputs == classes { return .oneHot }
  return outputs == 1 && classes == 2 ? .binary : nil
}

/// losses[row] = Σ_j of `term`'s value, gradient[row][j] = `term`'s slope.
@inline(__always)
func evaluateElements(
  outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
  gradient: inout MutableSpan<Scalar>,
  term: (_ output: Scalar, _ target: Scalar) -> (value: Scalar, slope: Scalar)
) {
  for row in 0..<losses.count {
    var sum: Scalar = 0
    for i in (row * width)..<((row + 1) * width) {
      let (value, slope) = term(outputs[i], targets[i])
      sum += value
      gradient[i] = slope
    }
    losses[row] = sum
  }
}

import Basics

// Sums over the rows of [rows][width] for every column, and normalization by them: batch
// normalization. Sums are in Double, added row after row.

/// sums[j] = Σ over the rows of x, or of (x - mean[j])² where means are given; [width].
public func columnSums(
  _ values: Span<Scalar>, width: Int, squaredAround means: Span<Double>? = nil,
  into sums: inout MutableSpan<Double>
) {
  guard width > 0 else { return }
  precondition(sums.count >= width, "the sums are too short")
  var start: UnsafePointer<Double>?
  if let means {
    precondition(means.count >= width, "too few means")
    start = means.start
  }
  columnSumsKernel(
    values.start, values.count / width, width, start, start == nil ? 1 : 2, sums.start)
}

/// y = (x - mean) · scale · weight + bias
///
/// - Parameters:
///   - values: x, [rows][width].
///   - means: [width].
///   - scales: 1 / √(variance + epsilon), [width].
///   - weights: [width].
///   - biases: [width].
///   - result: y, written, [rows][width].
public func normalizeColumns(
  _ values: Span<Scalar>, width: Int, means: Span<Scalar>, scales: Span<Scalar>,
  weights: Span<Scalar>, biases: Span<Scalar>, into result: inout MutableSpan<Scalar>
) {
  guard width > 0 else { return }
  let least = min(min(means.count, scales.count), min(weights.count, biases.count))
  precondition(least >= width, "too few columns")
  precondition(result.count >= values.count, "the result is too short")
  normalizeColumnsKernel(
    values.start, values.count / width, width, means.start, scales.start, weights.start,
    biases.start, result.start)
}

/// sums[j] = Σ over the rows of g, products[j] = Σ of g (x - mean) · scale.
///
/// - Parameters:
///   - gradient: g, [rows][width].
///   - values: x, [rows][width].
///   - means: [width].
///   - scales: [width].
///   - sums: written, [width].
///   - products: written, [width].
public func columnProducts(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, means: Span<Scalar>,
  scales: Span<Scalar>, sums: inout MutableSpan<Double>, products: inout MutableSpan<Double>
) {
  guard width > 0 else { return }
  precondition(gradient.count >= values.count, "the gradient is too short")
  let least = min(min(means.count, scales.count), min(sums.count, products.count))
  precondition(least >= width, "too few columns")
  columnProductsKernel(
    gradient.start, values.start, values.count / width, width, means.start, scales.start,
    sums.start, products.start)
}

/// The gradient of the values: weight · scale · (g - share · sum - n · share · product), with
/// n = (x - mean) · scale.
///
/// - Parameters:
///   - gradient: g, [rows][width].
///   - values: x, [rows][width].
///   - share: 1 / all rows of the batch.
///   - means: [width].
///   - scales: [width].
///   - weights: [width].
///   - sums: of g over the batch, [width].
///   - products: of g n over the batch, [width].
///   - result: written, [rows][width].
public func normalizeColumnsBack(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, share: Scalar,
  means: Span<Scalar>, scales: Span<Scalar>, weights: Span<Scalar>, sums: Span<Scalar>,
  products: Span<Scalar>, into result: inout MutableSpan<Scalar>
) {
  guard width > 0 else { return }
  precondition(min(gradient.count, result.count) >= values.count, "too few rows")
  let least = min(
    min(means.count, scales.count), min(weights.count, min(sums.count, products.count)))
  precondition(least >= width, "too few columns")
  normalizeColumnsBackKernel(
    gradient.start, values.start, values.count / width, width, share, means.start, scales.start,
    weights.start, sums.start, products.start, result.start)
}

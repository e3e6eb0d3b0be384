import Basics

// Normalization of every row of [rows][width] by its own mean and variance: layer normalization. Sums
// over a row are in Double, as many partial sums as numbers in 64 bytes (element j in sum j mod 16 for
// Float), added by halves.

/// y = (x - mean) · scale · weight + bias, with scale = 1 / √(variance + epsilon) of the row.
///
/// - Parameters:
///   - values: x, [rows][width].
///   - weights: [width].
///   - biases: [width].
///   - statistics: mean and scale of every row are written, [rows][2]; nothing where it is empty.
///   - result: y, written, [rows][width].
public func normalizeRows(
  _ values: Span<Scalar>, width: Int, weights: Span<Scalar>, biases: Span<Scalar>, epsilon: Double,
  statistics: inout MutableSpan<Scalar>, into result: inout MutableSpan<Scalar>
) {
  guard width > 0 else { return }
  let rows = values.count / width
  precondition(min(weights.count, biases.count) >= width, "too few columns")
  precondition(result.count >= values.count, "the result is too short")
  precondition(statistics.isEmpty || statistics.count >= 2 * rows, "too few statistics")
  normalizeRowsKernel(
    values.start, rows, width, weights.start, biases.start, epsilon,
    statistics.isEmpty ? nil : statistics.start, result.start)
}

/// The gradient of the values: scale · (h - mean(h) - n mean(h n)), with h = g · weight and
/// n = (x - mean) · scale.
///
/// - Parameters:
///   - gradient: g, [rows][width].
///   - values: x, [rows][width].
///   - statistics: as `normalizeRows` left them, [rows][2].
///   - weights: [width].
///   - result: written, [rows][width].
public func normalizeRowsBack(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, statistics: Span<Scalar>,
  weights: Span<Scalar>, into result: inout MutableSpan<Scalar>
) {
  guard width > 0 else { return }
  let rows = values.count / width
  precondition(min(gradient.count, result.count) >= values.count, "too few rows")
  precondition(weights.count >= width && statistics.count >= 2 * rows, "too few statistics")
  normalizeRowsBackKernel(
    gradient.start, values.start, statistics.start, rows, width, weights.start, result.start)
}

/// sums[j] = Σ over the rows of g (x - mean) · scale.
///
/// - Parameters:
///   - gradient: g, [rows][width].
///   - values: x, [rows][width].
///   - statistics: as `normalizeRows` left them, [rows][2].
///   - sums: written, [width].
public func normalizeRowsGain(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, statistics: Span<Scalar>,
  into sums: inout MutableSpan<Scalar>
) {
  guard width > 0 else { return }
  let rows = values.count / width
  precondition(gradient.count >= values.count, "too few rows")
  precondition(sums.count >= width && statistics.count >= 2 * rows, "too few statistics")
  normalizeRowsGainKernel(
    gradient.start, values.start, statistics.start, rows, width, sums.start)
}

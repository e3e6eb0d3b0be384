import Basics
import CKernels

/// How the numbers of a data set become those of a batch.
public enum GatherScaling {
  /// x
  case plain
  /// x / divisor
  case divide(by: Scalar)
}

/// batch[r][c] = values[rows[r]][c], scaled: bytes become scalars 0 to 255 first.
///
/// The bits of a division are those of IEEE division. Row indices must fit.
///
/// - Parameters:
///   - values: [any rows][width].
///   - batch: written, [rows.count][width].
public func gather(
  _ values: Span<UInt8>, rows: ArraySlice<Int>, width: Int, scaling: GatherScaling = .plain,
  into batch: inout MutableSpan<Scalar>
) {
  checkGather(values.count, rows, width, batch.count)
  let start = batch.start
  rows.withUnsafeBufferPointer { rows in
    switch scaling {
    case .plain:
      gatherBytesKernel(
        values.start, rows.baseAddress, rows.count, width, DESCENT_PLAIN, nil, nil, start)
    case .divide(var divisor):
      gatherBytesKernel(
        values.start, rows.baseAddress, rows.count, width, DESCENT_DIVIDE, nil, &divisor, start)
    }
  }
}

/// The same from scalars.
public func gather(
  _ values: Span<Scalar>, rows: ArraySlice<Int>, width: Int, scaling: GatherScaling = .plain,
  into batch: inout MutableSpan<Scalar>
) {
  checkGather(values.count, rows, width, batch.count)
  let start = batch.start
  rows.withUnsafeBufferPointer { rows in
    switch scaling {
    case .plain:
      gatherKernel(
        values.start, rows.baseAddress, rows.count, width, DESCENT_PLAIN, nil, nil, start)
    case .divide(var divisor):
      gatherKernel(
        values.start, rows.baseAddress, rows.count, width, DESCENT_DIVIDE, nil, &divisor, start)
    }
  }
}

/// batch[r][c] = (values[rows[r]][c] - offsets[c]) / divisors[c], from bytes; the rest as above.
///
/// - Parameters:
///   - offsets: [width].
///   - divisors: [width].
public func gather(
  _ values: Span<UInt8>, rows: ArraySlice<Int>, width: Int, offsets: Span<Scalar>,
  divisors: Span<Scalar>, into batch: inout MutableSpan<Scalar>
) {
  checkGather(values.count, rows, width, batch.count)
  precondition(offsets.count >= width && divisors.count >= width, "too few offsets or divisors")
  let start = batch.start
  rows.withUnsafeBufferPointer { rows in
    gatherBytesKernel(
      values.start, rows.baseAddress, rows.count, width, DESCENT_STANDARDIZE, offsets.start,
      divisors.start, start)
  }
}

/// The same from scalars.
public func gather(
  _ values: Span<Scalar>, rows: ArraySlice<Int>, width: Int, offsets: Span<Scalar>,
  divisors: Span<Scalar>, into batch: inout MutableSpan<Scalar>
) {
  checkGather(values.count, rows, width, batch.count)
  precondition(offsets.count >= width && divisors.count >= width, "too few offsets or divisors")
  let start = batch.start
  rows.withUnsafeBufferPointer { rows in
    gatherKernel(
      values.start, rows.baseAddress, rows.count, width, DESCENT_STANDARDIZE, offsets.start,
      divisors.start, start)
  }
}

/// One check per row stands in for one per number.
private func checkGather(_ available: Int, _ rows: ArraySlice<Int>, _ width: Int, _ room: Int) {
  precondition(width >= 0 && room >= rows.count * width, "the batch is too small for the rows")
  for row in rows {
    precondition(row >= 0 && (row + 1) * width <= available, "there is no such row")
  }
}

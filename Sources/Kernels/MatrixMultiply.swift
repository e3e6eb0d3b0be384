import Basics
import CKernels

/// How a matrix lies in memory, as distances in scalars from one row or column to the next.
public struct Strides: Sendable, Hashable {
  /// From a row to the next.
  public var row: Int
  /// From a column to the next.
  public var column: Int

  /// Rows one after another: `[rows][width]`.
  public static func rowMajor(_ width: Int) -> Strides { Strides(row: width, column: 1) }
  /// The transposed view of `[rows][width]`.
  public static func transposed(_ width: Int) -> Strides { Strides(row: 1, column: width) }

  /// Strides.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// How many scalars a matrix of that size spans.
  func extent(rows: Int, columns: Int) -> Int {
    rows == 0 || columns == 0 ? 0 : (rows - 1) * row + (columns - 1) * column + 1
  }
}

/// C = A B, or C = bias + A B, where the bias is added to every row.
///
/// Each element of C is one chain of fused multiply-adds over k = 0, 1, …, and 0 added at the end, so
/// the bits don't depend on the instruction set, nor on which thread computes which rows or columns
/// of C. No element is -0.
///
/// - Parameters:
///   - rows: rows of A and C.
///   - columns: columns of B and C.
///   - depth: columns of A, rows of B.
///   - c: written, [rows][columns].
///   - bias: [columns], or nil.
///   - skipsZeros: leaves out products with zeros of A where several rows have them: worth it where
///     most of A is 0, and the same bits as long as B is finite.
///   - precision: bfloat16 only where `canMultiply(in:)` says so; it skips nothing.
public func multiply(
  rows: Int, columns: Int, depth: Int, _ a: Span<Scalar>, _ aStrides: Strides, _ b: Span<Scalar>,
  _ bStrides: Strides, into c: inout MutableSpan<Scalar>, bias: Span<Scalar>? = nil,
  skipsZeros: Bool = false, precision: Precision = .full
) {
  precondition(rows >= 0 && columns >= 0 && depth >= 0, "negative matrix size")
  precondition(a.count >= aStrides.extent(rows: rows, columns: depth), "A is too short")
  precondition(b.count >= bStrides.extent(rows: depth, columns: columns), "B is too short")
  precondition(c.count >= rows * columns, "C is too short")
  if let bias { precondition(bias.count >= columns, "the bias is too short") }
  if rows == 0 || columns == 0 { return }
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        // An empty product reads neither A nor B, but C wants pointers.
        guard let cBase = c.baseAddress else { return }
        let aBase = a.baseAddress ?? UnsafePointer(cBase)
        let bBase = b.baseAddress ?? UnsafePointer(cBase)
        func call(_ bias: UnsafePointer<Scalar>?) {
          #if !DoublePrecision
            if precision == .bfloat16 {
              descent_multiply_bf16(
                rows, columns, depth, aBase, aStrides.row, aStrides.column, bBase, bStrides.row,
                bStrides.column, cBase, columns, bias)
              return
            }
          #endif
          multiplyKernel(
            rows, columns, depth, aBase, aStrides.row, aStrides.column, bBase, bStrides.row,
            bStrides.column, cBase, columns, bias, skipsZeros ? 1 : 0)
        }
        if let bias {
          bias.withUnsafeBufferPointer { call($0.baseAddress) }
        } else {
          call(nil)
        }
      }
    }
  }
}

/// Whether this processor multiplies matrices in a precision.
public func canMultiply(in precision: Precision) -> Bool {
  #if DoublePrecision
    precision == .full
  #else
    precision == .full || descent_has_bf16() != 0
  #endif
}

#if DoublePrecision
  private let multiplyKernel = descent_multiply_f64
#else
  private let multiplyKernel = descent_multiply_f32
#endif

import Basics
import Kernels
import TestSupport
import Testing

/// Products in bfloat16, where the processor has them.
@Suite(.enabled(if: canMultiply(in: .bfloat16), "this processor has no bfloat16 instruction"))
struct PrecisionTests {
  /// A number rounded to the nearest bfloat16, ties to even.
  static func rounded(_ x: Scalar) -> Double {
    let bits = Float(x).bitPattern
    let tie = (bits >> 16) & 1
    return Double(Float(bitPattern: (bits &+ 0x7fff &+ tie) & 0xffff_0000))
  }

  static func product(
    _ rows: Int, _ columns: Int, _ depth: Int, _ a: ContiguousArray<Scalar>, _ aStrides: Strides,
    _ b: ContiguousArray<Scalar>, _ bStrides: Strides, _ bias: ContiguousArray<Scalar>?
  ) -> ContiguousArray<Scalar> {
    var c = ContiguousArray<Scalar>(repeating: 77, count: rows * columns + 3)
    var span = c.mutableSpan
    multiply(
      rows: rows, columns: columns, depth: depth, a.span, aStrides, b.span, bStrides, into: &span,
      bias: bias?.span, precision: .bfloat16)
    #expect(c.suffix(3) == [77, 77, 77])
    return ContiguousArray(c.dropLast(3))
  }

  @Test(arguments: [
    (1, 1, 1), (1, 1, 2), (3, 5, 7), (12, 32, 16), (13, 33, 31), (25, 10, 17), (11, 16, 513),
    (150, 40, 1030), (64, 50, 200),
  ])
  func sumsOfRoundedProducts(_ rows: Int, _ columns: Int, _ depth: Int) {
    let layouts: [(Strides, Strides)] = [
      (.rowMajor(depth), .rowMajor(columns)), (.transposed(rows), .rowMajor(columns)),
      (.rowMajor(depth), .transposed(depth)), (.transposed(rows), .transposed(depth)),
    ]
    let a = points(rows * depth, seed: 1)
    let b = points(depth * columns, seed: 2)
    let bias = points(columns, seed: 3)
    for (aStrides, bStrides) in layouts {
      for hasBias in [false, true] {
        let found = Self.product(
          rows, columns, depth, a, aStrides, b, bStrides, hasBias ? bias : nil)
        var worst = 0.0
        for i in 0..<rows {
          for j in 0..<columns {
            var sum = hasBias ? Double(bias[j]) : 0
            var size = sum.magnitude
            for k in 0..<depth {
              let term =
                Self.rounded(a[i * aStrides.row + k * aStrides.column])
                * Self.rounded(b[k * bStrides.row + j * bStrides.column])
              sum += term
              size += term.magnitude
            }
            worst = max(worst, (Double(found[i * columns + j]) - sum).magnitude / max(size, 1e-30))
          }
        }
        #expect(worst < 1e-6, "\(rows)x\(columns)x\(depth) \(aStrides) \(bStrides)")
      }
    }
  }

  /// Which rows a thread computes must not change a bit.
  @Test func rowsAloneAreRowsOfTheWhole() {
    let (rows, columns, depth) = (29, 37, 1100)
    let a = points(rows * depth, seed: 1)
    let b = points(depth * columns, seed: 2)
    func product(_ part: Range<Int>) -> ContiguousArray<Scalar> {
      Self.product(
        part.count, columns, depth,
        ContiguousArray(a[(part.lowerBound * depth)..<(part.upperBound * depth)]),
        .rowMajor(depth), b, .rowMajor(columns), nil)
    }
    let whole = product(0..<rows)
    for size in [1, 5, 12, 13] {
      var parts = ContiguousArray<Scalar>()
      for start in stride(from: 0, to: rows, by: size) {
        parts += product(start..<min(start + size, rows))
      }
      #expect(parts == whole, "\(size) rows at a time")
    }
  }
}

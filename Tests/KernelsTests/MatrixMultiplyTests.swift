import Basics
import Kernels
import TestSupport
import Testing

@Suite struct MatrixMultiplyTests {
  /// How a matrix lies in memory.
  enum Layout: CaseIterable {
    case rows
    case transposed
    case padded
    case spread

    func strides(rows: Int, columns: Int) -> Strides {
      switch self {
      case .rows: .rowMajor(columns)
      case .transposed: .transposed(rows)
      case .padded: Strides(row: columns + 3, column: 1)
      case .spread: Strides(row: 2 * columns + 1, column: 2)
      }
    }
  }

  struct Problem: CustomStringConvertible {
    var rows: Int
    var columns: Int
    var depth: Int
    var a = Layout.rows
    var b = Layout.rows
    var hasBias = false
    var skipsZeros = false

    var description: String {
      "\(rows)x\(columns)x\(depth) \(a) \(b) bias \(hasBias) skips \(skipsZeros)"
    }
  }

  /// Scalars that a matrix takes up; at least 1, so that there is memory to point at.
  static func extent(_ strides: Strides, _ rows: Int, _ columns: Int) -> Int {
    rows == 0 || columns == 0
      ? 0 : (rows - 1) * strides.row + (columns - 1) * strides.column + 1
  }

  /// The product and what the reference makes of the same numbers, with a margin behind both.
  static func results(
    _ p: Problem, seed: UInt64 = 1, change: (inout ContiguousArray<Scalar>) -> Void = { _ in }
  ) -> (found: ContiguousArray<Scalar>, expected: ContiguousArray<Scalar>) {
    let aStrides = p.a.strides(rows: p.rows, columns: p.depth)
    let bStrides = p.b.strides(rows: p.depth, columns: p.columns)
    var a = points(extent(aStrides, p.rows, p.depth), seed: seed)
    change(&a)
    let b = points(extent(bStrides, p.depth, p.columns), seed: seed + 1)
    let bias = points(p.columns, seed: seed + 2)
    func run(reference: Bool, skipsZeros: Bool = false) -> ContiguousArray<Scalar> {
      var c = ContiguousArray<Scalar>(repeating: 77, count: p.rows * p.columns + 5)
      var span = c.mutableSpan
      let added: Span<Scalar>? = p.hasBias ? bias.span : nil
      if reference {
        multiplyReference(
          rows: p.rows, columns: p.columns, depth: p.depth, a.span, aStrides, b.span, bStrides,
          into: &span, bias: added)
      } else {
        multiply(
          rows: p.rows, columns: p.columns, depth: p.depth, a.span, aStrides, b.span, bStrides,
          into: &span, bias: added, skipsZeros: skipsZeros)
      }
      return c
    }
    return (run(reference: false, skipsZeros: p.skipsZeros), run(reference: true))
  }

  /// On every instruction set, with all of A and with most of it 0, skipped and not.
  static func expectSameBits(_ problem: Problem, seed: UInt64 = 1) {
    onEveryInstructionSet { name in
      for (isSparse, skipsZeros) in [(false, false), (true, false), (true, true)] {
        var problem = problem
        problem.skipsZeros = skipsZeros
        let (found, expected) = results(problem, seed: seed) { a in
          guard isSparse else { return }
          var random = RandomSource(seed: seed, .other)
          let period = 1 + random.below(40)
          for i in a.indices where (i / period) % 3 != 0 { a[i] = i % 2 == 0 ? 0 : -0.0 }
        }
        let isSame = found.map(\.bitPattern) == expected.map(\.bitPattern)
        #expect(isSame, "\(name): \(problem)\(isSparse ? ", sparse" : "")")
      }
    }
  }

  @Test func byHand() {
    let a: ContiguousArray<Scalar> = [1, 2, 3, 4, 5, 6]
    let b: ContiguousArray<Scalar> = [1, 0, 0, 1, 1, 1]
    let bias: ContiguousArray<Scalar> = [10, 20]
    var c = ContiguousArray<Scalar>(repeating: 0, count: 4)
    var span = c.mutableSpan
    multiply(
      rows: 2, columns: 2, depth: 3, a.span, .rowMajor(3), b.span, .rowMajor(2), into: &span,
      bias: bias.span)
    #expect(c == [14, 25, 20, 31])
    span = c.mutableSpan
    multiplyReference(
      rows: 2, columns: 2, depth: 3, a.span, .rowMajor(3), b.span, .transposed(3), into: &span)
    #expect(c == [1, 6, 4, 15])
  }

  /// Sizes around the tiles of all instruction sets: 6 and 12 rows, 4 to 32 columns.
  @Test(arguments: [0, 1, 2, 5, 6, 7, 11, 12, 13, 23, 25])
  func edgesOfTiles(_ rows: Int) {
    for columns in [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65] {
      for depth in [0, 1, 2, 31] {
        for hasBias in [false, true] {
          Self.expectSameBits(
            Problem(rows: rows, columns: columns, depth: depth, hasBias: hasBias))
        }
      }
    }
  }

  @Test func deepProducts() {
    for depth in [399, 400, 401, 800, 801] {
      for (rows, columns) in [(1, 1), (7, 33), (13, 17)] {
        for hasBias in [false, true] {
          for (a, b) in [(Layout.rows, Layout.rows), (.transposed, .rows), (.rows, .transposed)] {
            Self.expectSameBits(
              Problem(
                rows: rows, columns: columns, depth: depth, a: a, b: b, hasBias: hasBias))
          }
        }
      }
    }
  }

  /// Few rows with wide tiles; more rows than a block; and products that are computed transposed.
  @Test(arguments: [
    (1, 127, 20), (1, 128, 20), (2, 130, 401), (3, 257, 33), (143, 33, 20), (144, 40, 420),
    (145, 70, 9), (300, 5, 40), (64, 50, 200), (33, 10, 100), (16, 1, 500), (128, 10, 128),
    (1030, 10, 60), (25, 257, 1024), (8, 256, 1024), (7, 260, 1024),
  ])
  func shapesWithWaysOfTheirOwn(_ rows: Int, _ columns: Int, _ depth: Int) {
    for (a, b) in [(Layout.rows, Layout.rows), (.transposed, .rows), (.rows, .transposed)] {
      for hasBias in [false, true] {
        Self.expectSameBits(
          Problem(rows: rows, columns: columns, depth: depth, a: a, b: b, hasBias: hasBias))
      }
    }
  }

  @Test func noZeroIsNegative() {
    let a: ContiguousArray<Scalar> = [-0.0, 0]
    let b: ContiguousArray<Scalar> = [1, 1]
    var c: ContiguousArray<Scalar> = [1]
    var span = c.mutableSpan
    let bias: ContiguousArray<Scalar> = [-0.0]
    multiply(
      rows: 1, columns: 1, depth: 1, a.span, .rowMajor(2), b.span, .rowMajor(1), into: &span,
      bias: bias.span)
    #expect(c[0].bitPattern == 0)
  }

  @Test func randomShapesAndStrides() {
    var random = RandomSource(seed: 1, .other)
    for round in 0..<200 {
      let problem = Problem(
        rows: random.below(40), columns: random.below(80), depth: random.below(90),
        a: Layout.allCases[random.below(4)], b: Layout.allCases[random.below(4)],
        hasBias: random.below(2) == 1)
      Self.expectSameBits(problem, seed: UInt64(round))
    }
  }

  /// Which rows a thread computes must not change a bit.
  @Test func rowsAloneAreRowsOfTheWhole() {
    let (rows, columns, depth) = (29, 37, 300)
    let a = points(rows * depth, seed: 1)
    let b = points(depth * columns, seed: 2)
    func product(_ part: Range<Int>) -> ContiguousArray<Scalar> {
      var c = ContiguousArray<Scalar>(repeating: 0, count: part.count * columns)
      var span = c.mutableSpan
      multiply(
        rows: part.count, columns: columns, depth: depth,
        a.span.extracting((part.lowerBound * depth)..<(part.upperBound * depth)),
        .rowMajor(depth), b.span, .rowMajor(columns), into: &span)
      return c
    }
    let whole = product(0..<rows)
    for size in [1, 2, 5, 12, 13] {
      var parts = ContiguousArray<Scalar>()
      for start in stride(from: 0, to: rows, by: size) {
        parts += product(start..<min(start + size, rows))
      }
      #expect(parts == whole, "\(size) rows at a time")
    }
  }

  @Test func whatIsNotFiniteStaysInItsRow() {
    let problem = Problem(rows: 14, columns: 35, depth: 9)
    for (value, place) in [(Scalar.nan, 3), (.infinity, 13)] {
      let (found, expected) = Self.results(problem) { $0[place * 9 + 4] = value }
      for i in found.indices {
        #expect(found[i].isFinite == (i / 35 != place || i >= 14 * 35))
        #expect(found[i].isNaN == expected[i].isNaN)
        if !found[i].isNaN { #expect(found[i] == expected[i]) }
      }
    }
  }

  @Test func additionsAreFused() {
    // The rounded square loses its last bit; fused with its negative it shows.
    let x = 1 + Scalar.ulpOfOne
    let a: ContiguousArray<Scalar> = [1, x]
    let b: ContiguousArray<Scalar> = [-(x * x), x]
    var c: ContiguousArray<Scalar> = [0]
    var span = c.mutableSpan
    multiply(rows: 1, columns: 1, depth: 2, a.span, .rowMajor(2), b.span, .rowMajor(1), into: &span)
    #expect(c[0] == Scalar.ulpOfOne * Scalar.ulpOfOne)
  }
}

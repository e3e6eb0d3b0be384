import Basics
import Kernels
import TestSupport
import Testing

@Suite struct GatherTests {
  static let order = [3, 0, 0, 4, 2, 1, 3]

  static func gathered(
    _ count: Int, _ body: (inout MutableSpan<Scalar>) -> Void
  ) -> ContiguousArray<Scalar> {
    var batch = ContiguousArray<Scalar>(repeating: 7, count: count + 3)
    var span = batch.mutableSpan
    body(&span)
    return batch
  }

  static func expected(
    _ width: Int, _ element: (_ place: Int, _ column: Int) -> Scalar
  ) -> ContiguousArray<Scalar> {
    var result = ContiguousArray<Scalar>()
    for row in order[1...] { for j in 0..<width { result.append(element(row * width + j, j)) } }
    return result + [7, 7, 7]
  }

  @Test(arguments: [Scalar(255), 16, 1, 3, 0.7, .leastNonzeroMagnitude, 1e38, 249.99])
  func bytesAndScalars(_ divisor: Scalar) {
    onEveryInstructionSet { name in
      for width in sizes + [784] {
        let bytes = (0..<(5 * width)).map { UInt8(truncatingIfNeeded: $0 * 37 + $0 / 256) }
        let numbers = spread(5 * width, seed: 1)
        let (offsets, divisors) = (spread(width, seed: 2), spread(width, seed: 3))
        let rows = Self.order[1...]
        let count = rows.count * width
        let what: Comment = "\(width) \(divisor) \(name)"
        #expect(
          sameBits(
            Self.gathered(count) { gather(bytes.span, rows: rows, width: width, into: &$0) },
            Self.expected(width) { place, _ in Scalar(bytes[place]) }), what)
        #expect(
          sameBits(
            Self.gathered(count) { gather(numbers.span, rows: rows, width: width, into: &$0) },
            Self.expected(width) { place, _ in numbers[place] }), what)
        #expect(
          sameBits(
            Self.gathered(count) {
              gather(
                bytes.span, rows: rows, width: width, scaling: .divide(by: divisor), into: &$0)
            }, Self.expected(width) { place, _ in Scalar(bytes[place]) / divisor }), what)
        #expect(
          sameBits(
            Self.gathered(count) {
              gather(
                numbers.span, rows: rows, width: width, scaling: .divide(by: divisor), into: &$0)
            }, Self.expected(width) { place, _ in numbers[place] / divisor }), what)
        #expect(
          sameBits(
            Self.gathered(count) {
              gather(
                bytes.span, rows: rows, width: width, offsets: offsets.span,
                divisors: divisors.span, into: &$0)
            },
            Self.expected(width) { (Scalar(bytes[$0]) - offsets[$1]) / divisors[$1] }), what)
        #expect(
          sameBits(
            Self.gathered(count) {
              gather(
                numbers.span, rows: rows, width: width, offsets: offsets.span,
                divisors: divisors.span, into: &$0)
            },
            Self.expected(width) { (numbers[$0] - offsets[$1]) / divisors[$1] }), what)
      }
    }
  }
}

import Basics
import Kernels
import TestSupport
import Testing

@Suite struct RowSumsTests {
  static func sums(_ values: ContiguousArray<Scalar>, width: Int) -> ContiguousArray<Scalar> {
    var sums = ContiguousArray<Scalar>(repeating: .nan, count: width)
    var span = sums.mutableSpan
    sumRows(values.span, width: width, into: &span)
    return sums
  }

  @Test func byHand() {
    #expect(Self.sums([1, 2, 3, 4, 5, 6], width: 2) == [9, 12])
    #expect(Self.sums([1, 2, 3], width: 3) == [1, 2, 3])
    #expect(Self.sums([], width: 2) == [0, 0])
    #expect(Self.sums([], width: 0) == [])
  }

  @Test func rowsAreAddedInOrder() {
    for (rows, width) in [(1, 1), (7, 3), (13, 17), (200, 33), (50, 97), (9, 64), (20, 10)] {
      let values = points(rows * width, seed: 1)
      var expected = ContiguousArray<Scalar>(repeating: 0, count: width)
      for row in 0..<rows {
        for j in 0..<width { expected[j] += values[row * width + j] }
      }
      onEveryInstructionSet { #expect(Self.sums(values, width: width) == expected, "\($0)") }
    }
  }
}

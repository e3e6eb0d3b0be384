import Basics
import Kernels
import TestSupport
import Testing

@Suite struct LargestPlacesTests {
  static func places(_ values: ContiguousArray<Scalar>, width: Int) -> [Int32] {
    var places = [Int32](repeating: -1, count: values.count / width)
    var span = places.mutableSpan
    largestPlaces(values.span, width: width, into: &span)
    return places
  }

  static func reference(_ values: ContiguousArray<Scalar>, width: Int) -> [Int32] {
    (0..<(values.count / width)).map { row in
      var best = 0
      for j in 0..<width where values[row * width + j] > values[row * width + best] { best = j }
      return Int32(best)
    }
  }

  @Test func byHand() {
    #expect(Self.places([1, 3, 3, -1, -2, -1], width: 3) == [1, 0])
    #expect(Self.places([-0.0, 0, 5], width: 1) == [0, 0, 0])
  }

  @Test func sameAsTheReference() {
    onEveryInstructionSet { name in
      for width in sizes where width > 0 {
        // Few different numbers, so that many are equal.
        var values = ContiguousArray(spread(23 * width, seed: 1).map { ($0 * 2).rounded() })
        #expect(
          Self.places(values, width: width) == Self.reference(values, width: width), "\(name)")
        let special: [Scalar] = [.nan, .infinity, -.infinity, 0, -0.0]
        for i in values.indices { values[i] = special[(i * 7 + i / 5) % 5] }
        #expect(
          Self.places(values, width: width) == Self.reference(values, width: width), "\(name)")
      }
    }
  }
}

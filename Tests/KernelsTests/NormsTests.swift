import Basics
import Kernels
import TestSupport
import Testing

@Suite struct NormsTests {
  @Test func byHand() {
    #expect(sumOfSquares(ContiguousArray<Scalar>().span) == 0)
    let few: ContiguousArray<Scalar> = [3, -4]
    #expect(sumOfSquares(few.span) == 25)
  }

  @Test func everyLengthCountsEveryElement() {
    for count in 0...40 {
      let values = ContiguousArray((0..<count).map { Scalar($0 + 1) })
      #expect(sumOfSquares(values.span) == Double(count * (count + 1) * (2 * count + 1) / 6))
    }
  }

  @Test func squaresAreTakenInDouble() {
    // 1e30 squared is infinite in Float, 1e-30 squared is 0.
    let large = ContiguousArray<Scalar>(repeating: 1e30, count: 9)
    #expect((sumOfSquares(large.span) / 9e60 - 1).magnitude < 1e-6)
    let small = ContiguousArray<Scalar>(repeating: 1e-30, count: 9)
    #expect((sumOfSquares(small.span) / 9e-60 - 1).magnitude < 1e-6)
  }

  @Test func whatIsNotFiniteStaysVisible() {
    for place in 0..<11 {
      var values = ContiguousArray<Scalar>(repeating: 1, count: 11)
      values[place] = .nan
      #expect(sumOfSquares(values.span).isNaN)
      values[place] = -.infinity
      #expect(sumOfSquares(values.span) == .infinity)
    }
  }

  @Test func eightSumsOnEveryInstructionSet() {
    for count in sizes {
      let values = spread(count, seed: 1)
      var lanes = [Double](repeating: 0, count: 8)
      for i in 0..<(count / 8 * 8) { lanes[i % 8] += Double(values[i]) * Double(values[i]) }
      var expected = lanes.reduce(0, +)
      for i in (count / 8 * 8)..<count { expected += Double(values[i]) * Double(values[i]) }
      onEveryInstructionSet { #expect(sumOfSquares(values.span) == expected, "\(count) \($0)") }
    }
  }

  @Test func additionAndScale() {
    onEveryInstructionSet { name in
      for count in sizes {
        let (a, b) = (spread(count, seed: 1), spread(count, seed: 2))
        var found = a
        var span = found.mutableSpan
        addValues(b.span, to: &span)
        scaleValues(&span, by: 0.3)
        #expect(sameBits(found, zip(a, b).map { ($0 + $1) * 0.3 }), "\(count) \(name)")
      }
    }
  }
}

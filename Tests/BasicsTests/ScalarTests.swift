import Basics
import Testing

@Suite struct ScalarTests {
  @Test func isFloatOrDouble() {
    let isFloat = Scalar.self == Float.self
    #expect(isFloat || Scalar.self == Double.self)
    #expect(Scalar.significandBitCount == (isFloat ? 23 : 52))
  }

  @Test func findsWhatIsNotFiniteAtEveryPlace() {
    let extremes: [Scalar] = [
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 1,
    ]
    for count in 0...40 {
      var values = ContiguousArray((0..<count).map { extremes[$0 % extremes.count] })
      #expect(allFinite(values))
      for index in 0..<count {
        for wrong in [Scalar.nan, .infinity, -.infinity, .signalingNaN] {
          let kept = values[index]
          values[index] = wrong
          #expect(!allFinite(values), "\(wrong) at \(index) of \(count)")
          values[index] = kept
        }
      }
    }
  }

  // A span can't stand in an expectation itself.
  private func allFinite(_ values: ContiguousArray<Scalar>) -> Bool { values.span.allFinite }
}

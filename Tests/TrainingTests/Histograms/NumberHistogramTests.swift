import Basics
import Testing
import Training

@Suite struct NumberHistogramTests {
  private func histogram(_ numbers: [Scalar]) -> NumberHistogram {
    NumberHistogram(ContiguousArray(numbers).span)
  }

  @Test func figuresAreThoseOfTheNumbers() {
    let found = histogram([-2, 0, 0, 1, 6])
    #expect(found.count == 5 && found.sampled == 5 && found.zeros == 2 && found.notFinite == 0)
    #expect(found.least == -2 && found.greatest == 6 && found.mean == 1)
    // Of -3, -1, -1, 0, 5: 36 / 5
    #expect((found.deviation - 7.2.squareRoot()).magnitude < 1e-12)
    #expect(found.zeroShare == 0.4)
    // 40 bins of 0.2 from -2 to 6
    #expect(found.counts.count == NumberHistogram.bins && found.counts.reduce(0, +) == 5)
    #expect(found.counts[0] == 1 && found.counts[10] == 2)
    #expect(found.counts[15] == 1 && found.counts[39] == 1)
    #expect(found.edges.count == 41 && found.edges[0] == -2 && found.edges[40] == 6)
  }

  @Test func whatIsNotFiniteIsCountedAndNothingElse() {
    let found = histogram([.nan, 1, .infinity, 3, -.infinity])
    #expect(found.notFinite == 3 && found.finite == 2 && found.sampled == 5)
    #expect(found.least == 1 && found.greatest == 3 && found.mean == 2 && found.deviation == 1)
    #expect(found.counts.reduce(0, +) == 2)
    let none = histogram([.nan, .infinity])
    #expect(none.counts.isEmpty && none.edges.isEmpty && none.quantile(0.5) == nil)
    #expect(none.least == 0 && none.mean == 0 && none.zeroShare == 0)
    #expect(histogram([]).quantile(0) == nil)
  }

  @Test func numbersThatAreTheSameFillOneBin() {
    let found = histogram([0.25, 0.25, 0.25])
    #expect(found.counts == [3] && found.deviation == 0 && found.mean == 0.25)
    #expect(found.quantile(0.5) == 0.25)
  }

  @Test func theEndsOfTheNumbersHold() {
    let most = Scalar.greatestFiniteMagnitude
    let wide = histogram([-most, most, most, 0])
    #expect(wide.counts[0] == 1 && wide.counts[39] == 2 && wide.counts[19] + wide.counts[20] == 1)
    #expect(wide.deviation.isFinite && wide.mean.isFinite)
    let narrow = histogram([0, .leastNonzeroMagnitude, .leastNonzeroMagnitude])
    #expect(narrow.counts.reduce(0, +) == 3)
    #expect(histogram([most, most, most]).mean == Double(most))
  }

  @Test func quantilesAreThoseOfTheBins() throws {
    let even = histogram((0...1000).map { Scalar($0) / 1000 })
    for share in [0, 0.05, 0.5, 0.95, 1] {
      #expect((try #require(even.quantile(share)) - share).magnitude < 0.01)
    }
    // Where most are 0, so is the median, and not the middle of its bin.
    let rectified = histogram([Scalar](repeating: 0, count: 70) + (1...30).map { Scalar($0) })
    #expect(rectified.quantile(0.5) == 0 && rectified.quantile(0.7) == 0)
    #expect(try #require(rectified.quantile(0.95)) > 20)
    let around = histogram(
      (1...30).map { Scalar(-$0) } + [0, 0, 0, 0] + (1...30).map { Scalar($0) })
    #expect(around.quantile(0.5) == 0)
    #expect(histogram([-3, -2, 0, 0, 0]).quantile(1) == 0)
  }
}

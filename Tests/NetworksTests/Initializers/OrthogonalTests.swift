import Basics
import Networks
import TestSupport
import Testing

@Suite struct OrthogonalTests {
  @Test(
    "Columns, or rows of a wide matrix, are orthogonal and as long as the gain",
    arguments: [[5, 5], [9, 4], [4, 9], [1, 6], [6, 1], [7], [3, 2, 4], [64, 48]])
  func orthogonality(shape: [Int]) {
    let gain = 1.5
    let values = Orthogonal(gain: gain).values(shape: shape)
    let rows = shape[0]
    let columns = values.count / rows
    let tall = rows >= columns
    let (count, length) = tall ? (columns, rows) : (rows, columns)
    func element(_ vector: Int, _ i: Int) -> Double {
      Double(values[tall ? i * columns + vector : vector * columns + i])
    }
    for a in 0..<count {
      for b in 0...a {
        let product = (0..<length).reduce(0.0) { $0 + element(a, $1) * element(b, $1) }
        #expect((product - (a == b ? gain * gain : 0)).magnitude < goldenTolerance)
      }
    }
  }

  @Test("All directions are equally likely: no sign is preferred")
  func evenness() {
    var positive = 0
    var sum = 0.0
    for seed in 0..<1000 {
      let values = Orthogonal().values(shape: [3, 3], seed: UInt64(seed))
      positive += values[0] > 0 ? 1 : 0
      sum += Double(values[8] * values[8])
    }
    #expect((positive - 500).magnitude < 70)
    // The square of an element is 1/3 on average.
    #expect((sum / 1000 - 1.0 / 3).magnitude < 0.04)
  }

  @Test("The same seed gives the same matrix; an empty one is no trap")
  func seeds() {
    let values = Orthogonal().values(shape: [4, 4], seed: 3)
    #expect(values == Orthogonal().values(shape: [4, 4], seed: 3))
    #expect(values != Orthogonal().values(shape: [4, 4], seed: 4))
    #expect(Orthogonal().values(shape: [0, 4]).isEmpty)
    #expect(Orthogonal().values(shape: [4, 0]).isEmpty)
  }
}

import Basics
import Networks
import TestSupport
import Testing

@Suite struct UniformTests {
  @Test("Values fill the range evenly")
  func distribution() {
    let values = Uniform(-1, 3).values(shape: [100, 400])
    #expect(values.min().map { $0 >= -1 && $0 < -0.99 } == true)
    #expect(values.max().map { $0 <= 3 && $0 > 2.99 } == true)
    let (mean, variance) = moments(values)
    #expect((mean - 1).magnitude < 0.02)
    #expect((variance - 16.0 / 12).magnitude < 0.02)
    for quarter in 0..<4 {
      let lower = Scalar(quarter - 1)
      let count = values.count { $0 >= lower && $0 < lower + 1 }
      #expect((count - 10_000).magnitude < 400)
    }
  }

  @Test("The same seed gives the same values, another seed others")
  func seeds() {
    let values = Uniform().values(shape: [10], seed: 4)
    #expect(values == Uniform().values(shape: [10], seed: 4))
    #expect(values != Uniform().values(shape: [10], seed: 5))
  }

  @Test("Limits out of order or range are refused")
  func range() {
    func make(_ settings: Settings) -> String? {
      message {
        _ = try InitializerCatalog.standard.make(kind: "uniform", settings: settings, path: "i")
      }
    }
    #expect(
      make(["lower": 1, "upper": 0])
        == "i.upper: expected a number from 1, the lower limit, to 1e30, found 0")
    #expect(
      make(["lower": .number(1e31)])
        == "i.lower: expected a number from -1e30 to 1e30, found 1e+31")
    #expect(make(["lower": 1, "upper": 1]) == nil)
    #expect(make(["lower": 1]) == nil)
  }
}

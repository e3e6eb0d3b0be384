import Basics
import Kernels
import Testing

@Suite struct NoiseTests {
  static func noise(
    _ count: Int, deviation: Double = 1, seed: UInt64 = 3, on value: Scalar = 0
  ) -> ContiguousArray<Scalar> {
    var values = ContiguousArray<Scalar>(repeating: value, count: count)
    var span = values.mutableSpan
    addNoise(to: &span, random: RandomSource(seed: seed, .other), deviation: deviation)
    return values
  }

  /// The sum of the bytes one by one.
  @Test func isTheSumOfEightBytes() {
    let random = RandomSource(seed: 3, .other)
    for (place, found) in Self.noise(1000).enumerated() {
      let bytes = (0..<8).map { Int(random.value(at: place) >> (8 * UInt64($0)) & 0xFF) }
      let expected = Double(bytes.reduce(0, +) - 1020) / 209.0215300
      #expect(abs(Double(found) - expected) < 1e-6)
    }
  }

  @Test func hasMeanDeviationAndTails() {
    let values = Self.noise(200_000).map { Double($0) }
    func moment(_ power: (Double) -> Double) -> Double {
      values.reduce(0) { $0 + power($1) } / Double(values.count)
    }
    #expect(abs(moment { $0 }) < 0.01)
    #expect(abs(moment { $0 * $0 } - 1) < 0.01)
    #expect(abs(moment { $0 * $0 * $0 }) < 0.03)
    #expect(abs(moment { $0 * $0 * $0 * $0 } - 2.85) < 0.06)
    #expect(values.allSatisfy { abs($0) < 4.9 })
  }

  @Test func isAddedAndScaled() {
    let plain = Self.noise(100)
    #expect(sameBits(Self.noise(100, deviation: 4), plain.map { 4 * $0 }))
    #expect(Self.noise(100, deviation: 0, on: 7) == ContiguousArray(repeating: 7, count: 100))
    #expect(Self.noise(100, seed: 4) != plain)
    #expect(Self.noise(40) == ContiguousArray(plain[..<40]))
    #expect(zip(Self.noise(100, on: 100), plain).allSatisfy { abs($0 - 100 - $1) < 1e-4 })
  }
}

import Basics
import Testing

@Suite struct RandomSourceTests {
  /// The reference outputs of SplitMix64 for the seed 1234567, and the first for the seed 0.
  @Test func finalizerIsThatOfSplitMix64() {
    let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
    let outputs = (1...5).map { RandomSource.mix(1_234_567 &+ golden &* UInt64($0)) }
    #expect(
      outputs == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
    #expect(RandomSource.mix(golden) == 0xE220_A839_7B1D_CDAF)
  }

  /// These bits decide every split and every initial weight, so they never change.
  @Test func streamsAreFixed() {
    var first = RandomSource(seed: 0, .initialization)
    #expect(
      [first.next(), first.next(), first.next()]
        == [0xD376_9023_6F2C_BF70, 0xB118_1A5D_6FA2_4499, 0xADD8_C46B_840F_85B2])
    var second = RandomSource(seed: 1, .shuffle, 7)
    #expect(
      [second.next(), second.next(), second.next()]
        == [0xB751_B540_7B2E_8087, 0xA48C_6DD8_647A_DAC0, 0xA111_105B_B4EF_28DF])
    var third = RandomSource(seed: .max, .generation, -1, 3)
    #expect(
      [third.next(), third.next(), third.next()]
        == [0x0956_D555_CAFB_B3DA, 0x36D2_8E2C_AAAE_45A7, 0x02BC_35FD_C6D3_3DD1])
  }

  @Test func valueAtAPositionIsThatOfTheWalk() {
    let start = RandomSource(seed: 9, .dropout, 4)
    var walk = start
    for position in 0..<100 { #expect(start.value(at: position) == walk.next()) }
  }

  @Test func streamsDiffer() {
    var seen: Set<UInt64> = []
    var count = 0
    for seed: UInt64 in 0..<20 {
      for purpose in [RandomSource.Purpose.initialization, .shuffle, .dropout, .split] {
        for index in 0..<20 {
          seen.insert(RandomSource(seed: seed, purpose, index).value(at: 0))
          seen.insert(RandomSource(seed: seed, purpose, index, 0).value(at: 0))
          count += 2
        }
      }
    }
    #expect(seen.count == count)
  }

  @Test func uniformFillsItsRangeEvenly() {
    var random = RandomSource(seed: 2, .other)
    let count = 100_000
    var bins = [Int](repeating: 0, count: 20)
    var sum = 0.0
    for _ in 0..<count {
      let value = random.uniform()
      #expect(value >= 0 && value < 1)
      bins[Int(value * 20)] += 1
      sum += value
    }
    #expect(abs(sum / Double(count) - 0.5) < 0.005)
    // Chi squared with 19 degrees of freedom: above 43.8 in one of a thousand streams.
    #expect(chiSquared(bins, of: count) < 43.8)
    for _ in 0..<1000 {
      let value = random.uniform(-2, 3)
      #expect(value >= -2 && value < 3)
    }
  }

  @Test func belowIsEven() {
    var random = RandomSource(seed: 3, .other)
    let count = 70_000
    var bins = [Int](repeating: 0, count: 7)
    for _ in 0..<count { bins[random.below(7)] += 1 }
    // 6 degrees of freedom.
    #expect(chiSquared(bins, of: count) < 22.5)
    for _ in 0..<100 { #expect(random.below(1) == 0) }
    // Without rejection the rests 0, 1, 2 would come up in three, three and two of eight.
    let bound = 3 << 61
    let rests = (0..<30_000).count { _ in random.below(bound) % 3 == 2 }
    #expect(abs(rests - 10_000) < 400)
  }

  func chiSquared(_ bins: [Int], of count: Int) -> Double {
    let expected = Double(count) / Double(bins.count)
    return bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  }

  @Test func permutationsHoldEveryNumberOnce() {
    var random = RandomSource(seed: 4, .shuffle)
    for count in [0, 1, 2, 3, 10, 1000] {
      #expect(random.permutation(count).sorted() == Array(0..<count))
    }
    #expect(random.permutation(-3).isEmpty)
  }

  @Test func everyOrderIsAsLikely() {
    var random = RandomSource(seed: 5, .shuffle)
    var counts: [[Int]: Int] = [:]
    let count = 24_000
    for _ in 0..<count { counts[random.permutation(4), default: 0] += 1 }
    #expect(counts.count == 24)
    // 23 degrees of freedom.
    #expect(chiSquared(Array(counts.values), of: count) < 49.8)
  }

  @Test func normalHasMeanDeviationAndTails() {
    var random = RandomSource(seed: 6, .other)
    let values = (0..<100_000).map { _ in random.normal() }
    let mean = values.reduce(0, +) / 1e5
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
    #expect(abs(mean) < 0.015)
    #expect(abs(variance - 1) < 0.02)
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 1e5
    #expect(abs(fourth - 3) < 0.15)
    #expect(abs(Double(values.count { abs($0) > 2 }) / 1e5 - 0.0455) < 0.003)
  }

  @Test(arguments: [0.01, 0.2, 0.5, 1, 3, 50, 1000])
  func betaHasMeanAndVariance(_ alpha: Double) {
    var random = RandomSource(seed: 7, .other)
    let values = (0..<40_000).map { _ in random.beta(alpha) }
    #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 })
    let mean = values.reduce(0, +) / 4e4
    let variance = values.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 4e4
    let expected = 1 / (4 * (2 * alpha + 1))
    #expect(abs(mean - 0.5) < 4 * (expected / 4e4).squareRoot())
    #expect(abs(variance / expected - 1) < 0.03)
  }

  /// Where the distribution function has a closed form: the arc sine's, the line and a polynomial.
  @Test func betaHasItsDistribution() {
    func share(_ alpha: Double, below limit: Double) -> Double {
      var random = RandomSource(seed: 8, .other)
      return Double((0..<100_000).count { _ in random.beta(alpha) < limit }) / 1e5
    }
    #expect(abs(share(0.5, below: 0.1) - 0.20483) < 0.005)
    #expect(abs(share(0.5, below: 0.75) - 2.0 / 3) < 0.005)
    #expect(abs(share(1, below: 0.3) - 0.3) < 0.005)
    #expect(abs(share(3, below: 0.25) - 0.10352) < 0.005)
  }

  @Test(arguments: [1e-300, .leastNonzeroMagnitude])
  func betaOfNextToNothingIsOneOfBoth(_ alpha: Double) {
    var random = RandomSource(seed: 9, .other)
    let values = (0..<1000).map { _ in random.beta(alpha) }
    #expect(values.allSatisfy { $0 == 0 || $0 == 1 })
    #expect((400...600).contains(values.count { $0 == 1 }))
  }
}

import Basics
import Kernels
import TestSupport
import Testing

@Suite struct DroppingTests {
  @Test func followsTheStream() {
    let random = RandomSource(seed: 9, .dropout, 4, 2)
    onEveryInstructionSet { name in
      for count in sizes {
        for first in [0, 1, 1000] {
          let values = spread(count, seed: 1)
          var found = values
          var span = found.mutableSpan
          dropValues(
            values.span, random: random, first: first, threshold: UInt64(0.3 * 0x1p64), scale: 2,
            into: &span)
          let expected = values.indices.map { i in
            values[i] * (random.value(at: first + i) >= UInt64(0.3 * 0x1p64) ? 2 : 0)
          }
          #expect(sameBits(found, expected), "\(count) \(first) \(name)")
        }
      }
    }
  }
}

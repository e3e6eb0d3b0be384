import Basics
import Testing

/// Whether two arrays are the same bit for bit; anything that is not a number counts as the same.
func sameBits<Number: BinaryFloatingPoint>(
  _ a: some Collection<Number>, _ b: some Collection<Number>
) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { ($0 == $1 && $0.sign == $1.sign) || ($0.isNaN && $1.isNaN) }
}

/// Numbers of many sizes and both signs.
func spread(_ count: Int, seed: UInt64, scale: Double = 4) -> ContiguousArray<Scalar> {
  var random = RandomSource(seed: seed, .other)
  return ContiguousArray(
    (0..<count).map { _ in Scalar(random.uniform(-scale, scale) * random.uniform()) })
}

/// Around the vectors of all sets, and a few larger ones.
let sizes = [0, 1, 2, 3, 5, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 53, 64, 65, 97, 130]

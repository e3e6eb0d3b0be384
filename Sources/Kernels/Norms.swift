import Basics

/// The sum of the squares, in Double, in a fixed order: eight interleaved sums, added at the end.
public func sumOfSquares(_ values: Span<Scalar>) -> Double {
  var lanes = SIMD8<Double>(repeating: 0)
  let whole = values.count / 8 * 8
  for start in stride(from: 0, to: whole, by: 8) {
    for lane in 0..<8 {
      let value = Double(values[start + lane])
      lanes[lane] += value * value
    }
  }
  var sum = 0.0
  for lane in 0..<8 { sum += lanes[lane] }
  for i in whole..<values.count { sum += Double(values[i]) * Double(values[i]) }
  return sum
}

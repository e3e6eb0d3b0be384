import Basics

/// values[i] += deviation · z, where z has mean 0 and deviation 1 and follows from the random number at
/// position i of the stream.
///
/// z is the sum of the eight bytes of a random number, from which 1020 is taken off, over its deviation
/// of 209: nearly normal (its fourth moment is 2.85 instead of 3, and it is never beyond 4.9), a tenth of
/// the time of a normal sample, and the same bits on every processor.
public func addNoise(
  to values: inout MutableSpan<Scalar>, random: RandomSource, deviation: Double
) {
  // The variance of a uniform byte is (256² - 1) / 12.
  let scale = Scalar(deviation / (8.0 * 65535 / 12).squareRoot())
  for place in 0..<values.count {
    let bytes = random.value(at: place)
    let pairs = (bytes & 0x00FF_00FF_00FF_00FF) &+ (bytes >> 8 & 0x00FF_00FF_00FF_00FF)
    let sum = (pairs &* 0x0001_0001_0001_0001) >> 48
    values[unchecked: place] += scale * Scalar(Int(sum) &- 1020)
  }
}

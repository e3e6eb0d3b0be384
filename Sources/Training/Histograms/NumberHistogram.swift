import Basics

/// How some numbers are distributed: bins of equal width from the least to the greatest, and what can't be
/// read off them.
public struct NumberHistogram: Sendable, Equatable {
  /// How many numbers there are.
  public var count: Int
  /// How many of them were looked at, evenly chosen; everything below is of these.
  public var sampled: Int
  /// How many are infinite or not a number; nothing else counts them.
  public var notFinite: Int
  /// How many are exactly 0.
  public var zeros: Int
  /// The least; 0 where none is finite, as are the others.
  public var least: Double
  /// The greatest.
  public var greatest: Double
  /// The mean.
  public var mean: Double
  /// The standard deviation, of the population.
  public var deviation: Double
  /// How many fall into each bin; one bin where all are the same, none where none is finite.
  public var counts: [Int]

  /// Bins of a histogram, unless all its numbers are the same.
  public static let bins = 40

  /// A histogram that was measured earlier.
  init(
    count: Int, sampled: Int, notFinite: Int, zeros: Int, least: Double, greatest: Double,
    mean: Double, deviation: Double, counts: [Int]
  ) {
    self.count = count
    self.sampled = sampled
    self.notFinite = notFinite
    self.zeros = zeros
    self.least = least
    self.greatest = greatest
    self.mean = mean
    self.deviation = deviation
    self.counts = counts
  }

  /// The histogram of numbers.
  ///
  /// - Parameter count: how many there are in all, where these are some of them.
  public init(_ numbers: Span<Scalar>, of count: Int? = nil) {
    let moments = Moments(numbers)
    let finite = numbers.count - moments.notFinite
    let (least, greatest) = finite > 0 ? (moments.least, moments.greatest) : (0, 0)
    // A sum may be too large for a number where the mean isn't.
    let mean = min(
      max(finite > 0 ? moments.sum / Double(finite) : 0, Double(least)), Double(greatest))
    self.init(
      count: count ?? numbers.count, sampled: numbers.count, notFinite: moments.notFinite,
      zeros: moments.zeros, least: Double(least), greatest: Double(greatest), mean: mean,
      deviation: 0, counts: [])
    (deviation, counts) = Self.counted(numbers, mean: mean, least, greatest, finite)
  }

  /// What one look at the numbers gives.
  private struct Moments {
    var (notFinite, zeros, sum) = (0, 0, 0.0)
    var (least, greatest) = (Scalar.infinity, -Scalar.infinity)

    init(_ numbers: Span<Scalar>) {
      for i in 0..<numbers.count {
        let number = numbers[i]
        guard number.isFinite else {
          notFinite += 1
          continue
        }
        if number == 0 { zeros += 1 }
        sum += Double(number)
        least = number < least ? number : least
        greatest = number > greatest ? number : greatest
      }
    }
  }

  /// The second look: the deviation from the mean, and the bins.
  private static func counted(
    _ numbers: Span<Scalar>, mean: Double, _ least: Scalar, _ greatest: Scalar, _ finite: Int
  ) -> (deviation: Double, counts: [Int]) {
    guard finite > 0 else { return (0, []) }
    guard least < greatest else { return (0, [finite]) }
    var counts = [Int](repeating: 0, count: bins)
    // Halved, so that the distance between the ends is finite.
    let half = Double(greatest) / 2 - Double(least) / 2
    let scale = Double(bins) / half / 2
    var squares = 0.0
    for i in 0..<numbers.count where numbers[i].isFinite {
      let number = Double(numbers[i])
      squares += (number - mean) * (number - mean)
      let place = scale.isFinite ? (number / 2 - Double(least) / 2) * scale * 2 : 0
      counts[min(Int(place), bins - 1)] += 1
    }
    return (min((squares / Double(finite)).squareRoot(), half), counts)
  }

  /// How many of those looked at are finite.
  public var finite: Int { sampled - notFinite }

  /// Where the bins begin, and where the last one ends; one more than there are bins.
  public var edges: [Double] {
    guard !counts.isEmpty else { return [] }
    return (0...counts.count).map { bin in
      let share = Double(bin) / Double(counts.count)
      return least * (1 - share) + greatest * share
    }
  }

  /// The share of exact zeros among the finite numbers; 0 of none.
  public var zeroShare: Double { finite > 0 ? Double(zeros) / Double(finite) : 0 }

  /// The number that a share of the others is not above, from the bins: exact to a bin's width, and where
  /// it is 0, as of many activations, exactly. Nil where none is finite.
  public func quantile(_ share: Double) -> Double? {
    guard finite > 0 else { return nil }
    let edges = edges
    var left = min(max(share, 0), 1) * Double(finite)
    for bin in counts.indices {
      for part in parts(bin, edges[bin], edges[bin + 1]) {
        if left <= part.count, part.count > 0 {
          return part.low + (part.high - part.low) * left / part.count
        }
        left -= part.count
      }
    }
    return greatest
  }

  /// A bin, with its zeros as a part of their own.
  private func parts(
    _ bin: Int, _ low: Double, _ high: Double
  ) -> [(low: Double, high: Double, count: Double)] {
    let isLast = bin == counts.count - 1
    let holdsZero = zeros > 0 && low <= 0 && (0 < high || isLast && high == 0)
    guard holdsZero, counts[bin] >= zeros else { return [(low, high, Double(counts[bin]))] }
    let others = Double(counts[bin] - zeros)
    let below = high > low ? others * (-low / (high - low)) : 0
    return [(low, 0, below), (0, 0, Double(zeros)), (0, high, others - below)]
  }
}

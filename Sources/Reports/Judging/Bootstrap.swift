import Basics
import Training

/// How far a figure might have come out elsewhere on other rows like these: measured again on rows drawn
/// from them with replacement.
///
/// The percentile interval of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
/// Of many rows, fewer are drawn each time, and the deviations from the figure are scaled by the square
/// root of the share (m out of n; Bickel, Götze and van Zwet, Statistica Sinica 1997).
public struct Bootstrap: Sendable {
  /// How many times rows are drawn.
  public var rounds: Int
  /// The share of rounds whose figure lies in the interval.
  public var confidence: Double
  /// Of more rows, so many are drawn.
  public var mostRows: Int
  /// The seed of the draws.
  public var seed: UInt64

  /// Settings.
  public init(rounds: Int = 1000, confidence: Double = 0.95, mostRows: Int = 2000, seed: UInt64 = 1)
  {
    self.rounds = rounds
    self.confidence = confidence
    self.mostRows = mostRows
    self.seed = seed
  }

  /// The interval of a figure that is the weighted mean of one number for each row: accuracy, loss, mean
  /// absolute error.
  ///
  /// - Parameters:
  ///   - values: one for each row; nil comes back where one is not finite.
  ///   - weights: as many; nil where all rows count the same.
  public func interval(ofMean values: [Double], weights: [Double]? = nil) -> ClosedRange<Double>? {
    guard values.count > 1, rounds > 1, values.allSatisfy({ $0.isFinite }) else { return nil }
    let drawn = min(values.count, max(mostRows, 2))
    let whole = mean(values, weights, of: 0..<values.count)
    guard let whole else { return nil }
    let scale = (Double(drawn) / Double(values.count)).squareRoot()
    var figures: [Double] = []
    figures.reserveCapacity(rounds)
    for round in 0..<rounds {
      var random = RandomSource(seed: seed, .other, 3, round)
      let rows = (0..<drawn).lazy.map { _ in random.below(values.count) }
      if let figure = mean(values, weights, of: rows) { figures.append((figure - whole) * scale) }
    }
    figures.sort()
    let tail = (1 - confidence) / 2
    guard let low = quantile(figures, tail), let high = quantile(figures, 1 - tail) else {
      return nil
    }
    return (whole + low)...(whole + high)
  }

  private func mean(
    _ values: [Double], _ weights: [Double]?, of rows: some Sequence<Int>
  ) -> Double? {
    var (sum, total) = (0.0, 0.0)
    for row in rows {
      let weight = weights?[row] ?? 1
      sum += weight * values[row]
      total += weight
    }
    return total > 0 ? sum / total : nil
  }
}

/// The value below which a share of sorted numbers lies, between two of them where need be; nil of none.
func quantile(_ sorted: [Double], _ share: Double) -> Double? {
  guard let last = sorted.last else { return nil }
  let place = min(max(share, 0), 1) * Double(sorted.count - 1)
  let index = Int(place)
  guard index + 1 < sorted.count else { return last }
  return sorted[index] + (sorted[index + 1] - sorted[index]) * (place - Double(index))
}

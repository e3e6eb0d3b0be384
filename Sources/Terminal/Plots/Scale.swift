import Basics

/// An axis of numbers between two that can be read.
package struct Scale {
  package let low: Double
  package let high: Double
  private let decimals: Int
  private let isShare: Bool

  /// A scale that holds numbers from `least` to `most`; for shares, not below 0 and not above 1.
  package init(least: Double, most: Double, isShare: Bool) {
    // What is larger has no step beyond it.
    var (low, high) = (max(min(least, most), -1e300), min(max(least, most), 1e300))
    if !(high - low > max(low.magnitude, high.magnitude) * 1e-9) {
      let half = max(high.magnitude * 0.1, isShare ? 0.01 : 1e-6)
      (low, high) = (low - half, high + half)
    }
    var (step, decimals) = (1.0, 0)
    while step * 10 <= high / 4 - low / 4 { step *= 10 }
    while step > high / 4 - low / 4, decimals < 12 {
      step /= 10
      decimals += 1
    }
    for factor in [5.0, 2] where step * factor <= high / 4 - low / 4 {
      step *= factor
      break
    }
    low = (low / step + 1e-9).rounded(.down) * step
    high = (high / step - 1e-9).rounded(.up) * step
    (self.low, self.high) = isShare ? (max(0, low), min(1, high)) : (low, high)
    self.decimals = isShare ? max(0, decimals - 2) : decimals
    self.isShare = isShare
  }

  /// Where a number lies, 0 at the low end and 1 at the high one.
  package func share(_ value: Double) -> Double {
    high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0
  }

  /// A number as it stands at the axis.
  package func label(_ value: Double) -> String {
    if isShare { return fixed(value * 100, decimals) + " %" }
    let isPlain = value == 0 || value.magnitude < 1e5 && decimals < 6
    return isPlain ? fixed(value, decimals) : readable(value)
  }
}

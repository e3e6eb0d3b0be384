import Basics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One direction of a chart: what is measured, from where to where, and how.
public struct Axis: Sendable, Hashable {
  /// How numbers become places.
  public enum Scale: Sendable, Hashable {
    /// Equal steps are equal distances.
    case linear
    /// Equal factors are equal distances; numbers that are not above 0 have no place.
    case logarithmic
  }

  /// What is measured, with its unit where it has one.
  public var name: String
  /// How numbers become places.
  public var scale: Scale
  /// Where the axis begins and ends; nil takes what the numbers need.
  public var range: ClosedRange<Double>?
  /// Whether only whole numbers get a mark: epochs, classes.
  public var isWhole: Bool
  /// Whether numbers are shares, shown in percent.
  public var isShare: Bool

  /// An axis.
  public init(
    _ name: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil,
    isWhole: Bool = false, isShare: Bool = false
  ) {
    self.name = name
    self.scale = scale
    self.range = range
    self.isWhole = isWhole
    self.isShare = isShare
  }

  /// The axis laid out for numbers, of which those that aren't finite, or have no place, don't count.
  func fitted(to values: some Sequence<Double>) -> FittedAxis {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && (scale == .linear || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    if let range { (low, high) = (range.lowerBound, range.upperBound) }
    // What is larger would leave no room for a mark beyond it.
    (low, high) = (max(low, -1e300), min(high, 1e300))
    if low > high { (low, high) = scale == .linear ? (0, 1) : (1, 10) }
    return scale == .linear ? linear(low, high) : logarithmic(low, high)
  }

  private func linear(_ low: Double, _ high: Double) -> FittedAxis {
    var (low, high) = (low, high)
    if !(high - low > high.magnitude * 1e-12) {
      let half = isWhole ? 1 : max(high.magnitude * 0.1, 1e-6)
      (low, high) = (low - half, high + half)
    }
    var step = Self.niceStep((high - low) / 5)
    if isWhole { step = max(step.rounded(.up), 1) }
    let isFixed = range != nil || isWhole
    let first = (low / step + (isFixed ? -1e-9 : 1e-9)).rounded(isFixed ? .up : .down)
    let last = (high / step + (isFixed ? 1e-9 : -1e-9)).rounded(isFixed ? .down : .up)
    guard last - first < 100 else { return FittedAxis(self, low...high, []) }
    let marks = stride(from: first, through: last, by: 1).map { $0 * step }
    let bounds = isFixed ? low...high : (first * step)...(last * step)
    return FittedAxis(self, bounds, marks.map { ($0, label($0, step)) })
  }

  private func logarithmic(_ low: Double, _ high: Double) -> FittedAxis {
    let first = log10(max(low, 1e-300)).rounded(.down)
    let last = max(log10(max(high, 1e-300)).rounded(.up), first + 1)
    let step = max(((last - first) / 6).rounded(.up), 1)
    let marks = stride(from: first, through: last, by: step).map { pow(10, $0) }
    return FittedAxis(
      self, pow(10, first)...pow(10, last), marks.map { ($0, shortNumber($0)) })
  }

  private func label(_ value: Double, _ step: Double) -> String {
    if isShare {
      return fixed(value * 100, step < 0.000999 ? 2 : step < 0.00999 ? 1 : 0) + " %"
    }
    if max(value.magnitude, step) >= 100_000 || step < 1e-4 { return shortNumber(value) }
    var decimals = 0
    var rest = step
    while decimals < 5, (rest - rest.rounded()).magnitude > 1e-6 * rest {
      rest *= 10
      decimals += 1
    }
    return decimals == 0 ? grouped(Int(value.rounded())) : fixed(value, decimals)
  }

  /// 1, 2 or 5 times a power of ten, at least as large.
  private static func niceStep(_ wanted: Double) -> Double {
    let power = pow(10, log10(wanted).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= wanted * 0.999 { return factor * power }
    return 10 * power
  }
}

/// An axis whose ends and marks are known.
struct FittedAxis: Sendable {
  let axis: Axis
  let bounds: ClosedRange<Double>
  let marks: [(value: Double, label: String)]

  init(_ axis: Axis, _ bounds: ClosedRange<Double>, _ marks: [(value: Double, label: String)]) {
    self.axis = axis
    self.bounds = bounds
    self.marks = marks
  }

  /// Where a number lies, 0 at the beginning and 1 at the end; nil where it has no place.
  func share(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch axis.scale {
    case .linear:
      return (value - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound)
    case .logarithmic:
      guard value > 0 else { return nil }
      return log10(value / bounds.lowerBound) / log10(bounds.upperBound / bounds.lowerBound)
    }
  }
}

/// A number in few characters: `0.0312`, `1,234`, `1.2k`, `3.4M`, `1e-7`.
public func shortNumber(_ value: Double) -> String {
  guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "-∞" : "∞" }
  let size = value.magnitude
  switch size {
  case ..<1e-300: return "0"
  case 1e15..., ..<1e-4: return exponential(value)
  case 1e9...: return trimmed(value / 1e9, 4) + "G"
  case 1e6...: return trimmed(value / 1e6, 4) + "M"
  case 1e5...: return trimmed(value / 1e3, 4) + "k"
  case 1000...: return grouped(Int(value.rounded()))
  default: return trimmed(value, 4)
  }
}

private func exponential(_ value: Double) -> String {
  var exponent = log10(value.magnitude).rounded(.down)
  var digits = value / pow(10, exponent)
  if digits.magnitude > 9.95 { (digits, exponent) = (digits / 10, exponent + 1) }
  return trimmed(digits, 2) + "e\(Int(exponent))"
}

/// A number of 1e-4 to 1e5 with so many digits that count, without zeros at the end.
private func trimmed(_ value: Double, _ digits: Int) -> String {
  let whole = value.magnitude >= 1 ? Int(log10(value.magnitude).rounded(.down)) + 1 : 0
  let leading = value.magnitude < 1 ? Int(-log10(value.magnitude).rounded(.down)) - 1 : 0
  var text = fixed(value, max(0, digits - whole + leading))
  guard text.contains(".") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

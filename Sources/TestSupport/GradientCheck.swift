import Basics

/// How far from a point a central difference looks; a power of two, so that it adds no rounding.
public let differenceStep: Scalar = Scalar.self == Float.self ? 0x1p-7 : 0x1p-17

/// How far from a kink a point must be for a central difference not to reach across.
public let kinkMargin: Scalar = 0.05

/// The relative error up to which a gradient agrees with central differences.
public let gradientTolerance = Scalar.self == Float.self ? 2e-3 : 1e-8

/// The largest error of a gradient against central differences of the function.
///
/// The error of an element is its difference, relative to the element plus the largest element of
/// the gradient: elements near 0 are as uncertain as the sum they are a small part of. A gradient
/// with NaN has infinite error.
///
/// - Parameters:
///   - point: where the gradient was taken; [count].
///   - gradient: what is checked; [count].
///   - value: the function, summed in Double.
public func gradientError(
  at point: ContiguousArray<Scalar>, _ gradient: ContiguousArray<Scalar>,
  of value: (ContiguousArray<Scalar>) -> Double
) -> Double {
  guard point.count == gradient.count else { return .infinity }
  let differences = point.indices.map { index in
    var moved = point
    moved[index] = point[index] + differenceStep
    let (above, high) = (value(moved), moved[index])
    moved[index] = point[index] - differenceStep
    let (below, low) = (value(moved), moved[index])
    return (above - below) / Double(high - low)
  }
  let largest = max(differences.map(\.magnitude).max() ?? 0, 1e-2)
  var worst = 0.0
  for (difference, element) in zip(differences, gradient) {
    let error = (difference - Double(element)).magnitude / (difference.magnitude + largest)
    guard error.isFinite else { return .infinity }
    worst = max(worst, error)
  }
  return worst
}

/// An uneven gradient to start the way back with: an error in one element can't hide behind others.
public func unevenWeights(_ count: Int) -> ContiguousArray<Scalar> {
  ContiguousArray((0..<count).map { Scalar(cosine($0) + 0.25) })
}

/// Normal numbers, none nearer to a kink than the margin.
public func points(
  _ count: Int, seed: UInt64, avoiding kinks: [Scalar] = []
) -> ContiguousArray<Scalar> {
  var random = RandomSource(seed: seed, .other, count)
  return ContiguousArray(
    (0..<count).map { _ in
      while true {
        let value = Scalar(random.normal())
        if isSmooth(value, kinks) { return value }
      }
    })
}

/// Whether a central difference around a value stays on one side of all kinks.
public func isSmooth(_ value: Scalar, _ kinks: [Scalar]) -> Bool {
  kinks.allSatisfy { (value - $0).magnitude >= kinkMargin }
}

/// cos(count), by rotating step for step: needs no library and is good to 1e-13.
private func cosine(_ count: Int) -> Double {
  var (x, y) = (1.0, 0.0)
  for _ in 0..<count {
    (x, y) = (
      x * 0.5403023058681398 - y * 0.8414709848078965,
      x * 0.8414709848078965 + y * 0.5403023058681398
    )
  }
  return x
}

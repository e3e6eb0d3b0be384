import Basics

// What scalings do to numbers and rows.

/// sign(x) log(1 + |x|), the same bits everywhere.
func logarithm(_ x: Double) -> Double {
  let value = Portable.log(1 + x.magnitude)
  return x < 0 ? -value : value
}

/// The inverse of `logarithm`.
func exponential(_ x: Double) -> Double {
  let value = Portable.exp(x.magnitude) - 1
  return x < 0 ? -value : value
}

/// Where a number stands among percentiles, stretched to deviation 1; the middle where it equals several.
func rank(of x: Double, in percentiles: [Double]) -> Double {
  let last = percentiles.count - 1
  // The first that is not below x, and the first above it.
  let low = firstPlace(in: percentiles) { $0 >= x }
  let high = firstPlace(in: percentiles) { $0 > x }
  let place: Double
  if low == 0 && high == 0 {
    place = 0
  } else if low > last {
    place = Double(last)
  } else if high > low {
    place = Double(low + high - 1) / 2
  } else {
    let below = percentiles[low - 1]
    let step = percentiles[low] - below
    place =
      Double(low - 1)
      + (step.isFinite
        ? (x - below) / step : (x / 2 - below / 2) / (percentiles[low] / 2 - below / 2))
  }
  return (2 * place / Double(last) - 1) * 3.0.squareRoot()
}

/// The first place in ascending numbers where something holds; their count where it never does.
private func firstPlace(in numbers: [Double], where holds: (Double) -> Bool) -> Int {
  var (low, high) = (0, numbers.count)
  while low < high {
    let middle = (low + high) / 2
    if holds(numbers[middle]) { high = middle } else { low = middle + 1 }
  }
  return low
}

// These loops run at every training step: one check per row stands in for one per number.

func divide(_ values: inout MutableSpan<Scalar>, _ row: Range<Int>, by divisor: Scalar) {
  precondition(row.lowerBound >= 0 && row.upperBound <= values.count)
  for index in row { values[unchecked: index] /= divisor }
}

func scaleByMaximum(_ values: inout MutableSpan<Scalar>, _ row: Range<Int>) {
  precondition(row.lowerBound >= 0 && row.upperBound <= values.count)
  // Eight lanes, as in `total`.
  var lanes = SIMD8<Scalar>(repeating: 0)
  var index = row.lowerBound
  while index &+ 8 <= row.upperBound {
    for lane in 0..<8 {
      let value = values[unchecked: index &+ lane]
      lanes[lane] = value > lanes[lane] ? value : lanes[lane]
    }
    index &+= 8
  }
  var most = lanes.max()
  while index < row.upperBound {
    most = max(most, values[unchecked: index])
    index &+= 1
  }
  if most > 0 { divide(&values, row, by: most) }
}

func standardizeRow(_ values: inout MutableSpan<Scalar>, _ row: Range<Int>) {
  guard let first = row.first else { return }
  // Taken off first, so that a picture of one color has a deviation of exactly 0.
  let shift = Double(values[first])
  let mean = total(values, row) { $0 - shift } / Double(row.count)
  let squares = total(values, row) { value in
    let difference = value - shift - mean
    return difference * difference
  }
  let deviation = Scalar((squares / Double(row.count)).squareRoot())
  let divisor = deviation > 0 ? deviation : 1
  let offset = Scalar(shift + mean)
  for index in row { values[unchecked: index] = (values[unchecked: index] - offset) / divisor }
}

/// The sum of f(x) over a row in Double, in eight lanes: always the same order, and three times as
/// fast as in one.
@inline(__always) private func total(
  _ values: borrowing MutableSpan<Scalar>, _ row: Range<Int>, _ f: (Double) -> Double
) -> Double {
  precondition(row.lowerBound >= 0 && row.upperBound <= values.count)
  var lanes = SIMD8<Double>(repeating: 0)
  var index = row.lowerBound
  while index &+ 8 <= row.upperBound {
    for lane in 0..<8 { lanes[lane] += f(Double(values[unchecked: index &+ lane])) }
    index &+= 8
  }
  var sum = 0.0
  for lane in 0..<8 { sum += lanes[lane] }
  while index < row.upperBound {
    sum += f(Double(values[unchecked: index]))
    index &+= 1
  }
  return sum
}

import Basics

// What the kernels of batch and layer normalization compute, in the fewest words: documentation and
// oracle. Same bits.

/// What `columnSums` computes.
public func columnSumsReference(
  _ values: Span<Scalar>, width: Int, squaredAround means: [Double]? = nil
) -> [Double] {
  var sums = [Double](repeating: 0, count: width)
  for row in 0..<(values.count / max(1, width)) {
    for j in 0..<width {
      let x = Double(values[row * width + j])
      sums[j] += means.map { (x - $0[j]) * (x - $0[j]) } ?? x
    }
  }
  return sums
}

/// What `normalizeColumns` computes.
public func normalizeColumnsReference(
  _ values: Span<Scalar>, width: Int, means: Span<Scalar>, scales: Span<Scalar>,
  weights: Span<Scalar>, biases: Span<Scalar>, into result: inout MutableSpan<Scalar>
) {
  for i in 0..<values.count {
    let j = i % width
    result[i] = (values[i] - means[j]) * scales[j] * weights[j] + biases[j]
  }
}

/// What `columnProducts` computes: sums and products.
public func columnProductsReference(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, means: Span<Scalar>,
  scales: Span<Scalar>
) -> (sums: [Double], products: [Double]) {
  var sums = [Double](repeating: 0, count: width)
  var products = sums
  for i in 0..<values.count {
    let j = i % width
    sums[j] += Double(gradient[i])
    products[j] += Double(gradient[i] * ((values[i] - means[j]) * scales[j]))
  }
  return (sums, products)
}

/// What `normalizeColumnsBack` computes.
public func normalizeColumnsBackReference(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, share: Scalar,
  means: Span<Scalar>, scales: Span<Scalar>, weights: Span<Scalar>, sums: Span<Scalar>,
  products: Span<Scalar>, into result: inout MutableSpan<Scalar>
) {
  for i in 0..<values.count {
    let j = i % width
    let normal = (values[i] - means[j]) * scales[j]
    let rest = gradient[i] - sums[j] * share - normal * (products[j] * share)
    result[i] = weights[j] * scales[j] * rest
  }
}

/// What `normalizeRows` computes.
public func normalizeRowsReference(
  _ values: Span<Scalar>, width: Int, weights: Span<Scalar>, biases: Span<Scalar>, epsilon: Double,
  statistics: inout MutableSpan<Scalar>, into result: inout MutableSpan<Scalar>
) {
  for row in 0..<(values.count / max(1, width)) {
    let x = (0..<width).map { values[row * width + $0] }
    let mean = sumByHalves(x.map { Double($0) }) / Double(width)
    let squares = sumByHalves(x.map { (Double($0) - mean) * (Double($0) - mean) })
    let scale = Scalar(1 / (squares / Double(width) + epsilon).squareRoot())
    for j in 0..<width {
      result[row * width + j] = (x[j] - Scalar(mean)) * scale * weights[j] + biases[j]
    }
    statistics[2 * row] = Scalar(mean)
    statistics[2 * row + 1] = scale
  }
}

/// What `normalizeRowsBack` computes.
public func normalizeRowsBackReference(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, statistics: Span<Scalar>,
  weights: Span<Scalar>, into result: inout MutableSpan<Scalar>
) {
  for row in 0..<(values.count / max(1, width)) {
    let (mean, scale) = (statistics[2 * row], statistics[2 * row + 1])
    let h = (0..<width).map { gradient[row * width + $0] * weights[$0] }
    let normal = (0..<width).map { (values[row * width + $0] - mean) * scale }
    let center = Scalar(sumByHalves(h.map { Double($0) }) / Double(width))
    let products = zip(h, normal).map { Double($0) * Double($1) }
    let slope = Scalar(sumByHalves(products) / Double(width))
    for j in 0..<width {
      result[row * width + j] = (h[j] - center - normal[j] * slope) * scale
    }
  }
}

/// What `normalizeRowsGain` computes.
public func normalizeRowsGainReference(
  _ gradient: Span<Scalar>, _ values: Span<Scalar>, width: Int, statistics: Span<Scalar>
) -> [Scalar] {
  var sums = [Scalar](repeating: 0, count: width)
  for i in 0..<values.count {
    let row = i / width
    sums[i % width] += gradient[i] * ((values[i] - statistics[2 * row]) * statistics[2 * row + 1])
  }
  return sums
}

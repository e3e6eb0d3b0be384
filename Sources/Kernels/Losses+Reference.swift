import Basics

/// What `crossEntropyRows` computes, in the fewest words: its documentation and its oracle. Same bits.
public func crossEntropyRowsReference(
  logits: Span<Scalar>, targets: Span<Scalar>, width: Int, kept: Scalar, spread: Scalar,
  losses: inout MutableSpan<Scalar>, gradient: inout MutableSpan<Scalar>
) {
  let byClass = targets.count == losses.count
  for row in 0..<losses.count {
    let z = (0..<width).map { logits[row * width + $0] }
    let largest = z.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    let e = z.map { exponential($0 - largest) }
    let sum = sumByHalves(e)
    let total: Scalar
    let distance: Scalar
    if byClass {
      guard let index = Int(exactly: targets[row]), z.indices.contains(index) else {
        losses[row] = .nan
        for j in 0..<width { gradient[row * width + j] = .nan }
        continue
      }
      total = kept + spread * Scalar(width)
      var near = kept > 0 ? kept * (largest - z[index]) : 0
      if spread > 0 { near += spread * sumByHalves(z.map { largest - $0 }) }
      distance = near
      for j in 0..<width {
        let share = e[j] / sum - spread
        gradient[row * width + j] = j == index ? share - kept : share
      }
    } else {
      let q = (0..<width).map { kept * targets[row * width + $0] + spread }
      total = sumByHalves(q)
      distance = sumByHalves(zip(q, z).map { $0 == 0 ? 0 : $0 * (largest - $1) })
      for j in 0..<width { gradient[row * width + j] = e[j] / sum * total - q[j] }
    }
    losses[row] = limited(total * logarithm(sum) + distance)
  }
}

/// What `elementLossRows` computes; same bits.
public func elementLossRowsReference(
  _ loss: ElementLossKernel, outputs: Span<Scalar>, targets: Span<Scalar>, width: Int,
  losses: inout MutableSpan<Scalar>, gradient: inout MutableSpan<Scalar>
) {
  for row in 0..<losses.count {
    var values: [Scalar] = []
    for i in (row * width)..<((row + 1) * width) {
      let (value, slope) = termReference(loss, outputs[i], targets[i])
      values.append(value)
      gradient[i] = slope
    }
    losses[row] = sumByHalves(values)
    if case .binaryCrossEntropy = loss { losses[row] = limited(losses[row]) }
  }
}

private func termReference(
  _ loss: ElementLossKernel, _ y: Scalar, _ t: Scalar
) -> (value: Scalar, slope: Scalar) {
  let e = y - t
  switch loss {
  case .halfSquared: return (0.5 * e * e, e)
  case .squared(let share): return (share * e * e, 2 * share * e)
  case .absolute(let share):
    return (share * e.magnitude, e > 0 ? share : e < 0 ? -share : share * e)
  case .huber(let share, let delta):
    return e.magnitude > delta
      ? (share * delta * (e.magnitude - 0.5 * delta), e > 0 ? share * delta : -share * delta)
      : (share * 0.5 * e * e, share * e)
  case .binaryCrossEntropy(let share, let kept, let added):
    let q = kept * t + added
    let linear = y > 0 ? y * (1 - q) : -y * q
    let value = linear + logarithmOfOnePlus(exponential(-y.magnitude))
    return (share * value, share * (logistic(y) - q))
  }
}

private func limited(_ loss: Scalar) -> Scalar {
  loss > .greatestFiniteMagnitude ? .greatestFiniteMagnitude : loss
}

import Basics

/// What `activate` computes, in the fewest words: its documentation and its oracle. Same bits.
public func activateReference(
  _ function: ActivationKernel, _ values: inout MutableSpan<Scalar>
) {
  for i in 0..<values.count { values[i] = activationReference(function, values[i]) }
}

private func activationReference(_ function: ActivationKernel, _ z: Scalar) -> Scalar {
  switch function {
  case .relu: z <= 0 ? 0 : z
  case .leakyRelu(let slope): z > 0 ? z : slope * z
  case .elu(let alpha): z > 0 ? z : alpha * exponentialMinusOne(z)
  case .selu:
    z > 0
      ? seluScale * min(z, Scalar.greatestFiniteMagnitude / seluScale)
      : seluScale * seluAlpha * exponentialMinusOne(z)
  case .sigmoid: logistic(z)
  case .tanh: hyperbolicTangent(z)
  case .softplus: (z < 0 ? 0 : z) + logarithmOfOnePlus(exponential(-z.magnitude))
  case .silu: z * logistic(z)
  case .gelu: z * geluShare(z)
  case .geluByTanh: z * (0.5 as Scalar).addingProduct(0.5, geluTanh(clamped(z)))
  }
}

/// What `activateBack` computes; same bits.
public func activateBackReference(
  _ function: ActivationKernel, _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>
) {
  for i in 0..<gradient.count {
    let (g, y) = (gradient[i], operand[i])
    switch function {
    case .relu: gradient[i] = y <= 0 ? 0 : g
    case .leakyRelu(let slope): gradient[i] = y > 0 ? g : slope * g
    default: gradient[i] = g * slopeReference(function, y)
    }
  }
}

private func slopeReference(_ function: ActivationKernel, _ y: Scalar) -> Scalar {
  switch function {
  case .relu, .leakyRelu: return 1
  case .elu(let alpha): return y > 0 ? 1 : y + alpha
  case .selu: return y > 0 ? seluScale : y + seluScale * seluAlpha
  case .sigmoid: return y * (1 - y)
  case .tanh: return 1 - y * y
  case .softplus: return -exponentialMinusOne(-y)
  case .silu:
    let share = logistic(y)
    return share * (1 as Scalar).addingProduct(y, 1 - share)
  case .gelu:
    let z = clamped(y)
    let density = 0.5 * rootOfTwoOverPi * exponential(-0.5 * z * z)
    return geluShare(z).addingProduct(z, density)
  case .geluByTanh:
    let z = clamped(y)
    let t = geluTanh(z)
    let slope = rootOfTwoOverPi * (1 as Scalar).addingProduct(3 * cubic * z, z)
    return 0.5 * (1 + t) + 0.5 * z * (1 as Scalar).addingProduct(-t, t) * slope
  }
}

private let seluScale: Scalar = 1.0507009873554804934193349852946
private let seluAlpha: Scalar = 1.6732632423543772848170429916717
private let cubic: Scalar = 0.044715
private let rootOfTwoOverPi: Scalar = 0.797884560802865355879892119868763737
private let rootOfHalf: Scalar = 0.707106781186547524400844362104849039

private func clamped(_ z: Scalar) -> Scalar { z > 40 ? 40 : z < -40 ? -40 : z }
private func geluShare(_ z: Scalar) -> Scalar {
  (0.5 as Scalar).addingProduct(0.5, errorFunction(z * rootOfHalf))
}
private func geluTanh(_ z: Scalar) -> Scalar {
  hyperbolicTangent(rootOfTwoOverPi * z.addingProduct(cubic * z * z, z))
}

/// What `softmaxRows` computes; same bits.
public func softmaxRowsReference(_ values: inout MutableSpan<Scalar>, width: Int) {
  for start in stride(from: 0, to: values.count, by: max(1, width)) {
    var largest = values[start]
    for j in 1..<max(1, width) where values[start + j] > largest { largest = values[start + j] }
    for j in 0..<width { values[start + j] = exponential(values[start + j] - largest) }
    var terms: [Scalar] = []
    for j in 0..<width { terms.append(values[start + j]) }
    let sum = sumByHalves(terms)
    for j in 0..<width { values[start + j] /= sum }
  }
}

/// What `softmaxRowsBack` computes; same bits.
public func softmaxRowsBackReference(
  _ gradient: inout MutableSpan<Scalar>, shares: Span<Scalar>, width: Int
) {
  for start in stride(from: 0, to: gradient.count, by: max(1, width)) {
    var terms: [Scalar] = []
    for j in 0..<width { terms.append(gradient[start + j] * shares[start + j]) }
    let total = sumByHalves(terms)
    for j in 0..<width { gradient[start + j] = shares[start + j] * (gradient[start + j] - total) }
  }
}

/// The sum in the order of the kernels: as many partial sums as numbers in 64 bytes, term j in sum
/// j mod that count, and then halves added to halves.
func sumByHalves<Number: BinaryFloatingPoint>(_ terms: [Number]) -> Number {
  var lanes = [Number](repeating: 0, count: 64 / MemoryLayout<Scalar>.size)
  for (j, term) in terms.enumerated() { lanes[j % lanes.count] += term }
  while lanes.count > 1 {
    let half = lanes.count / 2
    lanes = (0..<half).map { lanes[$0] + lanes[half + $0] }
  }
  return lanes[0]
}

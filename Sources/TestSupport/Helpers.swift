import Basics
import Networks

extension ActivationFunction {
  /// f of some values; one row unless a width is given.
  public func values(_ z: ContiguousArray<Scalar>, width: Int? = nil) -> ContiguousArray<Scalar> {
    var copy = z
    var span = copy.mutableSpan
    apply(&span, width: width ?? z.count)
    return copy
  }

  /// The gradient at some values z, from that of the output: ones unless given.
  public func gradient(
    at z: ContiguousArray<Scalar>, upstream: ContiguousArray<Scalar>? = nil, width: Int? = nil
  ) -> ContiguousArray<Scalar> {
    let reads = Self.derivativeReads
    let operand = reads == .input ? z : values(z, width: width)
    var gradient = upstream ?? ContiguousArray(repeating: 1, count: z.count)
    var span = gradient.mutableSpan
    backward(&span, operand: operand.span, width: width ?? z.count)
    return gradient
  }
}

extension Initializer {
  /// The values of a parameter with these sizes and fans.
  public func values(
    shape: [Int], fanIn: Int = 1, fanOut: Int = 1, seed: UInt64 = 1
  ) -> ContiguousArray<Scalar> {
    let spec = ParameterSpec(
      "weight", shape: shape, role: .weight, initializer: self, fanIn: fanIn, fanOut: fanOut)
    var values = ContiguousArray<Scalar>(repeating: .nan, count: spec.count)
    var random = RandomSource(seed: seed, .initialization, 0)
    var span = values.mutableSpan
    fill(&span, for: spec, random: &random)
    return values
  }
}

/// Mean and variance of some numbers.
public func moments(_ values: ContiguousArray<Scalar>) -> (mean: Double, variance: Double) {
  let count = Double(max(1, values.count))
  let mean = values.reduce(0) { $0 + Double($1) } / count
  let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return (mean, squares / count)
}

/// The text of the error that some work throws; nil where it throws none.
public func message(_ work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch {
    return "\(error)"
  }
}

/// A subnormal number of Float.
private let tiny = Scalar(1e-20) * 1e-20

/// Values at the edges of the precision, all finite.
public let extremeValues: ContiguousArray<Scalar> = [
  .greatestFiniteMagnitude, -.greatestFiniteMagnitude, tiny, -tiny, 0, -0.0,
  .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 100, -100, 1e4, -1e4, 1e30, -1e30, 88.8, -88.8,
  709.9, -709.9,
]

/// Whether every value is finite.
public func allFinite(_ values: ContiguousArray<Scalar>) -> Bool {
  values.allSatisfy { $0.isFinite }
}

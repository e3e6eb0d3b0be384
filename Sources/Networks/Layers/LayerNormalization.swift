import Basics
import Kernels

/// Every row gets mean 0 and variance 1 over all its features, then a learned gain and shift:
/// y = weight · x̂ + bias with x̂ = (x - mean) / √(variance + epsilon).
///
/// The variance is that of the population. Gradients, with n features, g = dL/dy and h = weight · g:
/// dL/dx = (h - mean(h) - x̂ mean(h x̂)) / √(variance + epsilon), dL/dweight = Σ over the rows of g x̂,
/// dL/dbias = Σ g.
///
/// Parameters: `weight` and `bias`, both of the input's shape; they start at 1 and 0.
///
/// Ba, Kiros and Hinton, "Layer normalization", 2016.
public struct LayerNormalization: Layer, Hashable {
  /// `layer-normalization`
  public static let kind = "layer-normalization"

  /// What is added to the variance.
  public let epsilon: Double

  /// The layer.
  ///
  /// - Parameter epsilon: above 0, 1e-5 unless stated; checked when the network is made.
  public init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

  /// From a file: `epsilon`.
  public init(from reader: inout SettingsReader) throws { epsilon = try reader.epsilon() }

  /// `epsilon`
  public var settings: Settings { ["epsilon": .number(epsilon)] }

  /// The same shape; mean and inverse deviation of every row are kept for the way back.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    try checkEpsilon(epsilon)
    guard input.count >= 1 else {
      throw ShapeError(expected: "an input of at least 1 feature", found: "\(input)")
    }
    let parameters = [
      ParameterSpec("weight", shape: input.dimensions, role: .gain, initializer: Constant(1)),
      ParameterSpec("bias", shape: input.dimensions, role: .bias, initializer: Zeros()),
    ]
    return LayerPlan(output: input, parameters: parameters, savedPerRow: 2)
  }

  /// y = weight · x̂ + bias
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    let width = pass.inputWidth
    normalizeRows(
      input, width: width, weights: parameters.extracting(0..<width),
      biases: parameters.extracting(width..<(2 * width)), epsilon: epsilon, statistics: &saved,
      into: &output)
  }

  /// dL/dx
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    normalizeRowsBack(
      outputGradient, input, width: pass.inputWidth, statistics: saved, weights: parameters,
      into: &inputGradient)
  }

  /// dL/dweight = Σ g x̂; dL/dbias = Σ g.
  public func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass
  ) {
    if index == 0 {
      normalizeRowsGain(
        outputGradient, input, width: pass.inputWidth, statistics: saved, into: &gradient)
    } else {
      sumRows(outputGradient, width: pass.inputWidth, into: &gradient)
    }
  }
}

/// Throws unless epsilon is above 0 and at most 1: 0 would divide by zero where a value is constant.
func checkEpsilon(_ epsilon: Double) throws(ShapeError) {
  guard allowsEpsilon(epsilon) else {
    throw ShapeError(expected: "an epsilon from 1e-30 to 1", found: "\(epsilon)")
  }
}

private func allowsEpsilon(_ epsilon: Double) -> Bool { epsilon >= 1e-30 && epsilon <= 1 }

extension SettingsReader {
  /// `epsilon`; 1e-5 where it is absent.
  mutating func epsilon() throws -> Double {
    try number(
      "epsilon", default: 1e-5, expected: "a number from 1e-30 to 1", where: allowsEpsilon)
  }
}

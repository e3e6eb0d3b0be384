import Basics
import Kernels

/// Sets each value to 0 with probability `rate` in training and divides the others by 1 - rate; lets
/// everything pass in inference.
///
/// Whether a value stays follows from the seed, the step, the layer, the row's number in the batch
/// and the column alone, so it is the same for any split of the rows; on the way back it is computed
/// again instead of kept.
///
/// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent
/// neural networks from overfitting", JMLR 2014.
public struct Dropout: Layer, Hashable {
  /// `dropout`
  public static let kind = "dropout"

  /// The probability of 0, from 0 to below 1.
  public let rate: Double

  /// A layer that drops this share of the values; checked when the network is made.
  public init(_ rate: Double) { self.rate = rate }

  /// From a file: `rate`.
  public init(from reader: inout SettingsReader) throws {
    rate = try reader.number(
      "rate", default: 0.5, expected: "a number from 0 to below 1", where: Self.allowed)
  }

  private static func allowed(_ rate: Double) -> Bool { rate >= 0 && rate < 1 }

  /// `rate`
  public var settings: Settings { ["rate": .number(rate)] }

  /// The same shape. Throws where the rate isn't from 0 to below 1.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    guard Self.allowed(rate) else {
      throw ShapeError(expected: "a dropout rate from 0 to below 1", found: "\(rate)")
    }
    return LayerPlan(output: input)
  }

  /// y = x / (1 - rate) or 0
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    drop(input, into: &output, pass: pass)
  }

  /// dL/dx = dL/dy / (1 - rate) or 0
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    drop(outputGradient, into: &inputGradient, pass: pass)
  }

  private func drop(_ values: Span<Scalar>, into result: inout MutableSpan<Scalar>, pass: Pass) {
    guard case .training(let seed, let step) = pass.mode, rate > 0 else {
      for i in 0..<result.count { result[i] = values[i] }
      return
    }
    let random = RandomSource(seed: seed, .dropout, step, pass.layer)
    let scale = Scalar(1 / (1 - rate))
    // A random number of 64 bits is below this with probability `rate`.
    let threshold = UInt64(rate * 0x1p64)
    dropValues(
      values, random: random, first: pass.rows.lowerBound * pass.inputWidth, threshold: threshold,
      scale: scale, into: &result)
  }
}

import Basics

/// Makes a vector of a picture or of any other shape; the scalars and their order stay.
///
/// `Dense` does the same with its input, so this is needed only where a shape is to be seen.
public struct Flatten: Layer, Hashable {
  /// `flatten`
  public static let kind = "flatten"

  /// The layer; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// A vector of as many scalars.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    LayerPlan(output: [input.count])
  }

  /// Copies.
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    for i in 0..<output.count { output[i] = input[i] }
  }

  /// Copies.
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    for i in 0..<inputGradient.count { inputGradient[i] = outputGradient[i] }
  }
}

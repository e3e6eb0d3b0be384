import Basics
import Networks

/// What a model looks at in a row: how much one of its outputs changes with each number of the input.
///
/// The output is a class's logit, as the last layer gives it, or a predicted number in its own unit (scaled
/// for the loss where its logarithm or rank was predicted); the input is scaled as the network takes it. Everything is that of inference: no dropout, running statistics. Simonyan, Vedaldi
/// and Zisserman, "Deep inside convolutional networks: visualising image classification models and saliency
/// maps", 2013.
public struct Saliency: Sendable, Equatable {
  /// How it is measured.
  public enum Method: Sendable, Hashable {
    /// At the row itself.
    case gradient
    /// The mean over so many places on the way from a row of zeros, which for a picture is a black one.
    /// The contributions then add up to the difference between both outputs. Sundararajan, Taly and Yan,
    /// "Axiomatic attribution for deep networks", ICML 2017.
    case integrated(steps: Int)
  }

  /// The output: the number of a class or a target.
  public var output: Int
  /// d output / d input, [input width].
  public var gradient: [Scalar]
  /// Gradient times input: what each number adds to the output, [input width].
  ///
  /// Below an embedding, whose input has no gradient, a column's is that of its vector.
  public var contributions: [Scalar]
}

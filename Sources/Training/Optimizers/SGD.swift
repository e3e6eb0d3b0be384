import Basics
import Kernels

/// Plain gradient descent: p = p - learningRate g.
///
/// Robbins and Monro, "A stochastic approximation method", 1951.
public struct SGD: Optimizer, Hashable {
  /// `sgd`
  public static let kind = "sgd"

  /// Plain gradient descent; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// None.
  public var stateSlots: Int { 0 }
  /// 0.1
  public var defaultLearningRate: Double { 0.1 }

  /// p = p - learningRate g
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    optimize(
      .sgd(rate: Scalar(step.learningRate)),
      &parameters, gradient: gradient, state: &state)
  }
}

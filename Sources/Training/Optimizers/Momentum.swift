import Basics
import Kernels

/// Gradient descent with momentum: v = momentum v + g; p = p - learningRate v.
///
/// Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, in the form of
/// PyTorch's `SGD(momentum:)`.
public struct Momentum: Optimizer, Hashable {
  /// `momentum`
  public static let kind = "momentum"

  /// The share of the velocity that is kept from step to step; 0.9 unless stated.
  public let momentum: Double

  /// Gradient descent with momentum.
  public init(momentum: Double = 0.9) { self.momentum = momentum }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    momentum = try reader.share("momentum", default: 0.9)
  }

  /// `momentum`
  public var settings: Settings { ["momentum": .number(momentum)] }

  /// The velocity.
  public var stateSlots: Int { 1 }
  /// 0.01
  public var defaultLearningRate: Double { 0.01 }

  /// v = momentum v + g; p = p - learningRate v
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    optimize(
      .momentum(rate: Scalar(step.learningRate), kept: Scalar(momentum)),
      &parameters, gradient: gradient, state: &state)
  }
}

import Basics
import Kernels

/// Gradient descent with Nesterov's momentum: v = momentum v + g; p = p - learningRate (g + momentum v).
///
/// Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k^2)", 1983,
/// in the form of Sutskever et al., ICML 2013.
public struct Nesterov: Optimizer, Hashable {
  /// `nesterov`
  public static let kind = "nesterov"

  /// The share of the velocity that is kept from step to step; 0.9 unless stated.
  public let momentum: Double

  /// The rule; see the properties for the defaults.
  public init(momentum: Double = 0.9) {
    self.momentum = momentum
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    momentum = try reader.share("momentum", default: 0.9)
  }

  /// All settings.
  public var settings: Settings {
    ["momentum": .number(momentum)]
  }

  /// State scalars per parameter.
  public var stateSlots: Int { 1 }
  /// 0.01
  public var defaultLearningRate: Double { 0.01 }

  /// One step of the rule above.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    optimize(
      .nesterov(rate: Scalar(step.learningRate), kept: Scalar(momentum)),
      &parameters, gradient: gradient, state: &state)
  }
}

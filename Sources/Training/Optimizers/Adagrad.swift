import Basics
import Kernels

/// Adaptive gradient: v = v + g^2; p = p - learningRate g / (sqrt(v) + epsilon).
///
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", JMLR 2011.
public struct Adagrad: Optimizer, Hashable {
  /// `adagrad`
  public static let kind = "adagrad"

  /// Keeps the division tame; 1e-10 unless stated.
  public let epsilon: Double

  /// The rule; see the properties for the defaults.
  public init(epsilon: Double = 1e-10) {
    self.epsilon = epsilon
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    epsilon = try reader.epsilon(default: 1e-10)
  }

  /// All settings.
  public var settings: Settings {
    ["epsilon": .number(epsilon)]
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
      .rmsprop(
        rate: Scalar(step.learningRate), kept: 1, share: 1, epsilon: Scalar(epsilon)),
      &parameters, gradient: gradient, state: &state)
  }
}

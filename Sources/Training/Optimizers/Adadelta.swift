import Basics
import Kernels

/// Adaptive steps without a rate to tune: v = rho v + (1 - rho) g^2;
/// d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = rho u + (1 - rho) d^2; p = p - learningRate d.
///
/// Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
public struct Adadelta: Optimizer, Hashable {
  /// `adadelta`
  public static let kind = "adadelta"

  /// How much of the mean squares is kept; 0.9 unless stated.
  public let rho: Double
  /// Keeps the division tame; 1e-6 unless stated.
  public let epsilon: Double

  /// The rule; see the properties for the defaults.
  public init(rho: Double = 0.9, epsilon: Double = 1e-6) {
    self.rho = rho
    self.epsilon = epsilon
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    rho = try reader.share("rho", default: 0.9)
    epsilon = try reader.epsilon(default: 1e-6)
  }

  /// All settings.
  public var settings: Settings {
    ["rho": .number(rho), "epsilon": .number(epsilon)]
  }

  /// State scalars per parameter.
  public var stateSlots: Int { 2 }
  /// 1.0
  public var defaultLearningRate: Double { 1.0 }

  /// One step of the rule above.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    optimize(
      .adadelta(
        rate: Scalar(step.learningRate), kept: Scalar(rho), share: Scalar(1 - rho),
        epsilon: Scalar(epsilon)),
      &parameters, gradient: gradient, state: &state)
  }
}

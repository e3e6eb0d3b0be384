import Basics
import Kernels

/// Adam by the largest gradient: m = b1 m + (1 - b1) g; u = max(b2 u, |g| + epsilon);
/// p = p - learningRate / (1 - b1^t) * m / u.
///
/// Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, section 7.1.
public struct Adamax: Optimizer, Hashable {
  /// `adamax`
  public static let kind = "adamax"

  /// How much of the first moment is kept; 0.9 unless stated.
  public let beta1: Double
  /// How much of the second moment is kept; 0.999 unless stated.
  public let beta2: Double
  /// Keeps the division tame; 1e-8 unless stated.
  public let epsilon: Double

  /// The rule; see the properties for the defaults.
  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    beta1 = try reader.share("beta1", default: 0.9)
    beta2 = try reader.share("beta2", default: 0.999)
    epsilon = try reader.epsilon(default: 1e-8)
  }

  /// All settings.
  public var settings: Settings {
    ["beta1": .number(beta1), "beta2": .number(beta2), "epsilon": .number(epsilon)]
  }

  /// State scalars per parameter.
  public var stateSlots: Int { 2 }
  /// 0.002
  public var defaultLearningRate: Double { 0.002 }

  /// One step of the rule above.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    let rate = step.learningRate / (1 - power(beta1, step.number))
    optimize(
      .adamax(
        rate: Scalar(rate), share1: Scalar(1 - beta1), kept2: Scalar(beta2),
        epsilon: Scalar(epsilon)),
      &parameters, gradient: gradient, state: &state)
  }
}

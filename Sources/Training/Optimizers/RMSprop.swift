import Basics
import Kernels

/// Root mean square propagation: v = alpha v + (1 - alpha) g^2;
/// p = p - learningRate g / (sqrt(v) + epsilon).
///
/// Tieleman and Hinton, "Lecture 6.5: rmsprop", 2012.
public struct RMSprop: Optimizer, Hashable {
  /// `rmsprop`
  public static let kind = "rmsprop"

  /// How much of the mean square is kept; 0.99 unless stated.
  public let alpha: Double
  /// Keeps the division tame; 1e-8 unless stated.
  public let epsilon: Double

  /// The rule; see the properties for the defaults.
  public init(alpha: Double = 0.99, epsilon: Double = 1e-8) {
    self.alpha = alpha
    self.epsilon = epsilon
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    alpha = try reader.share("alpha", default: 0.99)
    epsilon = try reader.epsilon(default: 1e-8)
  }

  /// All settings.
  public var settings: Settings {
    ["alpha": .number(alpha), "epsilon": .number(epsilon)]
  }

  /// State scalars per parameter.
  public var stateSlots: Int { 1 }

  /// One step of the rule above.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    optimize(
      .rmsprop(
        rate: Scalar(step.learningRate), kept: Scalar(alpha), share: Scalar(1 - alpha),
        epsilon: Scalar(epsilon)),
      &parameters, gradient: gradient, state: &state)
  }
}

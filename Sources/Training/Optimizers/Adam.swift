import Basics
import Kernels

/// Adaptive moments: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// p = p - learningRate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
///
/// Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015.
public struct Adam: Optimizer, Hashable {
  /// `adam`
  public static let kind = "adam"

  /// How much of the first moment is kept; 0.9 unless stated.
  public let beta1: Double
  /// How much of the second moment is kept; 0.999 unless stated.
  public let beta2: Double
  /// Keeps the division tame; 1e-8 unless stated.
  public let epsilon: Double

  /// Adam.
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

  /// `beta1`, `beta2` and `epsilon`.
  public var settings: Settings {
    ["beta1": .number(beta1), "beta2": .number(beta2), "epsilon": .number(epsilon)]
  }

  /// The two moments.
  public var stateSlots: Int { 2 }

  /// One step of Adam.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    let rate = step.learningRate / (1 - power(beta1, step.number))
    // One product instead of a second division for every parameter.
    let scale = 1 / (1 - power(beta2, step.number)).squareRoot()
    optimize(
      .adam(
        rate: Scalar(rate), share1: Scalar(1 - beta1), kept2: Scalar(beta2),
        share2: Scalar(1 - beta2), scale: Scalar(scale), epsilon: Scalar(epsilon)),
      &parameters, gradient: gradient, state: &state)
  }
}

/// base to a whole power, by repeated squaring: the same bits everywhere.
func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var factor = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}

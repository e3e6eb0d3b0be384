import Basics
import Kernels

/// Adam with Nesterov's momentum: with mu_t = b1 (1 - 0.5 * 0.96^(t * momentumDecay)) and the product
/// M_t of mu_1 to mu_t, p = p - learningRate * (mu_(t+1) m / (1 - M_(t+1)) + (1 - mu_t) g / (1 - M_t))
/// / (sqrt(v / (1 - b2^t)) + epsilon), where m and v are those of Adam.
///
/// Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016. The product M lies in the
/// state beside m and v, so that the rule needs nothing else to be resumed.
public struct Nadam: Optimizer, Hashable {
  /// `nadam`
  public static let kind = "nadam"

  /// How much of the first moment is kept; 0.9 unless stated.
  public let beta1: Double
  /// How much of the second moment is kept; 0.999 unless stated.
  public let beta2: Double
  /// Keeps the division tame; 1e-8 unless stated.
  public let epsilon: Double
  /// How fast the momentum approaches beta1; 0.004 unless stated.
  public let momentumDecay: Double

  /// The rule; see the properties for the defaults.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    momentumDecay: Double = 0.004
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.momentumDecay = momentumDecay
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    beta1 = try reader.share("beta1", default: 0.9)
    beta2 = try reader.share("beta2", default: 0.999)
    epsilon = try reader.epsilon(default: 1e-8)
    momentumDecay = try reader.number(
      "momentum-decay", default: 0.004, expected: "a number of 0 or more"
    ) {
      $0 >= 0
    }
  }

  /// All settings.
  public var settings: Settings {
    [
      "beta1": .number(beta1), "beta2": .number(beta2), "epsilon": .number(epsilon),
      "momentum-decay": .number(momentumDecay),
    ]
  }

  /// State scalars per parameter.
  public var stateSlots: Int { 3 }
  /// 0.002
  public var defaultLearningRate: Double { 0.002 }

  /// mu_t
  private func momentum(at step: Int) -> Double {
    beta1 * (1 - 0.5 * Portable.exp(Double(step) * momentumDecay * Portable.log(0.96)))
  }

  /// One step of the rule above.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    let count = parameters.count
    if count == 0 { return }
    let rate = step.learningRate
    let now = momentum(at: step.number)
    // Kept as 1 - M, because state starts at 0 and M at 1.
    let product = (1 - Double(state[2 * count])) * now
    let following = momentum(at: step.number + 1)
    let scale = 1 / (1 - power(beta2, step.number)).squareRoot()
    optimize(
      .nadam(
        gradientRate: Scalar(rate * (1 - now) / (1 - product)),
        momentRate: Scalar(rate * following / (1 - product * following)),
        share1: Scalar(1 - beta1), kept2: Scalar(beta2), share2: Scalar(1 - beta2),
        scale: Scalar(scale), epsilon: Scalar(epsilon)),
      &parameters, gradient: gradient, state: &state)
    for i in (2 * count)..<(3 * count) { state[i] = Scalar(1 - product) }
  }
}

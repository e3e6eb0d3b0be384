import Basics

/// Adam with decoupled weight decay: weights are multiplied by 1 - learningRate * weightDecay, then
/// moved as by Adam. Biases, gains and shifts don't decay.
///
/// Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: Optimizer, Hashable {
  /// `adamw`
  public static let kind = "adamw"

  /// The rule under the decay.
  public let adam: Adam
  /// The decay; 0.01 unless stated.
  public let weightDecay: Double

  /// Adam with decay.
  public init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) {
    adam = Adam(beta1: beta1, beta2: beta2, epsilon: epsilon)
    self.weightDecay = weightDecay
  }

  /// From a file.
  public init(from reader: inout SettingsReader) throws {
    adam = try Adam(from: &reader)
    weightDecay = try reader.number(
      "weight-decay", default: 0.01, expected: "a number of 0 or more"
    ) { $0 >= 0 }
  }

  /// Those of Adam and `weight-decay`.
  public var settings: Settings {
    var settings = adam.settings
    settings["weight-decay"] = .number(weightDecay)
    return settings
  }

  /// The two moments.
  public var stateSlots: Int { adam.stateSlots }

  /// As Adam; the decay has been applied.
  public func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep
  ) {
    adam.update(&parameters, gradient: gradient, state: &state, step: step)
  }
}

import Basics
import CKernels

// What optimizers do to some parameters, each by itself, on fast instructions; formulas at the types
// of the same names in the module Training. State is [slots][count].

/// An optimizer and its constants.
public enum OptimizerKernel: Sendable, Hashable {
  /// p -= rate g
  case sgd(rate: Scalar)
  /// v = kept v + g; p -= rate v
  case momentum(rate: Scalar, kept: Scalar)
  /// v = kept v + g; p -= rate (g + kept v)
  case nesterov(rate: Scalar, kept: Scalar)
  /// v = kept v + share g²; p -= rate g / (√v + epsilon). Adagrad has kept = share = 1.
  case rmsprop(rate: Scalar, kept: Scalar, share: Scalar, epsilon: Scalar)
  /// m += share1 (g - m); v = kept2 v + share2 g²; p -= rate m / (scale √v + epsilon)
  case adam(
    rate: Scalar, share1: Scalar, kept2: Scalar, share2: Scalar, scale: Scalar, epsilon: Scalar)
  /// m and v as adam; p -= (gradientRate g + momentRate m) / (scale √v + epsilon)
  case nadam(
    gradientRate: Scalar, momentRate: Scalar, share1: Scalar, kept2: Scalar, share2: Scalar,
    scale: Scalar, epsilon: Scalar)
  /// m as adam; u = max(kept2 u, |g| + epsilon); p -= rate m / u
  case adamax(rate: Scalar, share1: Scalar, kept2: Scalar, epsilon: Scalar)
  /// v = kept v + share g²; d = √(u + epsilon) / √(v + epsilon) g; u = kept u + share d²; p -= rate d
  case adadelta(rate: Scalar, kept: Scalar, share: Scalar, epsilon: Scalar)

  /// State scalars per parameter.
  public var slots: Int {
    switch self {
    case .sgd: 0
    case .momentum, .nesterov, .rmsprop: 1
    case .adam, .nadam, .adamax, .adadelta: 2
    }
  }
}

/// Moves parameters by one step.
///
/// - Parameters:
///   - parameters: changed, [count].
///   - gradient: [count].
///   - state: changed, [slots][count].
public func optimize(
  _ rule: OptimizerKernel, _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
  state: inout MutableSpan<Scalar>
) {
  let count = parameters.count
  precondition(gradient.count >= count, "the gradient is too short")
  precondition(state.count >= rule.slots * count, "the state is too short")
  guard let p = parameters.start, let g = gradient.start else { return }
  guard let first = rule.slots == 0 ? p : state.start else { return }
  let second = first + (rule.slots == 2 ? count : 0)
  switch rule {
  case .sgd(let rate): sgdKernel(p, g, count, rate)
  case .momentum(let rate, let kept): momentumKernel(p, g, first, count, rate, kept)
  case .nesterov(let rate, let kept): nesterovKernel(p, g, first, count, rate, kept)
  case .rmsprop(let rate, let kept, let share, let epsilon):
    rmspropKernel(p, g, first, count, rate, kept, share, epsilon)
  case .adam(let rate, let share1, let kept2, let share2, let scale, let epsilon):
    adamKernel(p, g, first, second, count, rate, share1, kept2, share2, scale, epsilon)
  case .nadam(let gRate, let mRate, let share1, let kept2, let share2, let scale, let epsilon):
    nadamKernel(p, g, first, second, count, gRate, mRate, share1, kept2, share2, scale, epsilon)
  case .adamax(let rate, let share1, let kept2, let epsilon):
    adamaxKernel(p, g, first, second, count, rate, share1, kept2, epsilon)
  case .adadelta(let rate, let kept, let share, let epsilon):
    adadeltaKernel(p, g, first, second, count, rate, kept, share, epsilon)
  }
}

import Basics
import CKernels

/// The cross-entropy of softmax(logits) and a target distribution q of every row: -Σ_j q_j log p_j,
/// and its gradient p_j Σ_k q_k - q_j.
///
/// Finite for finite logits: a loss that overflows is the greatest finite number. Sums over a row as
/// in `softmaxRows`.
///
/// - Parameters:
///   - logits: [rows][width].
///   - targets: class indices, [rows], where there are as many targets as losses: q is `kept` there
///     and `spread` everywhere; an index that is none gives NaN. Otherwise [rows][width], and q is
///     kept · target + spread.
///   - losses: written, [rows].
///   - gradient: written, [rows][width].
public func crossEntropyRows(
  logits: Span<Scalar>, targets: Span<Scalar>, width: Int, kept: Scalar, spread: Scalar,
  losses: inout MutableSpan<Scalar>, gradient: inout MutableSpan<Scalar>
) {
  let rows = losses.count
  let byClass = targets.count == rows
  guard width > 0 else {
    // No class index is right; a distribution over nothing costs nothing.
    for row in 0..<rows { losses[row] = byClass ? .nan : 0 }
    return
  }
  precondition(logits.count >= rows * width, "the logits are too short")
  precondition(targets.count >= (byClass ? rows : rows * width), "the targets are too short")
  precondition(gradient.count >= rows * width, "the gradient is too short")
  crossEntropyKernel(
    logits.start, targets.start, byClass ? 1 : 0, rows, width, kept, spread, losses.start,
    gradient.start)
}

/// A loss that compares every output y with its own target t; formulas at the types of the same names
/// in the module Networks, with `share` = 1 / outputs.
public enum ElementLossKernel: Sendable, Hashable {
  /// (y - t)² / 2
  case halfSquared
  /// share (y - t)²
  case squared(share: Scalar)
  /// share |y - t|
  case absolute(share: Scalar)
  /// Squared up to an error of delta, then straight.
  case huber(share: Scalar, delta: Scalar)
  /// share (log(1 + eʸ) - y q) with q = kept · t + added; a row's loss is limited to the greatest number.
  case binaryCrossEntropy(share: Scalar, kept: Scalar, added: Scalar)

  var arguments: (descent_loss, share: Scalar, a: Scalar, b: Scalar) {
    switch self {
    case .halfSquared: (DESCENT_HALF_SQUARED_ERROR, 1, 0, 0)
    case .squared(let share): (DESCENT_SQUARED_ERROR, share, 0, 0)
    case .absolute(let share): (DESCENT_ABSOLUTE_ERROR, share, 0, 0)
    case .huber(let share, let delta): (DESCENT_HUBER, share, delta, 0)
    case .binaryCrossEntropy(let share, let kept, let added):
      (DESCENT_BINARY_CROSS_ENTROPY, share, kept, added)
    }
  }
}

/// losses[row] = the sum over a row of the loss of each output; gradient = the slope of each.
///
/// - Parameters:
///   - outputs: [rows][width].
///   - targets: [rows][width].
///   - losses: written, [rows]; sums over a row as in `softmaxRows`.
///   - gradient: written, [rows][width].
public func elementLossRows(
  _ loss: ElementLossKernel, outputs: Span<Scalar>, targets: Span<Scalar>, width: Int,
  losses: inout MutableSpan<Scalar>, gradient: inout MutableSpan<Scalar>
) {
  let rows = losses.count
  precondition(outputs.count >= rows * width, "the outputs are too short")
  precondition(targets.count >= rows * width, "the targets are too short")
  precondition(gradient.count >= rows * width, "the gradient is too short")
  let (number, share, a, b) = loss.arguments
  elementLossKernel(
    number, share, a, b, outputs.start, targets.start, rows, width, losses.start, gradient.start)
}

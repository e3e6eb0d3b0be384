import Basics

/// A rule that moves parameters along their gradient.
///
/// It sees flat vectors: any stretch of the parameters with the same stretch of the gradient and its
/// own state. Each parameter is treated by itself, so the network may be updated in tiles, on
/// several threads, or right where a tile's gradient was computed, with the same result.
public protocol Optimizer: Described {
  /// State scalars per parameter: 0 for sgd, 1 for momentum, 2 for adam. They start at 0.
  var stateSlots: Int { get }

  /// Decoupled weight decay: before each update every weight is multiplied by
  /// 1 - learningRate * weightDecay. 0 unless stated.
  var weightDecay: Double { get }

  /// The learning rate to start from where none is given; 0.001 unless stated.
  var defaultLearningRate: Double { get }

  /// Moves some parameters.
  ///
  /// - Parameters:
  ///   - parameters: changed, [count].
  ///   - gradient: of the loss, penalties included, [count].
  ///   - state: changed, [stateSlots][count].
  ///   - step: number and learning rate.
  func update(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>,
    state: inout MutableSpan<Scalar>, step: OptimizerStep)
}

extension Optimizer {
  /// No decay.
  public var weightDecay: Double { 0 }

  /// 0.001
  public var defaultLearningRate: Double { 0.001 }
}

/// Which step of a training an update belongs to.
public struct OptimizerStep: Sendable, Hashable {
  /// The number of the step, from 1.
  public var number: Int
  /// The learning rate of this step.
  public var learningRate: Double

  /// A step.
  public init(number: Int, learningRate: Double) {
    self.number = number
    self.learningRate = learningRate
  }
}

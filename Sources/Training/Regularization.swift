import Basics

/// What keeps weights small or steps tame, besides dropout. All off unless stated.
///
/// Penalties, decay and max-norm apply to weights alone, never to biases, gains and shifts.
public struct Regularization: Sendable, Hashable {
  /// Adds l1 * sum |w| to the loss; gradient l1 * sign(w), 0 at 0.
  public var l1 = 0.0
  /// Adds l2 / 2 * sum w^2 to the loss; gradient l2 * w.
  public var l2 = 0.0
  /// Multiplies weights by 1 - learningRate * weightDecay before each update, apart from the
  /// gradient (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019).
  public var weightDecay = 0.0
  /// The largest l2 norm allowed of the weights into one unit; larger ones are scaled back after
  /// each update (Srivastava et al., "Dropout", JMLR 2014).
  public var maxNorm: Double?
  /// Every gradient is limited to -clipValue ... clipValue.
  public var clipValue: Double?
  /// The whole gradient is scaled down where its l2 norm exceeds this (Pascanu, Mikolov and Bengio,
  /// "On the difficulty of training recurrent neural networks", ICML 2013).
  public var clipNorm: Double?
  /// The share of the moving average of the parameters that is kept in each step; the average is what
  /// is validated and saved. In step t it is at most (1 + t) / (10 + t), so that the start is
  /// forgotten (Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992).
  public var averageDecay: Double?

  /// Nothing switched on.
  public init() {}

  /// Throws `DescentError` (usage) for a value out of range.
  public func check() throws {
    func require(
      _ name: String, _ value: Double?, _ expected: String, _ allowed: (Double) -> Bool
    ) throws {
      guard let value, !(value.isFinite && allowed(value)) else { return }
      throw DescentError(.usage, "\(name): expected \(expected), found \(value)")
    }
    for (name, value) in [("l1", l1), ("l2", l2), ("weight decay", weightDecay)] {
      try require(name, value, "a number of 0 or more") { $0 >= 0 }
    }
    for (name, value) in [
      ("max norm", maxNorm), ("clip value", clipValue), ("clip norm", clipNorm),
    ] {
      try require(name, value, "a number above 0") { $0 > 0 }
    }
    try require("average decay", averageDecay, "a number from 0 to below 1") { $0 >= 0 && $0 < 1 }
  }

  /// l1 * sum |w| + l2 / 2 * sum w^2, in Double.
  public func penalty(of weights: Span<Scalar>) -> Double {
    var absolute = 0.0
    var squares = 0.0
    for i in 0..<weights.count {
      let weight = Double(weights[i])
      absolute += weight.magnitude
      squares += weight * weight
    }
    return l1 * absolute + l2 / 2 * squares
  }

  /// gradient += l1 * sign(w) + l2 * w
  public func addGradient(of weights: Span<Scalar>, to gradient: inout MutableSpan<Scalar>) {
    if l2 > 0 {
      let factor = Scalar(l2)
      for i in 0..<weights.count { gradient[i] += factor * weights[i] }
    }
    if l1 > 0 {
      let factor = Scalar(l1)
      for i in 0..<weights.count {
        gradient[i] += weights[i] > 0 ? factor : weights[i] < 0 ? -factor : 0
      }
    }
  }

  /// Limits every value to -clipValue ... clipValue.
  public func clipByValue(_ gradient: inout MutableSpan<Scalar>) {
    guard let clipValue else { return }
    let limit = Scalar(clipValue)
    for i in 0..<gradient.count { gradient[i] = min(max(gradient[i], -limit), limit) }
  }

  /// Scales the weights into each unit down to `maxNorm` where they exceed it.
  ///
  /// - Parameters:
  ///   - weights: changed, [in][units].
  ///   - units: the width.
  public func limitNorms(_ weights: inout MutableSpan<Scalar>, units: Int) {
    guard let maxNorm, units > 0 else { return }
    let rows = weights.count / units
    // Row by row, because that is how the weights lie in memory.
    var squares = [Double](repeating: 0, count: units)
    for row in 0..<rows {
      for unit in 0..<units {
        let weight = Double(weights[row * units + unit])
        squares[unit] += weight * weight
      }
    }
    guard squares.contains(where: { $0.squareRoot() > maxNorm }) else { return }
    let factors = squares.map { $0.squareRoot() > maxNorm ? Scalar(maxNorm / $0.squareRoot()) : 1 }
    for row in 0..<rows {
      for unit in 0..<units { weights[row * units + unit] *= factors[unit] }
    }
  }

  /// average = d average + (1 - d) parameters, with d as described at `averageDecay`.
  ///
  /// - Parameter step: steps taken, from 1.
  public func updateAverage(
    _ average: inout MutableSpan<Scalar>, with parameters: Span<Scalar>, step: Int
  ) {
    guard let averageDecay else { return }
    // Subtracted in Double: 1 - 0.9999 in Float is off by 1e-4.
    let new = Scalar(1 - min(averageDecay, (1 + Double(step)) / (10 + Double(step))))
    for i in 0..<average.count { average[i] += new * (parameters[i] - average[i]) }
  }
}

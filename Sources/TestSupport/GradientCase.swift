import Basics
import Networks
import Training

/// One line of the table of gradient checks.
public struct GradientCase: Sendable, CustomStringConvertible {
  /// What is checked; each sort has a catalog, all of whose kinds must be in the table.
  public enum Sort: Sendable, Hashable {
    /// A layer.
    case layer
    /// An activation function, as a layer of its own and fused into a dense layer.
    case activation
    /// A loss.
    case loss
    /// A penalty on parameters.
    case regularizer
  }

  /// What is checked.
  public let sort: Sort
  /// Its kind in the catalog.
  public let kind: String
  /// What sets it apart from other lines of the kind.
  public let detail: String
  /// The largest error of all its gradients.
  public let worstError: @Sendable () throws -> Double
  /// The layers that compute it, with a batch for each; none for a loss or penalty.
  public let runners: @Sendable () throws -> [(LayerRunner, batch: ContiguousArray<Scalar>)]

  /// A line.
  public init(
    _ sort: Sort, _ kind: String, _ detail: String = "",
    runners: @escaping @Sendable () throws -> [(LayerRunner, batch: ContiguousArray<Scalar>)] = {
      []
    },
    worstError: @escaping @Sendable () throws -> Double
  ) {
    self.sort = sort
    self.kind = kind
    self.detail = detail
    self.runners = runners
    self.worstError = worstError
  }

  /// `activation leaky-relu slope 0.01`
  public var description: String { "\(sort) \(kind) \(detail)" }
}

extension GradientCase {
  /// A layer on a batch of normal numbers, or on one that is given.
  public static func layer(
    _ layer: some Layer, input: Shape, rows: Int = 5, batch: ContiguousArray<Scalar>? = nil,
    _ detail: String = ""
  ) -> GradientCase {
    fromRunners(.layer, type(of: layer).kind, detail + " \(input), \(counted(rows, "row"))") {
      let runner = try LayerRunner(layer, input: input).withNormalParameters()
      return [(runner, batch ?? points(rows * runner.inputWidth, seed: 3))]
    }
  }

  /// An activation, as a layer and fused, on values that avoid its kinks.
  public static func activation(
    _ function: some ActivationFunction, kinks: [Scalar] = [], _ detail: String = ""
  ) -> GradientCase {
    fromRunners(.activation, type(of: function).kind, detail) {
      let alone = try LayerRunner(Activation(function), input: [4])
      return [
        (alone, points(20, seed: 4, avoiding: kinks)), try fused(function, kinks: kinks),
      ]
    }
  }

  /// A loss, each row with its own weight.
  ///
  /// - Parameters:
  ///   - targets: [rows][targetWidth].
  ///   - kinks: of the difference between output and target.
  public static func loss(
    _ loss: some Loss, width: Int, targets: ContiguousArray<Scalar>, rows: Int,
    kinks: [Scalar] = [], _ detail: String = ""
  ) -> GradientCase {
    GradientCase(.loss, type(of: loss).kind, detail) {
      var outputs = points(rows * width, seed: 6)
      if !kinks.isEmpty {
        outputs = points(rows * width, seed: 7, avoiding: kinks)
        for i in outputs.indices { outputs[i] += targets[i] }
      }
      let weights = unevenWeights(rows)
      var gradient = evaluate(loss, outputs, targets, width: width, rows: rows).gradient
      for i in gradient.indices { gradient[i] *= weights[i / width] }
      return gradientError(at: outputs, gradient) { moved in
        let losses = evaluate(loss, moved, targets, width: width, rows: rows).losses
        return weightedSum(losses, weights)
      }
    }
  }

  /// A penalty on weights.
  public static func regularizer(
    _ kind: String, kinks: [Scalar] = [], _ detail: String = "",
    _ setUp: @escaping @Sendable (inout Regularization) -> Void
  ) -> GradientCase {
    GradientCase(.regularizer, kind, detail) {
      var regularization = Regularization()
      setUp(&regularization)
      let weights = points(12, seed: 9, avoiding: kinks)
      // The gradient is added to what is there.
      var gradient = unevenWeights(weights.count)
      var span = gradient.mutableSpan
      regularization.addGradient(of: weights.span, to: &span)
      for (index, before) in unevenWeights(weights.count).enumerated() { gradient[index] -= before }
      return gradientError(at: weights, gradient) { [regularization] moved in
        regularization.penalty(of: moved.span)
      }
    }
  }

  private static func fromRunners(
    _ sort: Sort, _ kind: String, _ detail: String,
    _ runners: @escaping @Sendable () throws -> [(LayerRunner, batch: ContiguousArray<Scalar>)]
  ) -> GradientCase {
    GradientCase(sort, kind, detail, runners: runners) {
      try runners().map { runner, batch in runner.worstGradientError(on: batch) }.max() ?? .infinity
    }
  }
}

/// Losses and gradient of a batch.
public func evaluate(
  _ loss: any Loss, _ outputs: ContiguousArray<Scalar>, _ targets: ContiguousArray<Scalar>,
  width: Int, rows: Int
) -> (losses: ContiguousArray<Scalar>, gradient: ContiguousArray<Scalar>) {
  var losses = ContiguousArray<Scalar>(repeating: .nan, count: rows)
  var gradient = ContiguousArray<Scalar>(repeating: .nan, count: rows * width)
  var lossSpan = losses.mutableSpan
  var gradientSpan = gradient.mutableSpan
  loss.evaluate(
    outputs: outputs.span, targets: targets.span, width: width, losses: &lossSpan,
    gradient: &gradientSpan)
  return (losses, gradient)
}

extension LayerRunner {
  /// Normal numbers for all parameters: initial ones hide errors, as a gain of 1 does. Statistics are
  /// positive, since a variance is among them.
  public func withNormalParameters(seed: UInt64 = 8) -> LayerRunner {
    var copy = self
    copy.parameters = points(parameters.count, seed: seed)
    for (spec, range) in zip(plan.parameters, parameterRanges) {
      guard case .statistic = spec.role else { continue }
      for i in range { copy.parameters[i] = copy.parameters[i].magnitude }
    }
    return copy
  }

  /// The largest error of the gradients of the input and of every parameter that has one.
  func worstGradientError(on batch: ContiguousArray<Scalar>) -> Double {
    let run = forward(batch)
    let weights = unevenWeights(run.output.count)
    let gradients = backward(run, outputGradient: weights)
    var worst = gradientError(at: batch, gradients.input) {
      weightedSum(forward($0).output, weights)
    }
    for (index, range) in parameterRanges.enumerated() {
      if case .statistic = plan.parameters[index].role { continue }
      let point = ContiguousArray(parameters[range])
      let error = gradientError(at: point, gradients.parameters[index]) { moved in
        var copy = self
        copy.parameters.replaceSubrange(range, with: moved)
        return weightedSum(copy.forward(batch).output, weights)
      }
      worst = max(worst, error)
    }
    return worst
  }
}

/// A dense layer with the function and a batch for which no value before it is near a kink.
private func fused(
  _ function: some ActivationFunction, kinks: [Scalar]
) throws -> (LayerRunner, batch: ContiguousArray<Scalar>) {
  let plain = try LayerRunner(Dense(3), input: [2])
  for seed in 10..<UInt64(1000) {
    let parameters = plain.withNormalParameters(seed: seed).parameters
    let batch = points(10, seed: seed + 1)
    var linear = plain
    linear.parameters = parameters
    if linear.forward(batch).output.allSatisfy({ isSmooth($0, kinks) }) {
      var runner = try LayerRunner(Dense(3, activation: function), input: [2])
      runner.parameters = parameters
      return (runner, batch)
    }
  }
  throw DescentError(.bug, "no batch avoids the kinks \(kinks)")
}

private func weightedSum(
  _ values: ContiguousArray<Scalar>, _ weights: ContiguousArray<Scalar>
) -> Double {
  var sum = 0.0
  for (value, weight) in zip(values, weights) { sum += Double(value) * Double(weight) }
  return sum
}

import Basics
import Kernels

/// Every feature gets mean 0 and variance 1 over the batch, then a learned gain and shift:
/// y = weight · x̂ + bias with x̂ = (x - mean) / √(variance + epsilon).
///
/// A feature is an index of the last dimension: a column of a vector, a channel of a picture. So
/// statistics are over n values: the rows of the batch times the places in a picture.
///
/// - Training normalizes with mean and population variance of the batch. The running statistics
///   become (1 - momentum) · old + momentum · the batch's, with the variance of the sample
///   (divided by n - 1), as in PyTorch.
/// - Inference normalizes with the running statistics.
/// - **One value.** Where n = 1, a last batch of one row, the variance is 0: y is the bias, no
///   gradient reaches the input, and the running statistics stay as they are, to rounding.
///
/// Gradients, with g = dL/dy, count the dependence of the statistics on the input:
/// dL/dx = weight (g - mean(g) - x̂ mean(g x̂)) / √(variance + epsilon), dL/dweight = Σ g x̂,
/// dL/dbias = Σ g.
///
/// Parameters, each [features]: `weight`, `bias`, `running_mean`, `running_var`; they start at 1, 0,
/// 0, 1.
///
/// Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal
/// covariate shift", ICML 2015.
public struct BatchNormalization: Layer, Hashable {
  /// `batch-normalization`
  public static let kind = "batch-normalization"

  /// What is added to the variance.
  public let epsilon: Double
  /// The share of the batch in the running statistics.
  public let momentum: Double

  /// The layer. Both are checked when the network is made.
  ///
  /// - Parameters:
  ///   - epsilon: above 0, 1e-5 unless stated.
  ///   - momentum: from 0 to 1, 0.1 unless stated.
  public init(epsilon: Double = 1e-5, momentum: Double = 0.1) {
    self.epsilon = epsilon
    self.momentum = momentum
  }

  /// From a file: `epsilon` and `momentum`.
  public init(from reader: inout SettingsReader) throws {
    epsilon = try reader.epsilon()
    momentum = try reader.number(
      "momentum", default: 0.1, expected: "a number from 0 to 1"
    ) { $0 >= 0 && $0 <= 1 }
  }

  /// `epsilon` and `momentum`
  public var settings: Settings {
    ["epsilon": .number(epsilon), "momentum": .number(momentum)]
  }

  /// The same shape; six numbers per feature are shared by the batch.
  public func plan(for input: Shape) throws(ShapeError) -> LayerPlan {
    try checkEpsilon(epsilon)
    guard momentum >= 0 && momentum <= 1 else {
      throw ShapeError(expected: "a momentum from 0 to 1", found: "\(momentum)")
    }
    guard let features = input.dimensions.last, input.count >= 1 else {
      throw ShapeError(expected: "an input of at least 1 feature", found: "\(input)")
    }
    let statistic = ParameterSpec.Role.statistic(momentum: momentum)
    let parameters = [
      ParameterSpec("weight", shape: [features], role: .gain, initializer: Constant(1)),
      ParameterSpec("bias", shape: [features], role: .bias, initializer: Zeros()),
      ParameterSpec("running_mean", shape: [features], role: statistic, initializer: Zeros()),
      ParameterSpec("running_var", shape: [features], role: statistic, initializer: Constant(1)),
    ]
    return LayerPlan(
      output: input, parameters: parameters, shared: Shared.allCases.count * features)
  }

  /// The batch's statistics.
  public func observe(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: inout MutableSpan<Scalar>, pass: Pass
  ) {
    let features = shared.count / Shared.allCases.count
    let values = input.count / features
    let means = columnMeans(input, features: features)
    let variances = columnMeans(input, features: features, squaredAround: means.span)
    for feature in 0..<features {
      let variance = variances[feature]
      shared[Shared.mean.at(feature, features)] = Scalar(means[feature])
      shared[Shared.scale.at(feature, features)] = Scalar(1 / (variance + epsilon).squareRoot())
      if values > 1 {
        let correction = Double(values) / Double(values - 1)
        shared[Shared.newMean.at(feature, features)] = Scalar(means[feature])
        shared[Shared.newVariance.at(feature, features)] = Scalar(variance * correction)
      } else {
        shared[Shared.newMean.at(feature, features)] = parameters[2 * features + feature]
        shared[Shared.newVariance.at(feature, features)] = parameters[3 * features + feature]
      }
    }
  }

  /// y = weight · x̂ + bias
  public func forward(
    _ input: Span<Scalar>, parameters: Span<Scalar>, shared: Span<Scalar>,
    output: inout MutableSpan<Scalar>, saved: inout MutableSpan<Scalar>, pass: Pass
  ) {
    let features = parameters.count / 4
    let scales = scales(parameters, shared, pass)
    let means =
      pass.isTraining
      ? shared.extracting(Shared.mean.range(features))
      : parameters.extracting((2 * features)..<(3 * features))
    normalizeColumns(
      input, width: features, means: means, scales: scales.span,
      weights: parameters.extracting(0..<features),
      biases: parameters.extracting(features..<(2 * features)), into: &output)
  }

  /// 1 / √(variance + epsilon), of the batch or running; [features].
  private func scales(
    _ parameters: Span<Scalar>, _ shared: Span<Scalar>, _ pass: Pass
  ) -> ContiguousArray<Scalar> {
    let features = parameters.count / 4
    var scales = ContiguousArray<Scalar>(repeating: 0, count: features)
    for feature in 0..<features {
      scales[feature] =
        pass.isTraining
        ? shared[Shared.scale.at(feature, features)]
        : 1 / (parameters[3 * features + feature] + Scalar(epsilon)).squareRoot()
    }
    return scales
  }

  /// The sums Σ g and Σ g x̂ over the batch.
  public func observeGradient(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, parameters: Span<Scalar>,
    shared: inout MutableSpan<Scalar>, pass: Pass
  ) {
    let features = shared.count / Shared.allCases.count
    var sums = ContiguousArray<Double>(repeating: 0, count: features)
    var sumsWithNormal = ContiguousArray<Double>(repeating: 0, count: features)
    var sumSpan = sums.mutableSpan
    var productSpan = sumsWithNormal.mutableSpan
    columnProducts(
      outputGradient, input, width: features,
      means: shared.span.extracting(Shared.mean.range(features)),
      scales: shared.span.extracting(Shared.scale.range(features)), sums: &sumSpan,
      products: &productSpan)
    for feature in 0..<features {
      shared[Shared.gradientSum.at(feature, features)] = Scalar(sums[feature])
      shared[Shared.gradientNormalSum.at(feature, features)] = Scalar(sumsWithNormal[feature])
    }
  }

  /// dL/dx; in inference, where the statistics don't depend on the input, weight g / √(variance + epsilon).
  public func propagate(
    _ outputGradient: Span<Scalar>, input: Span<Scalar>, output: Span<Scalar>, saved: Span<Scalar>,
    shared: Span<Scalar>, parameters: Span<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    pass: Pass
  ) {
    let features = parameters.count / 4
    guard pass.isTraining else {
      let scales = scales(parameters, shared, pass)
      for i in 0..<inputGradient.count {
        inputGradient[i] = outputGradient[i] * scales[i % features] * parameters[i % features]
      }
      return
    }
    let share = 1 / Scalar(pass.batchSize * (pass.inputWidth / features))
    normalizeColumnsBack(
      outputGradient, input, width: features, share: share,
      means: shared.extracting(Shared.mean.range(features)),
      scales: shared.extracting(Shared.scale.range(features)), weights: parameters,
      sums: shared.extracting(Shared.gradientSum.range(features)),
      products: shared.extracting(Shared.gradientNormalSum.range(features)), into: &inputGradient)
  }

  /// dL/dweight and dL/dbias, and the batch's mean and variance: all known from the shared numbers.
  public func parameterGradient(
    _ index: Int, tile: Range<Int>, _ outputGradient: Span<Scalar>, input: Span<Scalar>,
    output: Span<Scalar>, saved: Span<Scalar>, shared: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, pass: Pass
  ) {
    let sources: [Shared] = [.gradientNormalSum, .gradientSum, .newMean, .newVariance]
    for i in 0..<gradient.count {
      gradient[i] = shared[sources[index].at(i, gradient.count)]
    }
  }
}

/// What lies where in the shared numbers: [one per case][features].
private enum Shared: Int, CaseIterable {
  case mean, scale, newMean, newVariance, gradientSum, gradientNormalSum

  func at(_ feature: Int, _ features: Int) -> Int { rawValue * features + feature }
  func range(_ features: Int) -> Range<Int> { at(0, features)..<at(features, features) }
}

/// The mean over all rows of x, or of (x - mean)², for each column of [rows][features].
private func columnMeans(
  _ values: Span<Scalar>, features: Int, squaredAround means: Span<Double>? = nil
) -> ContiguousArray<Double> {
  var sums = ContiguousArray<Double>(repeating: 0, count: features)
  var span = sums.mutableSpan
  columnSums(values, width: features, squaredAround: means, into: &span)
  let rows = Double(max(1, values.count / features))
  for feature in 0..<features { sums[feature] /= rows }
  return sums
}

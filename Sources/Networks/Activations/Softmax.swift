import Basics
import Kernels

/// Shares that add up to 1 in every row: y_j = exp(z_j) / Σ_k exp(z_k).
///
/// The gradient is the product with the whole Jacobian: dL/dz_j = y_j (g_j - Σ_k g_k y_k), with
/// g = dL/dy. With the loss `CategoricalCrossEntropy`, which takes logits, leave softmax out of the
/// network: the two are fused there.
///
/// Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990.
public struct Softmax: ActivationFunction, Hashable {
  /// `softmax`
  public static let kind = "softmax"

  /// The function; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Every row becomes its shares. The largest value is subtracted first, so nothing overflows.
  public func apply(_ values: inout MutableSpan<Scalar>, width: Int) {
    softmaxRows(&values, width: width)
  }

  /// The product of every row of the gradient with the Jacobian.
  public func backward(
    _ gradient: inout MutableSpan<Scalar>, operand: Span<Scalar>, width: Int
  ) {
    softmaxRowsBack(&gradient, shares: operand, width: width)
  }
}

extension ActivationFunction where Self == Softmax {
  /// exp(z_j) / Σ_k exp(z_k)
  public static var softmax: Softmax { Softmax() }
}

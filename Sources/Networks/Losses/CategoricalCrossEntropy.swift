import Basics
import Kernels

/// Cross-entropy of classes, from logits, fused with softmax: -Σ_j q_j log p_j with p = softmax(z);
/// gradient p_j Σ_k q_k - q_j.
///
/// Targets are either the class index, one scalar per row, or a distribution, one scalar per class;
/// which of the two follows from the count of targets. With label smoothing s and K classes the
/// target distribution t becomes q = (1 - s) t + s / K, as in PyTorch.
///
/// Finite for any finite logits: a loss too large for the precision stays at the greatest finite
/// number. A class index that is not one of 0 ..< K gives a loss and gradient of NaN.
///
/// Smoothing: Szegedy et al., "Rethinking the Inception architecture for computer vision", CVPR 2016.
public struct CategoricalCrossEntropy: Loss, Hashable {
  /// `cross-entropy`
  public static let kind = "cross-entropy"

  /// How much of the target is spread evenly over all classes; from 0 to 1.
  public let labelSmoothing: Double

  /// The loss.
  ///
  /// - Parameter labelSmoothing: from 0 to 1, 0 unless stated; anything else is a programming error.
  public init(labelSmoothing: Double = 0) {
    precondition(allowsSmoothing(labelSmoothing), "label smoothing must be from 0 to 1")
    self.labelSmoothing = labelSmoothing
  }

  /// From a file: `label-smoothing`.
  public init(from reader: inout SettingsReader) throws {
    labelSmoothing = try reader.labelSmoothing()
  }

  /// `label-smoothing`
  public var settings: Settings { ["label-smoothing": .number(labelSmoothing)] }

  /// Softmax
  public var outputActivation: any ActivationFunction { Softmax() }

  /// Class indices for as many outputs as classes; distributions as numbers; two outputs at least.
  public func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
    guard outputs >= 2 else { return nil }
    return classes == 0 ? .values : classes == outputs ? .classIndex : nil
  }

  /// Loss and gradient of some rows.
  public func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    crossEntropyRows(
      logits: outputs, targets: targets, width: width, kept: Scalar(1 - labelSmoothing),
      spread: Scalar(labelSmoothing) / Scalar(max(1, width)), losses: &losses, gradient: &gradient)
  }
}

extension Loss where Self == CategoricalCrossEntropy {
  /// Cross-entropy of classes, from logits.
  public static var crossEntropy: CategoricalCrossEntropy { CategoricalCrossEntropy() }

  /// Cross-entropy of classes, from logits, with smoothed targets.
  public static func crossEntropy(labelSmoothing: Double) -> CategoricalCrossEntropy {
    CategoricalCrossEntropy(labelSmoothing: labelSmoothing)
  }
}

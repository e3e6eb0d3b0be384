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
    let byIndex = targets.count == losses.count
    for index in 0..<losses.count {
      let row = (index * width)..<((index + 1) * width)
      losses[index] =
        byIndex
        ? evaluateClass(targets[index], outputs, row, &gradient)
        : evaluateDistribution(targets, outputs, row, &gradient)
    }
  }

  private func evaluateClass(
    _ target: Scalar, _ logits: Span<Scalar>, _ row: Range<Int>,
    _ gradient: inout MutableSpan<Scalar>
  ) -> Scalar {
    guard let index = Int(exactly: target), index >= 0, index < row.count else {
      for i in row { gradient[i] = .nan }
      return .nan
    }
    let (largest, logSum) = fillShares(logits, row, into: &gradient)
    let kept = Scalar(1 - labelSmoothing)
    let spread = Scalar(labelSmoothing) / Scalar(row.count)
    var loss = kept > 0 ? kept * (logSum - (logits[row.lowerBound + index] - largest)) : 0
    if spread > 0 {
      for i in row {
        loss += spread * (logSum - (logits[i] - largest))
        gradient[i] -= spread
      }
    }
    gradient[row.lowerBound + index] -= kept
    return limited(loss)
  }

  private func evaluateDistribution(
    _ targets: Span<Scalar>, _ logits: Span<Scalar>, _ row: Range<Int>,
    _ gradient: inout MutableSpan<Scalar>
  ) -> Scalar {
    let (largest, logSum) = fillShares(logits, row, into: &gradient)
    let kept = Scalar(1 - labelSmoothing)
    let spread = Scalar(labelSmoothing) / Scalar(row.count)
    var loss: Scalar = 0
    var total: Scalar = 0
    for i in row {
      let q = kept * targets[i] + spread
      total += q
      // A share of 0 counts nothing, however improbable the class.
      if q != 0 { loss += q * (logSum - (logits[i] - largest)) }
    }
    for i in row { gradient[i] = gradient[i] * total - (kept * targets[i] + spread) }
    return limited(loss)
  }
}

/// Writes the softmax of a row; returns its largest logit and log Σ exp(z_j - largest).
private func fillShares(
  _ logits: Span<Scalar>, _ row: Range<Int>, into shares: inout MutableSpan<Scalar>
) -> (largest: Scalar, logSum: Scalar) {
  guard !row.isEmpty else { return (0, 0) }
  var largest = logits[row.lowerBound]
  for i in row { largest = max(largest, logits[i]) }
  var sum: Scalar = 0
  for i in row {
    let e = exponential(logits[i] - largest)
    shares[i] = e
    sum += e
  }
  for i in row { shares[i] /= sum }
  return (largest, logarithm(sum))
}

extension Loss where Self == CategoricalCrossEntropy {
  /// Cross-entropy of classes, from logits.
  public static var crossEntropy: CategoricalCrossEntropy { CategoricalCrossEntropy() }

  /// Cross-entropy of classes, from logits, with smoothed targets.
  public static func crossEntropy(labelSmoothing: Double) -> CategoricalCrossEntropy {
    CategoricalCrossEntropy(labelSmoothing: labelSmoothing)
  }
}

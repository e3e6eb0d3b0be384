import Basics
import Kernels

/// Cross-entropy of independent yes-or-no questions, from logits: the mean over the outputs of
/// max(z, 0) - z q + log(1 + e^-|z|); gradient (σ(z) - q) / outputs.
///
/// With label smoothing s the target t becomes q = (1 - s) t + s / 2.
///
/// Finite for any finite logits: a loss too large for the precision stays at the greatest finite
/// number. The network's last layer must be linear; predictions get their sigmoid from
/// `outputActivation`.
public struct BinaryCrossEntropy: Loss, Hashable {
  /// `binary-cross-entropy`
  public static let kind = "binary-cross-entropy"

  /// How far targets are moved towards one half; from 0 to 1.
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

  /// Sigmoid
  public var outputActivation: any ActivationFunction { Sigmoid() }

  /// 0 and 1 for two classes and one output, one-hot for as many outputs as classes, or numbers from
  /// 0 to 1.
  public func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
    elementwiseEncoding(classes: classes, outputs: outputs)
  }

  /// Loss and gradient of some rows.
  public func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    let kernel = ElementLossKernel.binaryCrossEntropy(
      share: 1 / Scalar(max(1, width)), kept: Scalar(1 - labelSmoothing),
      added: Scalar(labelSmoothing / 2))
    elementLossRows(
      kernel, outputs: outputs, targets: targets, width: width,
      losses: &losses, gradient: &gradient)
  }
}

/// Whether a number can be a label smoothing.
func allowsSmoothing(_ value: Double) -> Bool { value >= 0 && value <= 1 }

extension SettingsReader {
  /// `label-smoothing`, from 0 to 1; 0 where it is absent.
  mutating func labelSmoothing() throws -> Double {
    try number(
      "label-smoothing", default: 0, expected: "a number from 0 to 1", where: allowsSmoothing)
  }
}

extension Loss where Self == BinaryCrossEntropy {
  /// Cross-entropy of yes-or-no questions, from logits.
  public static var binaryCrossEntropy: BinaryCrossEntropy { BinaryCrossEntropy() }

  /// Cross-entropy of yes-or-no questions, from logits, with smoothed targets.
  public static func binaryCrossEntropy(labelSmoothing: Double) -> BinaryCrossEntropy {
    BinaryCrossEntropy(labelSmoothing: labelSmoothing)
  }
}

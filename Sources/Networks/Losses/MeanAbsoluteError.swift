import Basics
import Kernels

/// Mean over the outputs of |y - t|; gradient sign(y - t) / outputs, 0 where y = t.
public struct MeanAbsoluteError: Loss, Hashable {
  /// `mean-absolute-error`
  public static let kind = "mean-absolute-error"

  /// The loss; it has no settings.
  public init() {}
  /// From a file.
  public init(from reader: inout SettingsReader) throws {}

  /// Outputs are predictions as they are.
  public var outputActivation: any ActivationFunction { Linear() }

  /// One-hot classes, 0 and 1 for two classes and one output, or numbers.
  public func targetEncoding(classes: Int, outputs: Int) -> TargetEncoding? {
    elementwiseEncoding(classes: classes, outputs: outputs)
  }

  /// Loss and gradient of some rows.
  public func evaluate(
    outputs: Span<Scalar>, targets: Span<Scalar>, width: Int, losses: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    elementLossRows(
      .absolute(share: 1 / Scalar(max(1, width))), outputs: outputs, targets: targets, width: width,
      losses: &losses, gradient: &gradient)
  }
}

extension Loss where Self == MeanAbsoluteError {
  /// Mean over the outputs of |y - t|
  public static var meanAbsoluteError: MeanAbsoluteError { MeanAbsoluteError() }
}
